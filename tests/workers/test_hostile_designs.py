"""Designs that mean harm, on the real simulator: nothing leaks, every bomb ends, and the reason is named."""

import pytest

from services.models import JobState
from workers.sandbox import MIB, Limits

pytestmark = pytest.mark.tool


def bench(body):
    return {'tb.v': f'module tb;\n{body}\nendmodule\n'}


@pytest.fixture
def secret(job_folder):
    """A file beside the job's folder that any user of the machine may read, and a folder that any may write."""
    folder = job_folder / 'outside'
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)
    (folder / 'secret.hex').write_text('5ec2e7\n')
    return folder


def test_files_of_the_host_cannot_be_read_by_a_running_design(simulate, secret):
    run = simulate(
        bench(
            'integer f, c; reg [8*64:1] line; reg [23:0] m [0:0];\n'
            f'initial begin f = $fopen("{secret}/secret.hex", "r"); $display("fopen %0d", f);\n'
            'f = $fopen("/etc/passwd", "r"); $display("passwd %0d", f);\n'
            f'$readmemh("{secret}/secret.hex", m); $display("%h", m[0]); end'
        )
    )
    text = '\n'.join(run.lines)
    assert '5ec2e7' not in text
    assert ('fopen 0' in text, 'passwd 0' in text) == (True, True)


def test_files_of_the_host_cannot_be_written(simulate, secret):
    simulate(bench(f'integer f; initial begin f = $fopen("{secret}/owned", "w"); $fdisplay(f, "x"); end'))
    simulate(bench(f'initial begin $dumpfile("{secret}/owned.vcd"); $dumpvars; #1 $finish; end'))
    assert [path.name for path in secret.iterdir()] == ['secret.hex']


def test_files_of_the_host_cannot_be_included(simulate, secret):
    run = simulate(
        {'tb.v': f'`include "/etc/passwd"\n`include "{secret}/secret.hex"\nmodule tb; initial $finish; endmodule'}
    )
    assert run.state is JobState.FAILED
    assert 'root:x' not in '\n'.join(run.lines)
    assert '5ec2e7' not in '\n'.join(run.lines)


def test_a_compiled_program_that_a_user_brings_is_never_run(simulate):
    evil = '#! /usr/bin/vvp\n:ivl_version "11.0";\n:vpi_module "./evil.vpi";\n'
    run = simulate(
        {**bench('initial $display("mine");'), 'design.vvp': evil, 'out/design.vvp': evil, 'evil.vpi': b'\x7fELF'}
    )
    assert 'mine' in run.lines


def test_a_system_task_for_the_shell_does_not_exist(simulate):
    run = simulate(bench('initial $system("id");'))
    assert run.state is JobState.FAILED
    assert 'uid=' not in '\n'.join(run.lines)


@pytest.mark.parametrize(
    ('body', 'limits', 'state', 'words'),
    [
        ('initial forever #0;', {'wall_s': 1}, JobState.TIMED_OUT, 'the time limit of 1 s'),
        ('initial while (1);', {'wall_s': 1}, JobState.TIMED_OUT, '$finish'),
        (
            'initial forever #1 $display("again and again");',
            {'output_bytes': MIB},
            JobState.FAILED,
            '1 MiB or 500,000 lines of log',
        ),
        (
            'initial forever #1 $write("no end of line ");',
            {'output_bytes': MIB},
            JobState.FAILED,
            '1 MiB or 500,000 lines of log',
        ),
        ('initial forever $display;', {}, JobState.FAILED, '500,000 lines of log'),
        (
            'reg [1023:0] r = 0; always #1 r = {$random, r[1023:32]}; initial begin $dumpfile("x.vcd"); $dumpvars; end',
            {'disk_bytes': 20 * MIB},
            JobState.FAILED,
            'the limit is 20 MiB',
        ),
        (
            'integer f, i; reg [8*12:1] n; initial for (i = 0; i < 1000000; i = i + 1) begin $sformat(n, "f%0d", i);\n'
            'f = $fopen(n, "w"); $fclose(f); end',
            {'disk_bytes': 20 * MIB},
            JobState.FAILED,
            'the limit is 20 MiB',
        ),
        (
            'integer f; initial begin f = $fopen("big", "w"); forever #1 $fdisplay(f, "%01000d", 0); end',
            {'disk_bytes': 20 * MIB},
            JobState.FAILED,
            'the limit is 20 MiB',
        ),
        (
            'reg [1023:0] m [0:134217727]; integer i; initial for (i = 0; i < 134217728; i = i + 1) m[i] = 1;',
            {'memory_bytes': 300 * MIB},
            JobState.FAILED,
            'the limit is 300 MiB',
        ),
    ],
)
def test_a_bomb_ends_within_its_limit_and_the_reason_names_it(simulate, body, limits, state, words):
    run = simulate(bench(body), limits=Limits(**{'wall_s': 30, **limits}), waves='dumpvars' in body)
    assert run.state is state
    assert words in run.reason


@pytest.mark.parametrize(
    'text',
    [
        '`define A 1\n'
        + ''.join(f'`define M{i} `M{i - 1} `M{i - 1} `M{i - 1} `M{i - 1}\n' for i in range(1, 30))
        + '`define M0 1 +\nmodule tb; integer x = `M29 1; endmodule',
        'module tb; initial $display(' + '(' * 200_000 + '1' + ')' * 200_000 + '); endmodule',
        'module tb; sub #(0) s(); endmodule module sub #(parameter N = 0); sub #(N + 1) s(); endmodule',
        'module tb; genvar i; for (i = 0; i < 1 << 30; i = i + 1) begin : g reg r; end endmodule',
        '`include "tb.v"\nmodule tb; endmodule',
    ],
    ids=['macro bomb', 'deep nesting', 'endless instances', 'endless generate', 'includes itself'],
)
def test_a_source_that_blows_up_the_compiler_ends_within_the_limits(simulate, text):
    run = simulate({'tb.v': text}, limits=Limits(wall_s=3, memory_bytes=400 * MIB), top='tb')
    assert run.state in {JobState.FAILED, JobState.TIMED_OUT, JobState.CRASHED}
    assert run.reason
