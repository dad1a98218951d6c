"""Ways out through the kernel: namespaces, mounts, devices, keys, programs in the kernel, users, the host's folders."""

import platform

import pytest

from tests.workers.escape.scene import python

pytestmark = pytest.mark.tool

X86 = platform.machine() == 'x86_64'
UNSHARE, ADD_KEY, BPF, PERF = (272, 248, 321, 298) if X86 else (97, 217, 280, 241)
MEMFD, SHMGET, USERFAULT, HANDLE = (319, 29, 323, 303) if X86 else (279, 194, 282, 264)
IO_URING = 425


def call(name, number, *arguments, host=True):
    """Return a way out by one system call, which does harm where it does not fail."""
    given = ', '.join(map(str, arguments))
    return python(
        name, f'buffer = ctypes.create_string_buffer(4096)\nif libc.syscall({number}, {given}) >= 0: harm()', host=host
    )


def opened(name, path, mode='os.O_WRONLY', host=True):
    return python(name, f"os.open('{path}', {mode})\nharm()", host=host)


def left(place):
    return python(
        f'a file in {place}',
        f"open('{place}/@MARKER@', 'w').write('left')",
        host=True,
    )


VECTORS = [
    call('a user namespace', UNSHARE, 0x10000000),
    call('a mount namespace', UNSHARE, 0x20000, host=True),
    call('a network namespace', UNSHARE, 0x40000000, host=True),
    python('a namespace by clone', 'if libc.unshare(0x10000000 | 0x20000) == 0: harm()'),
    python(
        'a mount of memory',
        "if libc.mount(b'none', b'../out', b'tmpfs', 0, None) == 0:\n    libc.umount2(b'../out', 2)\n    harm()",
        host=True,
    ),
    python('the namespaces of the worker', "fd = os.open('/proc/@WORKER@/ns/mnt', os.O_RDONLY)\nharm()"),
    python('another root', "os.chroot('.'); harm()", host=True),
    call('a key in the kernel', ADD_KEY, "b'user'", "b'@MARKER@'", "b'x'", 1, -2),
    call('a program in the kernel', BPF, 0, "struct.pack('IIII', 2, 4, 4, 1) + bytes(100)", 72, host=True),
    call('performance counters', PERF, "struct.pack('IIQ', 1, 112, 0) + bytes(96)", 0, -1, -1, 0, host=True),
    call('asynchronous calls', IO_URING, 1, 'buffer'),
    call('page faults of others', USERFAULT, 0, host=True),
    call('a file in memory only', MEMFD, "b'x'", 0),
    call('memory that belongs to no process', SHMGET, '0', 4096, 0o1600),
    call(
        'a file by its handle',
        HANDLE,
        -100,
        "b'/usr'",
        "struct.pack('Ii', 128, 0) + bytes(128)",
        'ctypes.byref(ctypes.c_int())',
        0,
    ),
    python(
        'a letter typed at a terminal',
        'import fcntl, pty, termios\n'
        'pid, master = pty.fork()\n'
        'if pid == 0:\n'
        "    try: fcntl.ioctl(0, termios.TIOCSTI, b'x'); os._exit(0)\n"
        '    except BaseException: os._exit(1)\n'
        'if os.waitpid(pid, 0)[1] == 0: harm()',
        host=True,
    ),
    opened("the kernel's messages", '/dev/kmsg', 'os.O_RDONLY'),
    opened('a setting of the kernel', '/proc/sys/kernel/core_pattern'),
    opened('the host name', '/proc/sys/kernel/hostname'),
    opened('a device of the kernel', '/sys/kernel/mm/ksm/run'),
    python(
        'the control groups',
        'import glob\n'
        "for path in glob.glob('/sys/fs/cgroup/**/cgroup.procs', recursive=True)[:1]:\n"
        '    os.open(path, os.O_WRONLY)\n'
        '    harm()',
        host=True,
    ),
    python('a device of blocks', "os.mknod('disk', 0o60600, os.makedev(7, 0)); harm()", host=True),
    python('the user root', 'if os.geteuid() == 0 or os.getuid() == 0: harm()', host=True),
    python('the user root again', 'os.setuid(0); harm()', host=True),
    python('groups of others', 'os.setgroups([0]); harm()', host=True),
    python(
        'capabilities',
        "text = open('/proc/self/status').read()\nif int(text.split('CapEff:')[1].split()[0], 16): harm()",
        host=True,
    ),
    python(
        'a program that changes the user',
        'import subprocess\n'
        "for name in ('/usr/bin/su', '/usr/bin/mount', '/usr/bin/passwd', '/usr/bin/newgrp', '/usr/bin/sudo'):\n"
        '    if os.path.exists(name) and os.stat(name).st_mode & 0o4000:\n'
        "        told = subprocess.check_output(['grep', 'NoNewPrivs', '/proc/self/status'])\n"
        "        if told.split()[1] == b'0': harm()",
        host=True,
    ),
    python(
        'the time of the machine',
        'import time\ntime.clock_settime(time.CLOCK_REALTIME, time.time()); harm()',
        host=True,
    ),
    python('the log of the kernel', 'if libc.klogctl(3, ctypes.create_string_buffer(10), 10) >= 0: harm()', host=True),
    python('the name of the machine', "if socket.gethostname() != 'job': harm()", gap=True),
    *(left(place) for place in ('/dev/shm', '/tmp', '/usr/local/share', '/etc', '/run')),
]


@pytest.mark.parametrize('vector', VECTORS, ids=str)
def test_it_leads_nowhere(vector, escape):
    escape(vector)
