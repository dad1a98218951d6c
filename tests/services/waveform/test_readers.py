"""A trace is read by ranges, wherever it lies, and without the compiler."""

import random
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from services.storage import LocalStore
from services.waveform import FileReader, ObjectReader, Trace, ingest_vcd
from services.waveform.cache import ByteCache
from tests.services.waveform.test_ingest import HEAD

RANDOM = random.Random(3)
BODY = b''.join(b'#%d\n%d!\nb%s #\n' % (n, n & 1, f'{RANDOM.getrandbits(100):b}'.encode()) for n in range(40_000))

QUERY = """
import sys
from pathlib import Path
from services.waveform import FileReader, Trace
trace = Trace(FileReader(Path(sys.argv[1])))
assert trace.window([0, 2], 0, trace.end, 800)
assert trace.values([0], 5) == ['1']
print('numba' in sys.modules)
"""


class CountingReader(FileReader):
    """Notes how many bytes were read."""

    count = 0

    def read(self, offset: int, length: int) -> bytes:
        data = super().read(offset, length)
        self.count += len(data)
        return data


def test_a_trace_in_a_file_and_one_in_the_object_store_give_the_same_answers(tmp_path: Path) -> None:
    path = tmp_path / 'run.trace'
    size = ingest_vcd(BytesIO(HEAD + BODY), path).size
    store = LocalStore(tmp_path / 'objects')
    store.put_file('blobs/ab/cd', path)
    traces = [
        Trace(reader, cache=ByteCache())
        for reader in (FileReader(path), ObjectReader(store, 'blobs/ab/cd', path.stat().st_size))
    ]
    assert size == path.stat().st_size
    assert traces[0].window([0, 2], 100, 900, 64) == traces[1].window([0, 2], 100, 900, 64)
    assert traces[0].hierarchy_json() == traces[1].hierarchy_json()


def test_a_narrow_window_reads_a_part_of_a_long_trace(tmp_path: Path) -> None:
    path = tmp_path / 'run.trace'
    size = ingest_vcd(BytesIO(HEAD + BODY), path, block_bytes=1 << 15).size
    reader = CountingReader(path)
    Trace(reader, cache=ByteCache()).window([0, 2], 20_000, 20_100, 100)
    assert reader.count < size / 2


def test_asking_a_trace_never_loads_the_compiler(tmp_path: Path) -> None:
    path = tmp_path / 'run.trace'
    ingest_vcd(BytesIO(HEAD + BODY), path)
    run = subprocess.run([sys.executable, '-c', QUERY, path], capture_output=True, text=True, check=False)
    assert run.stdout == 'False\n', run.stderr
