"""The ingest reads what simulators write, exactly."""

from pathlib import Path

import pytest

from services.waveform import Trace
from tests.services.waveform.conftest import Ingest
from tests.services.waveform.reference import Reference, read_vcd

WAVES = Path(__file__).parents[3].parent / 'shared/data/waves'
MALFORMED = {'github_issues__issue18.vcd', 'github_issues__issue40.vcd'}
FILES = sorted(path for path in WAVES.glob('*.vcd') if path.name not in MALFORMED)
needs_corpus = pytest.mark.skipif(not FILES, reason=f'the corpus of waveforms is not at {WAVES}')

HEAD = b"""$timescale 10 ns $end
$scope module tb $end
$var wire 1 ! clk $end
$var reg 8 " data [7:0] $end
$var wire 100 # wide [99:0] $end
$var real 64 $ level $end
$var string 1 % name $end
$var event 1 & done $end
$var parameter 4 ' WIDTH $end
$scope module dut $end
$var wire 1 ! clock $end
$upscope $end
$upscope $end
$enddefinitions $end
"""


def changes(trace: Trace, number: int) -> list[tuple[int, str]]:
    return [(edge.time, edge.value) for edge in trace.edges(number)]


def compare(trace: Trace, reference: Reference) -> None:
    hierarchy = trace.hierarchy()
    assert [hierarchy.path(number) for number in range(len(hierarchy.variables))] == [
        path.replace(' ', '') if path.endswith(']') else path for path, *_ in reference.names
    ]
    for number, (path, code, *_) in enumerate(reference.names):
        assert changes(trace, number) == reference.of(code), path


@needs_corpus
@pytest.mark.parametrize('path', FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize('block_bytes', [16 << 20, 700])
def test_every_variable_of_a_real_file_has_the_values_that_a_plain_reader_finds(
    ingest: Ingest, path: Path, block_bytes: int
) -> None:
    data = path.read_bytes()
    trace, _ = ingest(data, block_bytes if len(data) < 100_000 else max(block_bytes, 50_000))
    compare(trace, read_vcd(data))


def test_all_kinds_of_variables_keep_their_values(ingest: Ingest) -> None:
    body = b"""b101 '
#0
$dumpvars
x!
b1z0x "
bx #
r1.5 $
shello\\040w\\303\\266rld %
$end
#5
1!
b11111111 "
bz #
r-2.5e-3 $
s %
1&
#7
1&
b1 #
"""
    trace, summary = ingest(HEAD + body)
    assert summary.problems == ()
    assert (summary.variables, summary.tracks, summary.start, summary.end) == (8, 7, 0, 7)
    assert changes(trace, 0) == [(0, 'x'), (5, '1')]
    assert changes(trace, 1) == [(0, '00001z0x'), (5, '11111111')]
    assert changes(trace, 2) == [(0, 'x' * 100), (5, 'z' * 100), (7, '0' * 99 + '1')]
    assert changes(trace, 3) == [(0, '1.5'), (5, '-0.0025')]
    assert changes(trace, 4) == [(0, 'hello wörld'), (5, '')]
    assert changes(trace, 5) == [(5, ''), (7, '')]
    assert changes(trace, 6) == [(0, '0101')]


def test_line_ends_of_windows_and_several_changes_in_a_line_are_read(ingest: Ingest) -> None:
    data = HEAD + b'#0 0! b0 "\n  #5\t1!  b11\t"\n#6\n'
    for text in (data, data.replace(b'\n', b'\r\n'), data.rstrip()):
        trace, summary = ingest(text)
        assert summary.problems == ()
        assert changes(trace, 0) == [(0, '0'), (5, '1')]
        assert changes(trace, 1) == [(0, '00000000'), (5, '00000011')]
        assert (trace.hierarchy().path(1), trace.end) == ('tb.data[7:0]', 6)


def test_two_names_of_one_code_share_a_track(ingest: Ingest) -> None:
    trace, _ = ingest(HEAD + b'#3\n1!\n')
    hierarchy = trace.hierarchy()
    assert [hierarchy.path(number) for number in (0, 7)] == ['tb.clk', 'tb.dut.clock']
    assert hierarchy.variables[0].track == hierarchy.variables[7].track
    assert changes(trace, 7) == [(3, '1')]


def test_a_value_written_again_is_no_change_even_across_blocks(ingest: Ingest) -> None:
    steps = b''.join(b'#%d\n1!\nb1 "\n$dumpall\n$end\n' % time for time in range(100))
    trace, summary = ingest(HEAD + steps, block_bytes=128)
    assert changes(trace, 0) == [(0, '1')]
    assert changes(trace, 1) == [(0, '00000001')]
    assert summary.end == 99


def test_dumpoff_shows_as_unknown_until_dumpon(ingest: Ingest) -> None:
    trace, _ = ingest(HEAD + b'#0\n1!\n#5\n$dumpoff\nx!\n$end\n#9\n$dumpon\n1!\n$end\n')
    assert changes(trace, 0) == [(0, '1'), (5, 'x'), (9, '1')]


def test_nine_state_values_stay_apart_and_weak_ones_read_as_their_level(ingest: Ingest) -> None:
    trace, _ = ingest(HEAD + b'#0\nbUWLH-ZX1 "\nH!\n')
    assert changes(trace, 1) == [(0, 'uwlh-zx1')]
    assert changes(trace, 0) == [(0, 'h')]


def test_times_up_to_the_63rd_bit_are_exact(ingest: Ingest) -> None:
    late = 2**63 - 1
    trace, summary = ingest(HEAD + b'#9007199254740993\n1!\n#%d\n0!\n' % late)
    assert changes(trace, 0) == [(2**53 + 1, '1'), (late, '0')]
    assert (trace.start, trace.end, summary.problems) == (2**53 + 1, late, ())


def test_long_and_sparse_identifier_codes_are_told_apart(ingest: Ingest) -> None:
    codes = [
        b'!',
        b'~~~',
        b'averylongidentifiercode',
        b'averylongidentifiercodf',
        b'\xff\xfe',
        b'abcdefgh',
        b'abcdefghi',
    ]
    names = b''.join(b'$var wire 1 %s v%d $end\n' % (code, number) for number, code in enumerate(codes))
    values = b''.join(b'#%d\n1%s\n' % (number, code) for number, code in enumerate(codes))
    trace, summary = ingest(names + b'$enddefinitions $end\n' + values)
    assert summary.problems == ()
    assert [changes(trace, number) for number in range(len(codes))] == [[(number, '1')] for number in range(len(codes))]


def test_scopes_left_and_entered_again_stay_one_scope(ingest: Ingest) -> None:
    scope = b'$scope module top $end\n$var wire 1 %s %s $end\n$upscope $end\n'
    trace, _ = ingest(scope % (b'!', b'a') + scope % (b'"', b'b') + b'$enddefinitions $end\n')
    assert [scope.name for scope in trace.hierarchy().scopes] == ['top']


def test_a_header_of_many_variables_is_read_across_pieces(ingest: Ingest) -> None:
    names = b''.join(b'$var wire 3 v%d name%d [2:0] $end\n' % (number, number) for number in range(20_000))
    trace, summary = ingest(names + b'$enddefinitions $end\n#1\nb101 v19999\n', block_bytes=1 << 12)
    assert summary.variables == 20_000
    assert changes(trace, 19_999) == [(1, '101')]
