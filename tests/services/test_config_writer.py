"""Settings written into `a6hub.toml` leave everything else as a person wrote it."""

import pytest

from services.config_writer import write_settings
from services.design_config import ConfigError, read_config
from services.errors import InvalidError

TEXT = """# How the chip is run.

[simulate]   # the bench
top = "tb"          # found by hand
sources = [
  "rtl/*.v",  # the design
  "tb/tb.v",
]
time_limit_s = 1_000
defines = { FAST = "", WIDTH = "16" }

[project]
# Nothing else is needed.
manifest = 'chip.f'
"""


def test_a_value_changes_and_its_comment_stays():
    written = write_settings(TEXT, 'simulate', {'top': 'tb_fast', 'time_limit_s': 1000})
    assert written == TEXT.replace('"tb"  ', '"tb_fast"  ')


def test_a_list_and_a_table_change_entry_by_entry():
    changes = {'sources': ['rtl/*.v', 'tb/tb.v', 'tb/model.v'], 'defines': {'WIDTH': '16', 'DEEP': '4'}}
    written = write_settings(TEXT, 'simulate', changes)
    assert '  "rtl/*.v",  # the design\n  "tb/tb.v",\n' in written
    simulate = read_config(written).simulate
    assert simulate.sources == ('rtl/*.v', 'tb/tb.v', 'tb/model.v')
    assert simulate.defines == {'WIDTH': '16', 'DEEP': '4'}
    assert 'WIDTH = "16"' in written


def test_another_order_of_a_list_is_written_anew():
    written = write_settings(TEXT, 'simulate', {'sources': ['tb/tb.v', 'rtl/*.v']})
    assert read_config(written).simulate.sources == ('tb/tb.v', 'rtl/*.v')


def test_keys_come_and_go():
    written = write_settings(TEXT, 'simulate', {'waves': False, 'defines': None, 'plusargs': ['a=1'], 'nothing': None})
    assert 'defines' not in written
    assert read_config(written).simulate.plusargs == ('a=1',)
    assert read_config(written).simulate.waves is False
    assert written.index('waves') < written.index('[project]')


@pytest.mark.parametrize('text', ['', '# only a remark', '[project]\ntop = "x"', '[project]\ntop = "x"\n\n'])
def test_a_table_that_is_not_there_is_added_at_the_end(text: str):
    written = write_settings(text, 'simulate', {'top': 'tb', 'defines': {'A': '1'}})
    assert written.startswith(text.rstrip('\n'))
    assert written.endswith('[simulate]\ntop = "tb"\ndefines = {A = "1"}\n')
    assert read_config(written).simulate.top == 'tb'
    assert write_settings(text, 'simulate', {'top': None}) == text


def test_dotted_keys_sub_tables_and_lines_of_windows_stay():
    dotted = 'simulate.top = "a" # x\nproject.top = "b"\n'
    assert write_settings(dotted, 'simulate', {'top': 'c'}) == dotted.replace('"a"', '"c"')
    nested = '[simulate.defines]\nA = "1" # keep\n\n[project]\n'
    assert write_settings(nested, 'simulate', {'defines': {'A': '1', 'B': '2'}}).startswith(
        '[simulate.defines]\nA = "1" # keep\n'
    )
    windows = '[simulate]\r\ntop = "a"\r\n'
    written = write_settings(windows, 'simulate', {'top': 'b', 'waves': True})
    assert written == '[simulate]\r\ntop = "b"\r\nwaves = true\r\n'


def test_what_a_person_types_never_leaves_its_value():
    nasty = 'x"\n[project]\ntop = "evil'
    with pytest.raises(ConfigError):
        write_settings('', 'simulate', {'top': nasty})
    written = write_settings('', 'simulate', {'plusargs': ['a="b" \\ #c']})
    assert read_config(written).simulate.plusargs == ('a="b" \\ #c',)


@pytest.mark.parametrize(
    ('flow', 'changes', 'error'),
    [
        ('simulate', {'topp': 'x'}, ConfigError),
        ('simulate', {'time_limit_s': 'long'}, ConfigError),
        ('simulate', {'sources': ['../x']}, ConfigError),
        ('cook', {'top': 'x'}, InvalidError),
    ],
)
def test_what_the_file_may_not_hold_is_refused(flow: str, changes: dict[str, object], error: type[Exception]):
    with pytest.raises(error):
        write_settings(TEXT, flow, changes)


def test_rows_of_a_matrix_change_one_by_one():
    text = '[[regress.tests]]\ntestbenches = ["a"]  # slow\nseeds = [1]\n\n[[regress.tests]]\nseeds = [2]\n'
    rows = [{'testbenches': ['a'], 'seeds': [1, 3]}, {'seeds': [2]}, {'testbenches': ['c'], 'parameters': {'N': ['1']}}]
    written = write_settings(text, 'regress', {'tests': rows})
    assert 'testbenches = ["a"]  # slow\nseeds = [1, 3]\n' in written
    assert [row.testbenches for row in read_config(written).regress.tests] == [('a',), (), ('c',)]
    fewer = write_settings(written, 'regress', {'tests': rows[:1]})
    assert fewer.count('[[regress.tests]]') == 1
    assert read_config(write_settings(text, 'regress', {'tests': []})).regress.tests == ()
    fresh = write_settings('', 'regress', {'tests': [{'testbenches': ['a'], 'seeds': [1]}]})
    assert fresh == '[regress]\ntests = [{testbenches = ["a"], seeds = [1]}]\n'
