"""FuseSoC cores: targets, conditions, dependencies, parameters, and what is not run here."""

import pytest

from services.sources import Purpose, SourcesError
from services.sources.manifests.conditions import chosen, holds
from services.sources.manifests.core import vlnv_of
from tests.services.sources.test_detection import FIFO, UART, bench_of, sources_of
from tests.services.sources.test_filelists import told

CORE = """CAPI=2:
name: "acme:ip:uart:1.0"
filesets:
  rtl:
    files:
      - rtl/defs.v: {is_include_file: true}
      - rtl/uart.v
      - "tool_icarus? (rtl/icarus.v)"
      - "!tool_icarus? (rtl/other.v)"
    file_type: verilogSource
    depend: [">=acme:ip:fifo:1.0", "fast? (acme:ip:turbo)"]
  tb:
    files: [bench/tb_uart.v, data/x.hex: {file_type: user, copyto: boot.hex}]
    file_type: verilogSource
  tb_slow:
    files: [bench/tb_slow.v]
    file_type: verilogSource
targets:
  default: &default
    filesets: [rtl]
    toplevel: ["is_toplevel? (uart)"]
  lint:
    <<: *default
    parameters: [WIDTH, SYNTHESIS=true, NAME=abc, quiet]
  sim:
    <<: *default
    filesets_append: [tb]
    toplevel: tb_uart
    parameters: [seed=7, verbose=true, SIMULATION=true]
    generate: [table]
  sim_slow:
    filesets: [rtl, tb_slow]
    toplevel: tb_slow
generate:
  table: {generator: tablegen, parameters: {}}
parameters:
  WIDTH: {datatype: int, default: 8, paramtype: vlogparam}
  NAME: {datatype: str, paramtype: vlogparam}
  SYNTHESIS: {datatype: bool, paramtype: vlogdefine}
  SIMULATION: {datatype: bool, paramtype: vlogdefine}
  seed: {datatype: int, paramtype: plusarg}
  verbose: {datatype: bool, paramtype: plusarg}
  quiet: {datatype: bool, default: false, paramtype: plusarg}
"""
FIFO_CORE = 'CAPI=2:\nname: acme:ip:fifo:1.2\nfilesets: {rtl: {files: [fifo.v], file_type: verilogSource}}\n'
FIFO_CORE += 'targets: {default: {filesets: [rtl]}}\n'
FILES = {
    'uart.core': CORE,
    'lib/fifo.core': FIFO_CORE,
    'lib/fifo.v': FIFO,
    'rtl/uart.v': UART,
    'rtl/defs.v': '`define A',
    'rtl/icarus.v': 'module icarus; endmodule',
    'rtl/other.v': 'module other; endmodule',
    'bench/tb_uart.v': bench_of('uart'),
    'data/x.hex': '00',
    'bench/tb_slow.v': bench_of('uart').replace('tb_uart', 'tb_slow'),
}


def test_the_design_is_the_target_for_lint_after_the_cores_that_it_needs():
    found = sources_of(FILES)
    assert (found.top, found.files) == ('uart', ('lib/fifo.v', 'rtl/uart.v', 'rtl/other.v'))
    assert (found.defines, found.parameters) == ({'SYNTHESIS': '1'}, {'WIDTH': '8', 'NAME': '"abc"'})
    assert (found.include_dirs, found.plusargs) == (('rtl', '.'), ())
    assert (found.diagnostics, found.read) == ((), ('uart.core', 'lib/fifo.core'))


def test_a_simulation_takes_the_target_sim_and_names_the_others():
    found = sources_of(FILES, Purpose.SIMULATE)
    assert (found.top, found.design_top) == ('tb_uart', 'uart')
    assert found.files == ('lib/fifo.v', 'rtl/uart.v', 'rtl/icarus.v', 'bench/tb_uart.v')
    assert (found.testbench, found.plusargs) == (('bench/tb_uart.v',), ('seed=7', 'verbose'))
    assert (found.defines, found.memory_files) == ({'SIMULATION': '1'}, {'boot.hex': 'data/x.hex'})
    messages = [message for _, _, message in told(found)]
    assert messages[0].endswith('what they would write is missing: tablegen of acme:ip:uart:1.0')
    assert 'there is also tb_slow (bench/tb_slow.v)' in messages[1]


def test_files_that_nobody_needs_and_that_lack_something_are_left_out():
    core = CORE.replace(
        '- rtl/uart.v',
        '- rtl/uart.v\n      - rtl/pkg.sv\n      - rtl/user.sv\n      - rtl/spare.sv\n      - rtl/uvm.sv',
    )
    more = {
        'rtl/pkg.sv': '`include "gone/macros.svh"\npackage pkg; endpackage',
        'rtl/user.sv': 'module user import pkg::*; (input a); endmodule',
        'rtl/spare.sv': 'module spare(input a); endmodule',
        'rtl/uvm.sv': 'module uvm(input a); initial `uvm_info("a", "b", 1) endmodule',
    }
    found = sources_of({**FILES, **more, 'uart.core': core})
    assert found.files == ('lib/fifo.v', 'rtl/uart.v', 'rtl/spare.sv', 'rtl/other.v')
    message = 'left out, since uart does not need them and gone/macros.svh, pkg, `uvm_info is missing: '
    message += 'rtl/pkg.sv, rtl/user.sv, rtl/uvm.sv'
    assert message in found.assumptions


def test_a_person_may_name_the_target():
    assert sources_of(FILES, Purpose.SIMULATE, target='sim_slow').top == 'tb_slow'
    with pytest.raises(SourcesError, match="no target 'fpga'; there is default, lint, sim, sim_slow"):
        sources_of(FILES, target='fpga', manifest='uart.core')


def test_a_testbench_that_lacks_something_gives_way_to_one_that_does_not():
    lacking = bench_of('uart').replace('endmodule', 'model m(); endmodule')
    found = sources_of({**FILES, 'bench/tb_uart.v': lacking}, Purpose.SIMULATE)
    assert found.top == 'tb_slow'


def test_a_core_that_is_not_there_is_named():
    files = {path: text for path, text in FILES.items() if path != 'lib/fifo.core'}
    found = sources_of(files)
    assert told(found) == [
        ('uart.core', 11, 'The core >=acme:ip:fifo:1.0, on which acme:ip:uart:1.0 depends, is not in the project')
    ]
    assert 'not in uart.core, but needed by uart: lib/fifo.v' in found.assumptions


def test_sources_that_would_be_fetched_are_told_once():
    provider = f'{FIFO_CORE}provider: {{name: github, user: acme, repo: fifo, version: v1}}\n'
    files = {**FILES, 'lib/fifo.core': provider.replace('[fifo.v]', '[a.v, b.v]')}
    [(file, _, message)] = told(sources_of(files))
    assert (file, message) == ('lib/fifo.core', 'The sources of acme:ip:fifo:1.2 are not in the project')


def test_cores_that_need_each_other_end():
    depends = FIFO_CORE.replace('file_type', 'depend: [acme:ip:uart], file_type')
    assert sources_of({**FILES, 'lib/fifo.core': depends}).top == 'uart'


def test_of_the_cores_at_the_root_the_one_is_taken_that_uses_the_others():
    files = {**FILES, 'afifo.core': FIFO_CORE.replace('fifo.v', 'lib/fifo.v')}
    del files['lib/fifo.core']
    assert sources_of(files).manifest == 'uart.core'


@pytest.mark.parametrize(
    ('text', 'words'),
    [
        ('a', ['a']),
        ('f? (a)', ['a']),
        ('g ? (a)', []),
        ('!g? (a b) c', ['a', 'b', 'c']),
        ('f? (!g? (a) f? (b)) g? (c)', ['a', 'b']),
        ('f? (a', ['a']),
        ('f? (' * 200, []),
    ],
)
def test_conditions_choose_words(text: str, words: list[str]):
    assert chosen(text, {'f'})[: len(words) + 1][: len(words)] == words


@pytest.mark.parametrize(
    ('text', 'value'),
    [('rtl', True), ('asic', False), ('*', True), ('not(asic)', True), ('all(rtl, not(asic))', True),
     ('any(asic, fpga)', False), ('any(asic,all(rtl,sim))', True)],
)  # fmt: skip
def test_expressions_of_targets(text: str, value: bool):
    assert holds(text, {'rtl', 'sim'}) is value


@pytest.mark.parametrize(
    ('text', 'name'),
    [('::serv:1.2.0', ('', '', 'serv')), ('serv', ('', '', 'serv')), ('>=a:b:c:1', ('a', 'b', 'c')),
     ('vlog_tb_utils-1.1', ('', '', 'vlog_tb_utils')), ('a:b:c', ('a', 'b', 'c'))],
)  # fmt: skip
def test_names_of_cores(text: str, name: tuple[str, str, str]):
    assert vlnv_of(text) == name
