"""Filelists: nested lists, folders, macros, libraries, variables, and what is wrong in them."""

from services.sources import DesignSources, Purpose
from tests.services.sources.test_detection import CHIP, FIFO, UART, bench_of, sources_of

SOURCES = {'rtl/fifo.v': FIFO, 'rtl/uart.v': UART, 'rtl/chip.v': CHIP}


def listed(text: str, files: dict[str, str] | None = None, path: str = 'chip.f', **wanted: object) -> DesignSources:
    return sources_of({**(SOURCES if files is None else files), path: text}, **wanted)


def told(found: DesignSources) -> list[tuple[str, int, str]]:
    return [(each.file, each.line, each.message) for each in found.diagnostics]


def test_files_come_in_the_order_of_the_list():
    found = listed('// the chip\nrtl/uart.v rtl/fifo.v /* not\n rtl/none.v */\n# nor rtl/none.v\n"rtl/chip.v"\n')
    assert found.files == ('rtl/uart.v', 'rtl/fifo.v', 'rtl/chip.v')
    assert (found.top, found.manifest, found.read) == ('chip', 'chip.f', ('chip.f',))
    assert found.assumptions[0] == '3 source files from chip.f (filelist)'


def test_macros_folders_and_parameters_are_taken():
    text = (
        '+incdir+inc+inc2\n-I inc3 -Iinc4\n+define+A=1+B\n-D C=2 -DE\n-GWIDTH=4\n-pvalue+DEPTH=8\n--top-module uart\n'
    )
    found = listed(f'{text}rtl/uart.v\nrtl/fifo.v\n+seed=3\n-Wall -o sim.out\n')
    assert found.include_dirs == ('inc', 'inc2', 'inc3', 'inc4', '.')
    assert found.defines == {'A': '1', 'B': '', 'C': '2', 'E': ''}
    assert found.parameters == {'WIDTH': '4', 'DEPTH': '8'}
    assert (found.top, found.plusargs, found.diagnostics) == ('uart', ('seed=3',), ())
    assert 'in chip.f passed over: -Wall -o sim.out' in found.assumptions


def test_a_list_inside_a_list_counts_from_its_flag():
    files = {**SOURCES, 'rtl/sub.f': 'fifo.v\n', 'more.f': 'rtl/uart.v\n'}
    found = listed('-F rtl/sub.f\n-f more.f\nrtl/chip.v\n', files)
    assert found.files == ('rtl/fifo.v', 'rtl/uart.v', 'rtl/chip.v')
    assert found.read == ('chip.f', 'rtl/sub.f', 'more.f')


def test_paths_count_from_where_their_files_are():
    from_root = listed('rtl/fifo.v\nrtl/uart.v\n', path='sim/chip.f')
    from_list = listed('../rtl/fifo.v\n../rtl/uart.v\n', path='sim/chip.f')
    assert from_root.files == from_list.files == ('rtl/fifo.v', 'rtl/uart.v')
    assert any('count from the root of the project' in note for note in from_root.assumptions)


def test_libraries_give_only_what_is_missing():
    files = {'lib/fifo.v': FIFO, 'lib/other.v': 'module other; endmodule', 'rtl/uart.v': UART, 'models.v': CHIP}
    found = listed('-y lib\n+libext+.v\nrtl/uart.v\n-v models.v\n-top uart\n', files)
    assert found.files == ('rtl/uart.v', 'lib/fifo.v')
    assert not any('not in chip.f' in note for note in found.assumptions)


def test_a_variable_is_the_folder_from_which_its_paths_exist():
    found = listed('+incdir+${RTL}/inc\n${RTL}/fifo.v\n$RTL/uart.v\n$(RTL)/chip.v\n')
    assert found.files == ('rtl/fifo.v', 'rtl/uart.v', 'rtl/chip.v')
    assert found.include_dirs == ('rtl/inc', '.')
    assert '$RTL is rtl: 3 of 3 paths lead to files from there' in found.assumptions


def test_a_variable_without_a_value_is_told_and_can_be_given():
    text = 'rtl/fifo.v\n${HOME_OF_IP}/../nothing.v\n'
    [warning] = listed(text).diagnostics
    assert (warning.line, warning.message) == (2, 'The variable HOME_OF_IP has no value here')
    assert 'variables = { HOME_OF_IP' in warning.hint
    found = listed(text, {**SOURCES, 'nothing.v': ''}, variables={'HOME_OF_IP': 'ip'})
    assert (found.diagnostics, found.files) == ((), ('rtl/fifo.v', 'nothing.v'))


def test_what_is_missing_is_told_with_its_line():
    found = listed('rtl/fifo.v\nrtl/gone.v\n-f gone.f\n/opt/pdk/cells.v\n')
    assert told(found) == [
        ('chip.f', 2, 'rtl/gone.v is not in the project'),
        ('chip.f', 3, 'gone.f is not in the project'),
        ('chip.f', 4, '/opt/pdk/cells.v lies outside the project'),
    ]


def test_lists_that_take_in_each_other_end():
    found = listed('rtl/fifo.v\n-f b.f\n', {**SOURCES, 'b.f': '-f chip.f\n'}, manifest='chip.f')
    assert told(found) == [('b.f', 1, 'chip.f takes itself in again')]


def test_a_testbench_beside_the_list_is_simulated_with_it():
    files = {**SOURCES, 'tb/tb_uart.v': bench_of('uart')}
    found = listed('rtl/fifo.v\nrtl/uart.v\n', files, purpose=Purpose.SIMULATE)
    assert (found.top, found.files) == ('tb_uart', ('rtl/fifo.v', 'rtl/uart.v', 'tb/tb_uart.v'))
    assert 'not in chip.f, but needed by tb_uart: tb/tb_uart.v' in found.assumptions


def test_the_list_for_simulation_and_the_one_for_the_design_are_told_apart():
    files = {
        **SOURCES,
        'tb/tb.v': bench_of('chip'),
        'rtl.f': 'rtl/fifo.v rtl/uart.v rtl/chip.v',
        'tb.f': '-f rtl.f tb/tb.v',
    }
    assert sources_of(files, Purpose.SIMULATE).manifest == 'tb.f'
    assert sources_of(files).files == ('rtl/fifo.v', 'rtl/uart.v', 'rtl/chip.v')


def test_what_a_person_names_wins_over_what_is_found():
    files = {**SOURCES, 'a.f': 'rtl/fifo.v', 'b.f': 'rtl/fifo.v\nrtl/uart.v', 'c.f': 'gone.v'}
    assert sources_of(files, manifest='b.f').files == ('rtl/fifo.v', 'rtl/uart.v')
    assert sources_of(files, manifest='none').top == 'chip'
    assert sources_of(files, sources=('rtl/fifo.v',)).manifest == ''
