"""What runs left becomes tables, and what is broken becomes none."""

import json

import pytest

from ide.panels.result_tables import coverage_tables, junit_tables, ranges, statistics_tables

COUNTS = {'flip_flops': 42, 'latches': 1, 'luts': 28, 'carry': 0, 'dsp': 0, 'bram': 1, 'memory_bits': 4096}
STATISTICS = {
    'format': 1,
    'target': 'ice40',
    'top': 'soc',
    'frontend': 'verilog',
    'total': {**COUNTS, 'cells': 1071, 'area': None, 'by_type': {'SB_DFF': 42, 'SB_LUT4': 1028}},
    'modules': [{**COUNTS, 'name': 'uart', 'instances': 2, 'cells': 71, 'area': 12.5}],
    'memories': [
        {
            'name': 'store',
            'module': 'soc',
            'file': 'rtl/soc.v',
            'line': 2,
            'size': 256,
            'width': 16,
            'mapped_to': '1 SB_RAM40_4K',
        }
    ],
    'latches': [{'signal': 'q', 'file': 'rtl/soc.v', 'line': 7}],
}
RESULTS = b"""<testsuites><testsuite>
<testcase name="adds" classname="test_add" time="0.5" sim_time_ns="1200"/>
<testcase name="fails" classname="test_add" time="0.25" sim_time_ns="20"><failure message="1 != 2"/></testcase>
<testcase name="later" classname="test_add"><skipped/></testcase>
</testsuite></testsuites>"""


def test_statistics_become_modules_kinds_memories_and_latches():
    modules, kinds, memories, latches = statistics_tables(json.dumps(STATISTICS).encode())
    assert modules.title == 'soc · ice40'
    assert [column.title for column in modules.columns][-2:] == ['BRAM', 'Memory bits']
    assert [row.cells[:3] for row in modules.rows] == [('all modules', '', '1,071'), ('uart', '2', '71')]
    assert [row.cells for row in kinds.rows] == [('SB_LUT4', '1,028'), ('SB_DFF', '42')]
    assert memories.rows[0].cells == ('store', 'soc', '256', '16', '1 SB_RAM40_4K', 'rtl/soc.v:2')
    assert latches.rows[0].cells == ('q', 'rtl/soc.v:7')


def test_tests_become_one_table_with_their_states():
    [table] = junit_tables(RESULTS)
    assert [(row.cells[0], row.cells[2], row.state) for row in table.rows] == [
        ('adds', 'passed', 'passed'),
        ('fails', 'failed', 'failed'),
        ('later', 'skipped', 'cancelled'),
    ]
    assert table.rows[0].cells[3:] == ('0.50 s', '1,200 ns')
    assert table.rows[1].title == '1 != 2'


@pytest.mark.parametrize('data', [b'', b'{', b'[]', b'{"total": 3}', b'null', b'\xff', b'[' * 100_000])
def test_broken_statistics_become_no_table(data):
    assert statistics_tables(data) == []


@pytest.mark.parametrize(
    'data',
    [b'', b'<a', b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', b'<testsuites/>', b'<t><testcase time="soon"/></t>'[:-3]],
)
def test_broken_results_become_no_table(data):
    assert junit_tables(data) == []


def test_coverage_becomes_a_row_for_each_file_and_one_for_all():
    lines = {'1': 4, '2': 0, '3': 0, '4': 1, '9': 0}
    branches = [
        {'line': 1, 'column': 3, 'name': 'if', 'count': 0},
        {'line': 1, 'column': 3, 'name': 'else', 'count': 2},
    ]
    files = {'rtl/a.v': {'sha256': 'x', 'lines': lines, 'branches': branches, 'toggles': []}}
    [table] = coverage_tables(json.dumps({'files': files}).encode())
    assert [row.cells for row in table.rows] == [
        ('all files', '50.0 %', '', '', '40.0 %'),
        ('rtl/a.v', '50.0 %', '', '2-3, 9', '40.0 %'),
    ]
    assert table.rows[0].bar == 0.4


@pytest.mark.parametrize('data', [b'', b'{}', b'{"files": 3}', b'{"files": {"a": {"lines": {"x": 1}}}}'])
def test_broken_coverage_becomes_no_table(data):
    assert coverage_tables(data) == []


def test_lines_are_told_as_ranges():
    assert ranges([1, 2, 3, 7, 9, 10]) == '1-3, 7, 9-10'
    assert ranges([]) == ''
    assert ranges(range(0, 200, 2)).endswith(', …')
