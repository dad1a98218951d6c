"""Traces of many kinds, and a server that shows them."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.waveform import ingest_vcd
from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder

ROOT = Path(__file__).parents[3]
UART = ROOT / 'examples/uart'

PLAIN = b"""$timescale 1 ns $end
$scope module tb $end
$var wire 1 ! clk $end
$var wire 8 " data [7:0] $end
$var wire 1 # ready $end
$var real 64 $ level $end
$var event 1 % done $end
$scope module dut $end
$var wire 1 & q $end
$upscope $end
$upscope $end
$enddefinitions $end
"""


def steps() -> bytes:
    """Return 1,000 clock edges with a counter, an x at the start and a z in the middle."""
    lines = [b'#0\n0!\nbx "\nx#\nr0.5 $\n0&\n']
    for n in range(1, 1000):
        lines.append(b'#%d\n%d!\n' % (n * 10, n % 2))
        if n % 2:
            lines.append(b'b%s "\n' % f'{n // 2 % 256:b}'.encode())
        if n % 100 == 0:
            lines.append(b'%s#\nr%d.25 $\n1%%\n' % (b'z' if n == 500 else str(n // 100 % 2).encode(), n))
    return b''.join(lines)


@pytest.fixture(scope='module')
def traces() -> Iterator[Path]:
    """A folder of traces: plain, its second run without one signal, wide (5,000 signals), empty, damaged, uart."""
    with server_folder('waveform') as folder:
        many = b''.join(b'$var wire 1 v%d signal_%d $end\n' % (number, number) for number in range(5000))
        files = {
            'plain': PLAIN + steps(),
            'second': PLAIN.replace(b'$var wire 1 # ready $end\n', b'') + steps().replace(b'#500', b'#501'),
            'wide': b'$scope module top $end\n' + many + b'$upscope $end\n$enddefinitions $end\n#0\n1v7\n#9\n0v7\n',
            'empty': b'$enddefinitions $end\n',
            'damaged': PLAIN + b'#0\n1!\nnonsense\n#5\n0!\n',
            'late': PLAIN + b'#9223372036854775000\n1!\n#9223372036854775800\n0!\n',
        }
        for name, data in files.items():
            (folder / f'{name}.vcd').write_bytes(data)
        if shutil.which('iverilog'):
            simulate_uart(folder)
        for vcd in folder.glob('*.vcd'):
            ingest_vcd(vcd, vcd.with_suffix('.trace'))
        yield folder


def simulate_uart(folder: Path) -> None:
    sources = [*sorted(UART.glob('rtl/*.v')), *sorted(UART.glob('tb/*.v'))]
    subprocess.run(['iverilog', '-g2012', '-o', folder / 'uart.vvp', *sources], check=True)
    subprocess.run(['vvp', '-n', 'uart.vvp'], cwd=folder, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope='module')
def address(traces: Path) -> Iterator[str]:
    """The address of the server over the folder."""
    port = free_port()
    argv = [sys.executable, '-m', 'tests.components.waveform.server', str(port), str(traces)]
    server = ServerProcess(argv, traces, 'waveform-server', env={'PYTHONPATH': str(ROOT)})
    try:
        server.wait_until(lambda: accepts_connections(port))
        yield f'http://127.0.0.1:{port}'
    finally:
        server.stop()
