"""Bombs against the machine: each ends at its limit, the words name the limit with what was measured, nothing stays."""

import re

import pytest

from workers.sandbox import MIB, Level, Reason

pytestmark = pytest.mark.tool

SPIN = 'import os\nfor _ in range(7):\n    if os.fork() == 0: break\nwhile True: pass'
SHARED = (
    'import mmap\nx = [mmap.mmap(-1, 1 << 20) for _ in range(400)]\nfor m in x: m[:] = bytes(1 << 20)\nwhile True: pass'
)
EATERS = 'import time\nx = bytearray(60 << 20)\ntime.sleep(60)'
THREADS = 'import threading, time\nfor _ in range(1000): threading.Thread(target=time.sleep, args=(60,)).start()'
NAMELESS = (
    'import os\nfor n in range(1000):\n    fd = os.open("f", os.O_RDWR | os.O_CREAT); os.unlink("f")\n'
    '    os.write(fd, bytes(1 << 20))\nwhile True: pass'
)
MAPPED = (
    'import mmap, os\nkeep = []\nfor n in range(1000):\n    fd = os.open("f", os.O_RDWR | os.O_CREAT); os.unlink("f")\n'
    '    os.truncate(fd, 1 << 20); keep.append(mmap.mmap(fd, 1 << 20)); keep[-1][:] = bytes(1 << 20); os.close(fd)\n'
    'while True: pass'
)
CLOSED = 'import os\nos.mkdir("d"); f = open("d/big", "wb"); os.chmod("d", 0)\nwhile True: f.write(bytes(1 << 20))'
DEEP = 'import os\nwhile True:\n    os.mkdir("d"); os.chdir("d")'
FOLDERS = 'import os\nfor n in range(10**7): os.mkdir(str(n))'
ORPHAN = 'import os, time\nif os.fork() == 0:\n    os.close(1); os.close(2)\n    time.sleep(1000)\nprint("gone")'

BOMBS = [
    ('endless loop', 'while True: pass', {'wall_s': 0.6}, Reason.WALL, 'time limit of 0.6 s'),
    ('sleep for ever', 'import time; time.sleep(1e6)', {'wall_s': 0.6}, Reason.WALL, 'time limit of 0.6 s'),
    (
        'stopped for ever',
        'import os, signal; os.kill(os.getpid(), signal.SIGSTOP)\nwhile True: pass',
        {'wall_s': 0.6},
        Reason.WALL,
        'time limit of 0.6 s',
    ),
    (
        'signals ignored',
        'import signal\nfor n in (1, 2, 3, 15, 20): signal.signal(n, signal.SIG_IGN)\nwhile True: signal.pause()',
        {'wall_s': 0.6},
        Reason.WALL,
        'time limit of 0.6 s',
    ),
    ('fork bomb', 'import os\nwhile True: os.fork()', {}, Reason.PROCESSES, 'the limit is 4 (at a time|that work)'),
    ('thread bomb', THREADS, {}, Reason.PROCESSES, 'the limit is 4 that work and 64 in all'),
    ('eight at work', SPIN, {}, Reason.PROCESSES, r'kept \d+ processes or threads at work at once: the limit is 4'),
    (
        'memory of one',
        'x = []\nwhile True: x.append(bytearray(1 << 20))',
        {'memory_bytes': 100 * MIB},
        Reason.MEMORY,
        r'the limit is 100 MiB, \d+ MiB were measured',
    ),
    (
        'memory of several',
        f'import subprocess, sys\nx = [subprocess.Popen([sys.executable, "-c", {EATERS!r}]) for _ in range(4)]\n'
        'x[0].wait()\nwhile True: pass',
        {'memory_bytes': 150 * MIB},
        Reason.MEMORY,
        r'the limit is 150 MiB, \d+ MiB were measured',
    ),
    ('memory that is shared', SHARED, {'memory_bytes': 100 * MIB}, Reason.MEMORY, 'the limit is 100 MiB'),
    (
        'one large file',
        'f = open("big", "wb")\nwhile True: f.write(bytes(1 << 20))',
        {'disk_bytes': 30 * MIB},
        Reason.DISK,
        r'the limit is 30 MiB, \d+ MiB were written, the largest file is big',
    ),
    (
        'a waveform',
        'f = open("dump.vcd", "wb")\nwhile True: f.write(bytes(1 << 20))',
        {'disk_bytes': 30 * MIB},
        Reason.DISK,
        r'after [\d.]+ s of wall time: the waveform dump.vcd reached \d+ MiB, the limit is 30 MiB',
    ),
    (
        'many small files',
        'for n in range(10**7): open(f"f{n}", "w").close()',
        {'disk_bytes': 2 * MIB, 'wall_s': 30},
        Reason.DISK,
        'the limit is 2 MiB',
    ),
    ('many folders', FOLDERS, {'disk_bytes': 2 * MIB, 'wall_s': 30}, Reason.DISK, 'the limit is 2 MiB'),
    ('folders in folders', DEEP, {}, Reason.DISK, 'the limit is 100 below each other'),
    ('files without a name', NAMELESS, {'disk_bytes': 30 * MIB}, Reason.DISK, 'the limit is 30 MiB'),
    ('files without name and descriptor', MAPPED, {'disk_bytes': 30 * MIB}, Reason.DISK, 'the limit is 30 MiB'),
    ('a folder closed to its owner', CLOSED, {'disk_bytes': 30 * MIB}, Reason.DISK, 'the limit is 30 MiB'),
    (
        'endless output',
        'while True: print("again and again")',
        {'output_bytes': MIB},
        Reason.OUTPUT,
        r'the limit is 1 MiB or 500,000 lines of log, \d+ MiB in [\d,]+ lines',
    ),
    (
        'an endless line',
        'import sys\nwhile True: sys.stdout.write("no end")',
        {'output_bytes': MIB},
        Reason.OUTPUT,
        'the limit is 1 MiB',
    ),
]


@pytest.mark.parametrize(
    ('script', 'limits', 'reason', 'words'), [bomb[1:] for bomb in BOMBS], ids=[b[0] for b in BOMBS]
)
def test_it_ends_at_its_limit_which_is_named(set_off, script, limits, reason, words):
    blast = set_off('python3', '-c', script, **limits)
    assert blast.outcome.reason is reason, (blast.outcome, blast.lines)
    assert re.search(words, blast.words), blast.words


def test_a_daemon_ends_with_the_command_that_began_it(set_off):
    blast = set_off('python3', '-c', ORPHAN)
    assert (blast.outcome.reason, blast.lines) == (Reason.NONE, ['gone'])


@pytest.mark.parametrize('place', ['/tmp', '/dev/shm'])
def test_files_in_memory_fill_what_they_have_and_no_more(set_off, level, place):
    where = 'os.environ["TMPDIR"]' if place == '/tmp' and level is Level.LANDLOCK else repr(place)
    script = f'import os\nfor n in range(400): open({where} + f"/{{n}}", "wb").write(bytes(1 << 20))'
    blast = set_off('python3', '-c', script, memory_bytes=100 * MIB, disk_bytes=100 * MIB)
    # L3 counts them as memory. L2 gives each a size of its own. L1 has a temporary folder in the workspace only.
    expected = {
        (Level.CGROUPS, '/tmp'): Reason.MEMORY,
        (Level.LANDLOCK, '/tmp'): Reason.DISK,
    }
    assert blast.outcome.reason is expected.get((level, place), Reason.NONE)
    assert blast.outcome.exit_code != 0
