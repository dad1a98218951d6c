"""The options of a regression become runs."""

import pytest

from services.errors import InvalidError
from services.regressions import expand
from services.sources import ProjectFiles

BENCHES = {
    'rtl/fifo.v': 'module fifo #(parameter D = 4)(input clk); endmodule\n',
    'test/tb_fifo.v': 'module tb_fifo; parameter D = 4; initial $finish; fifo #(D) f(1); endmodule\n',
    'test/tb_uart.v': 'module tb_uart; initial $finish; endmodule\n',
}


def names(config: str = '', **given: object) -> list[str]:
    files = BENCHES | ({'a6hub.toml': config} if config else {})
    return [cell.name for cell in expand(ProjectFiles.of(files), given)]


def test_without_any_word_every_testbench_is_run_once():
    assert sorted(names()) == ['tb_fifo', 'tb_uart']


def test_every_combination_of_parameters_seeds_and_simulators_is_a_run():
    found = names(testbenches=['tb_fifo'], parameters={'D': [2, 4]}, seeds=[1, 2], simulators=['icarus', 'verilator'])
    assert found == [
        f'tb_fifo D={d} seed={seed} {simulator}'
        for d in (2, 4)
        for seed in (1, 2)
        for simulator in ('icarus', 'verilator')
    ]


def test_the_options_of_a_run_are_those_of_simulate():
    [cell] = expand(
        ProjectFiles.of(BENCHES),
        {'testbenches': ['tb_fifo'], 'parameters': {'D': 8}, 'seeds': [3], 'plusargs': ['+fast'], 'time_limit_s': 5},
    )
    assert cell.flow == 'simulate'
    assert cell.options == {
        'top': 'tb_fifo',
        'parameters': {'D': '8'},
        'seed': 3,
        'plusargs': ['fast'],
        'time_limit_s': 5,
        'waves': False,
    }


def test_patterns_take_names_and_files():
    assert names(testbenches=['tb_u*']) == ['tb_uart']
    assert sorted(names(testbenches=['test/*.v'])) == ['tb_fifo', 'tb_uart']


def test_rows_take_what_they_leave_out_from_the_table_above_them():
    config = """
[regress]
seeds = [1, 2]
[[regress.tests]]
testbenches = ["tb_fifo"]
parameters = { D = [2, 16] }
[[regress.tests]]
testbenches = ["tb_uart"]
seeds = [7]
"""
    assert names(config) == [
        'tb_fifo D=2 seed=1',
        'tb_fifo D=2 seed=2',
        'tb_fifo D=16 seed=1',
        'tb_fifo D=16 seed=2',
        'tb_uart seed=7',
    ]


def test_a_run_wins_over_the_file():
    assert names('[regress]\nseeds = [1, 2]\n', testbenches=['tb_uart'], seeds=[9]) == ['tb_uart seed=9']


def test_a_name_that_is_no_verilog_testbench_is_left_to_the_simulator():
    assert names(testbenches=['vhdl_tb']) == ['vhdl_tb']


def test_two_testbenches_of_one_name_are_told_apart_by_their_files():
    files = {'a/tb.v': 'module tb; initial $finish; endmodule\n', 'b/tb.v': 'module tb; initial $finish; endmodule\n'}
    assert sorted(cell.name for cell in expand(ProjectFiles.of(files), {})) == ['a/tb.v', 'b/tb.v']


@pytest.mark.parametrize(
    ('given', 'message'),
    [
        ({'testbenches': ['nothing_*']}, 'the project has tb_'),
        ({'seeds': list(range(1, 201)), 'parameters': {'D': list(range(10))}}, 'more than 1,000 runs'),
    ],
)
def test_what_cannot_be_run_says_why(given, message):
    with pytest.raises(InvalidError, match=message):
        names(**given)


def test_a_project_without_a_testbench_says_what_to_add():
    with pytest.raises(InvalidError, match='No testbench was found'):
        expand(ProjectFiles.of({'a.v': 'module a(input b); endmodule\n'}), {})


def test_a_mistake_in_the_file_is_told_with_its_line():
    with pytest.raises(InvalidError, match=r'a6hub\.toml:2: .*seeds'):
        names('[regress]\nseeds = ["many"]\n')
