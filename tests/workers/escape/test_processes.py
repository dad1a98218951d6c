"""Ways out through other processes: their memory, files, environment and lives; descriptors; daemons that stay."""

import pytest

from tests.workers.escape.scene import python

pytestmark = pytest.mark.tool

DAEMON = """import signal, time
out, into = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
        os.dup2(os.open('/dev/null', os.O_RDWR), 1); os.dup2(1, 2)
        os.write(into, b'x')
        os.execvp('sh', ['sh', '-c', "trap '' TERM HUP INT; while :; do sleep 0.1; done", '@MARKER@'])
    os._exit(0)
os.close(into)
os.read(out, 1)
"""
MEMORY = """import re
pid = @WORKER@
for line in open(f'/proc/{pid}/maps'):
    if '[stack]' in line:
        low, high = (int(part, 16) for part in line.split()[0].split('-'))
        with open(f'/proc/{pid}/mem', 'rb', 0) as memory:
            memory.seek(low)
            text = memory.read(high - low)
            print(re.findall(rb'KEY=([0-9a-f]+)', text))
"""
# Who may read memory hears that there is none at this address; who may not, that it is not permitted.
OTHER_MEMORY = """pid = @WORKER@
class Part(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('size', ctypes.c_size_t)]
place = ctypes.create_string_buffer(8)
here, there = Part(ctypes.addressof(place), 8), Part(4096, 8)
if libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) < 0 and ctypes.get_errno() == 14: harm()
"""
KILL = 'os.kill({}, 9)\nimport time\nfor _ in range(100):\n    time.sleep(0.01)\n    os.kill({}, 0)'

VECTORS = [
    python("the worker's environment", "print(open('/proc/@WORKER@/environ').read())"),
    python("another job's environment", "print(open('/proc/@TENANT@/environ').read())"),
    python(
        "the worker's open files",
        "for fd in os.listdir('/proc/@WORKER@/fd'):\n"
        "    try: print(open(f'/proc/@WORKER@/fd/{fd}').read(100))\n"
        '    except OSError: pass',
    ),
    python("the worker's memory", MEMORY, host=True),
    python("another process's memory by a call", OTHER_MEMORY, host=True),
    python('tracing the worker', 'if libc.ptrace(16, @WORKER@, 0, 0) == 0: harm()', host=True),
    python("the worker's root", "print(open('/proc/@WORKER@/root@SECRET@').read())"),
    python("another job's working folder", "print(open('/proc/@TENANT@/root@TENANT_FOLDER@/secret.txt').read())"),
    python("another job's folder", "print(open('@TENANT_FOLDER@/secret.txt').read())"),
    python("a new file in another job's folder", "open('@TENANT_FOLDER@/made', 'w').write('@MARKER@')\nharm()"),
    python(
        'the processes of others in a list',
        "for name in os.listdir('/proc'):\n"
        "    if name == '@WORKER@' and os.path.exists(f'/proc/{name}/cmdline'): harm()",
    ),
    python('a folder beside the workspace in a list', "print(os.listdir('@OUTSIDE@'))\nharm()"),
    python('whether a foreign file exists', "if os.path.exists('@SECRET@'): harm()", gap=True),
    python('whether a process exists', "if os.path.exists('/proc/@WORKER@'): harm()", gap=True),
    python('ending the worker', KILL.format('@WORKER@', '@WORKER@')),
    python('ending another job', KILL.format('@TENANT@', '@TENANT@')),
    python('a signal to everybody', 'os.kill(@WORKER@, 0); harm()'),
    python(
        'descriptors of who started it',
        'for fd in range(3, 1024):\n    try: print(os.pread(fd, 100, 0))\n    except OSError: pass',
    ),
    python('the environment of who started it', 'print(os.environ)'),
    python('the environment of the first process', "print(open('/proc/self/environ').read())"),
    python('a daemon that nobody waits for', DAEMON),
    python('a priority above all', 'os.setpriority(os.PRIO_PROCESS, 0, -10); harm()', host=True),
    python('a lighter load on others', 'os.setpriority(os.PRIO_PROCESS, @WORKER@, 19); harm()'),
    python(
        'the limits of the worker',
        'import resource\nresource.prlimit(@WORKER@, resource.RLIMIT_NOFILE, (10, 10)); harm()',
    ),
]


@pytest.mark.parametrize('vector', VECTORS, ids=str)
def test_it_leads_nowhere(vector, escape):
    escape(vector)
