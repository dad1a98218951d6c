"""Damage costs the damaged line, is reported with its number, and never more."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from services.waveform import Trace
from services.waveform.model import MAX_PROBLEMS
from tests.services.waveform.conftest import Ingest
from tests.services.waveform.test_ingest import FILES, HEAD, WAVES, changes, needs_corpus

LINES = HEAD.count(b'\n')


@pytest.mark.parametrize(
    ('line', 'message'),
    [
        (b'garbage', 'no value change'),
        (b'<html>', 'no value change'),
        (b'1 !', 'not followed by an identifier'),
        (b'b0101', 'not followed by an identifier'),
        (b'1?', 'no variable has this identifier'),
        (b'b012 "', 'no bit state'),
        (b'b100000000 "', 'more bits than the variable'),
        (b'r1.5 !', 'does not fit the type'),
        (b'1$', 'does not fit the type'),
        (b'rabc $', 'no real number'),
        (b'r1_0 $', 'no real number'),
        (b'#', 'no time'),
        (b'#-4', 'no time'),
        (b'#1.5', 'no time'),
        (b'#9223372036854775808', 'no time'),
        (b'#3', 'backwards'),
        (b'$nonsense', 'unknown command'),
        (b'$var wire 1 z late $end', 'after the value changes began'),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_kept(ingest: Ingest, line: bytes, message: str) -> None:
    trace, summary = ingest(HEAD + b'#5\n0!\n' + line + b'\n1"\n#6\n1!\n')
    assert [problem.line for problem in summary.problems] == [LINES + 3]
    assert message in summary.problems[0].message
    assert changes(trace, 0) == [(5, '0'), (6, '1')]
    assert changes(trace, 1) == [(5, '00000001')]
    assert trace.problems == summary.problems


@pytest.mark.parametrize(
    ('definitions', 'line', 'message'),
    [
        (b'$var wire ! a $end\n', 1, 'needs a type'),
        (b'$var wire x ! a $end\n', 1, 'needs a type'),
        (b'$var wire 999999999 ! a $end\n', 1, 'at most'),
        (b'$var wire 1 ! a\n', 1, 'no $end'),
        (b'\nhello\n', 2, 'expected a definition'),
        (b'$upscope $end\n', 1, 'without a $scope'),
        (b'$timescale 3 parsec $end\n', 1, 'unknown timescale'),
        (b'$sparkle 3 $end\n', 1, 'unknown command'),
        (b'$var wire 1 k twin $end\n$var wire 2 k other $end\n', 2, 'another width'),
    ],
)
def test_a_bad_definition_is_reported_and_the_next_one_still_counts(
    ingest: Ingest, definitions: bytes, line: int, message: str
) -> None:
    trace, summary = ingest(definitions + b'$var wire 1 ok good $end\n$enddefinitions $end\n#1\n1ok\n')
    assert summary.problems[0].line == line
    assert message in summary.problems[0].message
    assert trace.hierarchy().variables[-1].name == 'good'
    assert changes(trace, len(trace.hierarchy().variables) - 1) == [(1, '1')]


def test_a_missing_enddefinitions_is_reported_and_the_values_are_read(ingest: Ingest) -> None:
    trace, summary = ingest(HEAD.replace(b'$enddefinitions $end\n', b'') + b'#4\n1!\n')
    assert [problem.message for problem in summary.problems] == ['the definitions end without $enddefinitions']
    assert changes(trace, 0) == [(4, '1')]


def test_a_time_step_inside_a_comment_does_not_end_the_definitions(ingest: Ingest) -> None:
    _, summary = ingest(b'$comment\n#12 is a time\n$end\n' + HEAD + b'#4\n1!\n')
    assert summary.problems == ()


def test_after_a_time_that_runs_backwards_the_last_good_time_counts(ingest: Ingest) -> None:
    trace, summary = ingest(HEAD + b'#10\n1!\n#5\n0!\n#20\n1!\n')
    assert changes(trace, 0) == [(10, '1'), (10, '0'), (20, '1')]
    assert summary.problem_count == 1


@pytest.mark.parametrize('data', [b'', b'\n\n', b'<!doctype html><p>404', bytes(range(256)) * 40, b'\0' * 5000])
def test_what_is_no_vcd_gives_an_empty_trace_and_says_so(ingest: Ingest, data: bytes) -> None:
    trace, summary = ingest(data)
    assert trace.hierarchy().variables == ()
    assert summary.problem_count > 0


def test_a_line_longer_than_the_buffer_is_given_up_and_the_lines_after_it_are_read(ingest: Ingest) -> None:
    trace, summary = ingest(HEAD + b'#1\n0!\n' + b'g' * 20_000 + b'\n#2\n1!\n' + b'?\n', block_bytes=4096)
    assert [problem.line for problem in summary.problems] == [LINES + 3, LINES + 6]
    assert changes(trace, 0) == [(1, '0'), (2, '1')]


def test_a_small_file_cannot_grow_without_end(ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('services.waveform.blocks.MAX_SPENT', 1 << 20)
    head = b'$var wire 131072 ! a $end\n$enddefinitions $end\n'
    trace, summary = ingest(head + b''.join(b'#%d\nb%d !\n' % (n, n % 2) for n in range(5000)))
    assert 'too much room' in summary.problems[0].message
    assert 0 < summary.changes < 5000
    assert trace.values([0], 1) == ['0' * 131_071 + '1']


def test_problems_beyond_the_first_hundred_are_counted_only(ingest: Ingest) -> None:
    trace, summary = ingest(HEAD + b'?\n' * 5000 + b'#1\n1!\n')
    assert (len(summary.problems), summary.problem_count) == (MAX_PROBLEMS, 5000)
    assert changes(trace, 0) == [(1, '1')]


@needs_corpus
def test_the_malformed_files_of_the_corpus_name_their_bad_lines(ingest: Ingest) -> None:
    spaced, summary = ingest((WAVES / 'github_issues__issue18.vcd').read_bytes())
    assert [problem.line for problem in summary.problems] == [13, 17, 20]
    assert changes(spaced, 0) == [(0, '00000011'), (10, '11000011'), (30, '00111100')]
    crashed, summary = ingest((WAVES / 'github_issues__issue40.vcd').read_bytes())
    assert [problem.line for problem in summary.problems] == [4]
    assert crashed.hierarchy().path(0).endswith(r'\#s1_enable')


@needs_corpus
@pytest.mark.parametrize('path', [path for path in FILES if path.stat().st_size < 20_000], ids=lambda path: path.stem)
def test_a_file_cut_anywhere_gives_what_is_there(ingest: Ingest, path: Path) -> None:
    data = path.read_bytes()
    whole, _ = ingest(data)
    for cut in sorted(random.Random(path.name).sample(range(len(data)), min(50, len(data)))):
        trace, _ = ingest(data[:cut])
        for number in range(len(trace.hierarchy().variables)):
            # Only the last time step may be cut short.
            assert before(trace, number, trace.end) == before(whole, number, trace.end)


def before(trace: Trace, number: int, end: int) -> list[tuple[int, str]]:
    return [change for change in changes(trace, number) if change[0] < end]


FUZZ = """
import random, sys
from io import BytesIO
from services.waveform import ingest_vcd
rng = random.Random(7)
data = sys.stdin.buffer.read()
for _ in range(150):
    damaged = bytearray(data)
    for _ in range(rng.randrange(1, 40)):
        damaged[rng.randrange(len(damaged))] = rng.choice([rng.randrange(256), 10, 32, 35, 36, 48, 98, 115])
    ingest_vcd(BytesIO(bytes(damaged)), BytesIO(), rng.choice([64, 300, 1 << 20]))
print('survived')
"""


def test_no_damaged_byte_makes_the_compiled_code_reach_outside_its_arrays(tmp_path: Path) -> None:
    body = b''.join(
        b'#%d\n1!\nb1x0z "\nbz #\nr1.5 $\nsabc %%\n1&\n$comment x $end\n' % (3 * time) for time in range(30)
    )
    environment = {**os.environ, 'NUMBA_BOUNDSCHECK': '1', 'NUMBA_CACHE_DIR': str(tmp_path)}
    run = subprocess.run(
        [sys.executable, '-c', FUZZ], input=HEAD + body, env=environment, capture_output=True, check=False
    )
    assert run.stdout == b'survived\n', run.stderr.decode()
