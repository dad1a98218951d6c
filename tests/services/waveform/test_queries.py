"""Windows, values and edges equal what a plain computation over all changes gives."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import InvalidError
from services.waveform import Trace, ingest_vcd
from services.waveform.cache import ByteCache
from services.waveform.reader import BytesReader
from services.waveform.store import TraceDamagedError
from tests.services.waveform.conftest import Ingest
from tests.services.waveform.reference import Reference, read_vcd
from tests.services.waveform.test_ingest import HEAD, compare
from tests.services.waveform.wire import Row, decode_window

KINDS = [('wire', 1), ('reg', 8), ('reg', 13), ('reg', 70), ('real', 64), ('string', 0), ('event', 1)]
NAMES = b''.join(
    b'$var %s %d %c v%d $end\n' % (kind.encode(), width, 33 + n, n) for n, (kind, width) in enumerate(KINDS)
)


@st.composite
def value_changes(draw: st.DrawFn) -> bytes:
    number = draw(st.integers(0, len(KINDS) - 1))
    kind, width = KINDS[number]
    code = chr(33 + number)
    if kind == 'real':
        return f'r{draw(st.floats(allow_nan=False))!r} {code}\n'.encode()
    if kind == 'string':
        return f's{draw(st.text("abcé", max_size=4))} {code}\n'.encode()
    if width == 1:
        return f'{draw(st.sampled_from("01xz01uwlhXZ-"))}{code}\n'.encode()
    return f'b{draw(st.text("01xz01-", min_size=1, max_size=width))} {code}\n'.encode()


@st.composite
def vcds(draw: st.DrawFn) -> bytes:
    steps = draw(st.lists(st.tuples(st.integers(0, 30), st.lists(value_changes(), max_size=4)), max_size=40))
    time, parts = draw(st.integers(0, 2**60)), []
    for step, changes in steps:
        time += step
        parts.append(b'#%d\n' % time + b''.join(changes))
    return NAMES + b'$enddefinitions $end\n' + b''.join(parts)


def open_trace(data: bytes, block_bytes: int) -> Trace:
    sink = BytesIO()
    assert ingest_vcd(BytesIO(data), sink, block_bytes).problem_count == 0
    return Trace(BytesReader(sink.getvalue()), cache=ByteCache(4096))


def expected_row(changes: list[tuple[int, str]], number: int, t0: int, t1: int, pixels: int) -> Row:
    before = [value for time, value in changes if time < t0]
    columns: dict[int, list[str]] = {}
    for time, value in changes:
        if t0 <= time < t1:
            column = max(p for p in range(pixels) if t0 + (t1 - t0) * p // pixels <= time)
            columns.setdefault(column, []).append(value)
    is_bits = KINDS[number][0] in ('wire', 'reg')
    entries = [
        (
            p,
            len(seen) > 1,
            is_bits and any(c in text for text in seen for c in 'xuw-'),
            is_bits and 'z' in ''.join(seen),
        )
        for p, seen in columns.items()
    ]
    initial = before[-1] if before and KINDS[number][0] != 'event' else None
    return Row(number, initial, [(*entry, columns[entry[0]][-1]) for entry in entries])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=vcds(), block_bytes=st.sampled_from([200, 1 << 20]), numbers=st.data())
def test_random_vcds_are_answered_as_a_plain_computation_would(
    data: bytes, block_bytes: int, numbers: st.DataObject
) -> None:
    trace = open_trace(data, block_bytes)
    reference = read_vcd(data)
    compare(trace, reference)
    span = trace.end - trace.start
    t0 = trace.start + numbers.draw(st.integers(-5, span + 5))
    t1 = t0 + numbers.draw(st.integers(1, span + 10))
    pixels = numbers.draw(st.integers(1, 60))
    rows = decode_window(trace.window(range(len(KINDS)), t0, t1, pixels))
    for number, row in enumerate(rows):
        changes = reference.of(chr(33 + number))
        check_row(row, expected_row(changes, number, t0, t1, pixels), wide=KINDS[number][1] > 64)
        check_points(trace, number, changes, t0)


def check_row(row: Row, expected: Row, wide: bool) -> None:
    if wide and row.columns != expected.columns:
        # Values too short to be written into the picture are left out of wide vectors.
        assert [entry[:4] for entry in row.columns] == [entry[:4] for entry in expected.columns]
        for (*_, text), (*_, true) in zip(row.columns, expected.columns, strict=True):
            assert text in (true, 'omitted')
        row.columns = expected.columns
    assert row == expected


def check_points(trace: Trace, number: int, changes: list[tuple[int, str]], t: int) -> None:
    until = [value for time, value in changes if time <= t]
    assert trace.values([number], t) == [until[-1] if until else None]
    later = [change for change in changes if change[0] > t]
    earlier = [change for change in changes if change[0] < t]
    following, previous = trace.next_edge(number, t), trace.previous_edge(number, t)
    assert (following and (following.time, following.value)) == (later[0] if later else None)
    assert (previous and (previous.time, previous.value)) == (earlier[-1] if earlier else None)


def test_a_window_does_not_grow_with_the_trace(ingest: Ingest) -> None:
    sizes = []
    for steps in (1_000, 20_000):
        body = b''.join(b'#%d\n%d!\nb%s "\n' % (n, n & 1, f'{n % 256:b}'.encode()) for n in range(steps))
        trace, _ = ingest(HEAD + body, block_bytes=1 << 16)
        sizes.append(len(trace.window([0, 1], 0, steps, 500)))
    assert sizes[0] == sizes[1]


def test_a_wide_vector_sends_only_the_values_that_can_be_read(ingest: Ingest) -> None:
    body = b'#0\nb0 #\n#100\nb1 #\n#101\nb10 #\n#900\nb11 #\n'
    trace, _ = ingest(HEAD + body)
    row = decode_window(trace.window([2], 0, 10_000, 1_000))[0]
    assert [(entry[0], int(entry[4], 2)) for entry in row.columns] == [(0, 0), (10, 2), (90, 3)]
    dense = decode_window(trace.window([2], 0, 400_000, 1_000))[0]
    assert [(entry[0], entry[4][-2:]) for entry in dense.columns] == [(0, 'ed'), (2, '11')]


def test_a_window_of_enormous_vectors_and_strings_stays_small(ingest: Ingest) -> None:
    head = b'$var wire 100000 ! a $end $var string 1 " s $end\n$enddefinitions $end\n'
    body = b''.join(b'#%d\nb%d !\ns%d%s "\n' % (n, n % 2, n, b'y' * 3000) for n in range(400))
    trace, _ = ingest(head + body)
    data = trace.window([0, 1], 0, 400, 400)
    assert len(data) < 700_000
    vector, string = decode_window(data)
    assert len(vector.columns) == len(string.columns) == 400
    assert trace.values([0, 1], 7) == ['0' * 99_999 + '1', '7' + 'y' * 3000]


def test_a_window_may_reach_beyond_the_last_possible_time(ingest: Ingest) -> None:
    last = 2**63 - 1
    trace, _ = ingest(HEAD + b'#%d\n1!\n#%d\n0!\n' % (last - 2, last))
    row = decode_window(trace.window([0], last - 3, last + 5, 8))[0]
    assert [(entry[0], entry[4]) for entry in row.columns] == [(1, '1'), (3, '0')]


def test_a_trace_without_changes_answers_everything(ingest: Ingest) -> None:
    trace, _ = ingest(HEAD)
    assert trace.values([0, 1], 5) == [None, None]
    assert trace.next_edge(0, 0) is None
    assert trace.previous_edge(0, 5) is None
    assert decode_window(trace.window([0], 0, 10, 10)) == [Row(0, None, [])]


@pytest.mark.parametrize(
    ('variables', 't0', 't1', 'pixels'),
    [([99], 0, 10, 10), ([-1], 0, 10, 10), ([0], 10, 10, 10), ([0], 0, 2**64, 10), ([0], 0, 9, 0), ([0], 0, 9, 9000)],
)
def test_a_window_that_makes_no_sense_is_refused(
    ingest: Ingest, variables: list[int], t0: int, t1: int, pixels: int
) -> None:
    trace, _ = ingest(HEAD)
    with pytest.raises(InvalidError):
        trace.window(variables, t0, t1, pixels)


def test_the_cache_keeps_to_its_budget_and_traces_of_one_key_share_it() -> None:
    cache = ByteCache(1000)
    loads: list[int] = []
    for number in [*range(10), 9]:
        cache.get(number, lambda number=number: (loads.append(number), 100))
    assert loads == list(range(10))
    assert cache.used <= cache.budget


@pytest.mark.parametrize('damage', ['cut', 'flip', 'other'])
def test_a_damaged_trace_file_is_refused_with_advice(damage: str) -> None:
    sink = BytesIO()
    ingest_vcd(BytesIO(HEAD + b'#1\n1!\n'), sink)
    data = bytearray(sink.getvalue())
    if damage == 'cut':
        del data[-10:]
    elif damage == 'flip':
        data[-40] ^= 255
    else:
        data = bytearray(b'GIF89a')
    with pytest.raises(TraceDamagedError, match='Run the job again'):
        Trace(BytesReader(bytes(data)))


def test_references_of_the_test_read_what_they_should() -> None:
    reference: Reference = read_vcd(HEAD + b'#1\nb1 "\n#2\nb01 "\n#3\nbx1 "\n')
    assert reference.of('"') == [(1, '00000001'), (3, 'xxxxxxx1')]
