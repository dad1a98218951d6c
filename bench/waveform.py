"""Waveforms: from a 30 MB VCD to a queryable trace, and the windows of a viewer."""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

from bench.row import Measure, Row
from services.waveform import FileReader, Trace, ingest_vcd, warm_up
from services.waveform.cache import ByteCache

SIZE = 30_000_000
TINY = b"""$timescale 1ns $end
$scope module tb $end
$var wire 1 ! clk $end
$var wire 8 " count [7:0] $end
$upscope $end
$enddefinitions $end
"""


def ingest() -> Iterator[Row]:
    """Turn a 30 MB VCD into a trace file, compared with a plain Python reader and with vcd2fst."""
    warm_up()
    with a_vcd() as vcd:
        own = cpu_of(lambda: ingest_vcd(vcd, vcd.with_suffix('.trace')))
        summary = ingest_vcd(vcd, vcd.with_suffix('.trace'))
        plain = cpu_of(lambda: read_plainly(vcd))
        size = vcd.stat().st_size
        rate = summary.changes / own / 1e6
        yield Row('30 MB VCD to a trace, CPU', own, 's', '', f'{rate:.1f} M changes a second')
        yield Row(
            'ingest / reading it into lists in plain Python, CPU', own / plain, 'x', '<= 0.5', f'{plain:.2f} s CPU'
        )
        yield Row(
            'trace / VCD, bytes', summary.size / size, 'x', '<= 0.25', f'{size / 1e6:.0f} MB VCD of random values'
        )
        if shutil.which('vcd2fst'):
            fst = vcd.with_suffix('.fst')
            other = children_cpu(['vcd2fst', str(vcd), str(fst)])
            yield Row('ingest / vcd2fst, CPU', own / other, 'x', '<= 1', f'vcd2fst: {other:.2f} s')
            yield Row('trace / FST, bytes', summary.size / fst.stat().st_size, 'x', '<= 1.0', 'FST of vcd2fst')


def tiny() -> Iterator[Row]:
    """Turn a VCD of a few kilobytes into a trace file in a warm process."""
    warm_up()
    with tempfile.TemporaryDirectory() as folder:
        vcd = Path(folder) / 'tiny.vcd'
        vcd.write_bytes(TINY + b''.join(b'#%d\n%d!\nb%s "\n' % (n, n & 1, f'{n:b}'.encode()) for n in range(200)))
        times = [wall_of(lambda: ingest_vcd(vcd, vcd.with_suffix('.trace'))) for _ in range(30)]
    yield Row('tiny VCD to a trace, median', median(times) * 1e3, 'ms', '<= 5', f'{vcd.name}: 200 steps')


def windows() -> Iterator[Row]:
    """Ask for windows of 50 signals, 1,920 pixels, cold and warm, and their size."""
    with a_vcd() as vcd:
        target = vcd.with_suffix('.trace')
        ingest_vcd(vcd, target)
        variables = range(2, 52)
        cold = Trace(FileReader(target), cache=ByteCache())
        first = wall_of(lambda: cold.window(variables, 0, cold.end, 1920))
        rng = random.Random(5)
        times = [wall_of(lambda: cold.window(variables, *stretch(rng, cold.end), 1920)) for _ in range(60)]
        yield Row(
            'first picture of 50 signals, nothing cached', first * 1e3, 'ms', '<= 300', '1,920 columns, whole trace'
        )
        yield Row('window of 50 signals, median', median(times) * 1e3, 'ms', '<= 20', 'whole trace to a 10,000th of it')
        yield Row('window of 50 signals, p95', sorted(times)[56] * 1e3, 'ms', '<= 50', 'the same')


def stretch(rng: random.Random, end: int) -> tuple[int, int]:
    """Return a random stretch of time, between the whole trace and a 10,000th of it."""
    span = int(end * 10 ** rng.uniform(-4, 0))
    start = rng.randint(0, end - span)
    return start, start + span


@contextmanager
def a_vcd(size: int = SIZE) -> Iterator[Path]:
    """Give a VCD of 302 variables, of which 13 change to random values in each clock cycle."""
    rng = random.Random(1)
    widths = [(1, 8, 32, 64, 1, 4)[k % 6] for k in range(300)]
    codes = [f'{chr(35 + k % 90)}{chr(33 + k // 90)}' for k in range(300)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'bench.vcd'
        with path.open('w') as file:
            file.write('$timescale 1ps $end\n$scope module tb $end\n$var wire 1 ! clk $end\n$var wire 1 " rst $end\n')
            file.writelines(f'$var wire {widths[k]} {codes[k]} s{k} $end\n' for k in range(300))
            file.write('$upscope $end\n$enddefinitions $end\n#0\n0!\n1"\n')
            cycle = 0
            while file.tell() < size:
                cycle += 1
                file.write(''.join(cycle_lines(rng, cycle, widths, codes)))
        yield path


def cycle_lines(rng: random.Random, cycle: int, widths: list[int], codes: list[str]) -> Iterator[str]:
    """Yield the lines of one clock cycle."""
    yield f'#{cycle * 10000}\n1!\n'
    for k in rng.sample(range(300), 12):
        value = rng.getrandbits(widths[k])
        yield f'{value}{codes[k]}\n' if widths[k] == 1 else f'b{value:b} {codes[k]}\n'
    yield f'#{cycle * 10000 + 5000}\n0!\n'


def read_plainly(vcd: Path) -> int:
    """Read a VCD as plain Python does: a list of times and values for each code."""
    time_, changes = 0, dict[str, list[tuple[int, str]]]()
    with vcd.open() as file:
        for line in file:
            if line[0] == '#':
                time_ = int(line[1:])
            elif line[0] == 'b':
                value, code = line[1:].split()
                changes.setdefault(code, []).append((time_, value))
            elif line[0] in '01xz':
                changes.setdefault(line[1:-1], []).append((time_, line[0]))
    return sum(map(len, changes.values()))


def cpu_of(work: Callable[[], object]) -> float:
    """Return the processor seconds that this process spends on something."""
    start = time.process_time()
    work()
    return time.process_time() - start


def wall_of(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def children_cpu(argv: list[str]) -> float:
    """Return the processor seconds of a program."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


MEASURES: list[Measure] = [ingest, tiny, windows]
