"""Manifests of other tools, written in their real formats and read as they are."""

import pytest

from services.diagnostics import Severity
from services.sources import Purpose, SourcesError
from services.sources.languages import Language
from tests.services.sources.test_detection import CHIP, FIFO, UART, bench_of, sources_of
from tests.services.sources.test_filelists import SOURCES, told

TILE = {'src/project.v': CHIP, 'src/uart.v': UART, 'src/fifo.v': FIFO}
INFO = """project:
  title: "Tile"
  language: "Verilog"
  clock_hz: 10000000
  top_module: "chip"
  source_files:
    - "project.v"
    - "uart.v"
    - "fifo.v"
pinout:
  ui[0]: ""
"""
LIBRELANE = """{
  "DESIGN_NAME": "chip",
  "VERILOG_FILES": ["dir::rtl/fifo.v", "dir::rtl/*.v"],
  "VERILOG_INCLUDE_DIRS": ["dir::inc"],
\t"VERILOG_DEFINES": ["WIDE", "DEPTH=4"],
  "SYNTH_PARAMETERS": "WIDTH=8 NAME=1",
  "CLOCK_PORT": "clk", "CLOCK_PERIOD": 20,
  "pdk::sky130*": {"VERILOG_DEFINES": ["SKY"], "scl::sky130_fd_sc_hs": {"VERILOG_DEFINES": ["HS"]}},
  "pdk::gf180*": {"VERILOG_DEFINES": ["GF"]}
}
"""
BENDER = """package:
  name: chip
dependencies:
  fifo: { path: "deps/fifo" }
  cells: { git: "https://git.example.org/cells.git", version: 1.0 }
export_include_dirs:
  - inc
sources:
  - rtl/uart.v
  - target: not(fpga)
    include_dirs: [inc2]
    defines: { WIDE: ~, DEPTH: 4 }
    files:
      - rtl/chip.v
  - target: any(test, all(simulation, rtl))
    files: [tb/tb.v]
  - target: oops(
    files: [rtl/no.v]
"""
ALIASES = f"""a: &a [x, x]
b: &b [{'*a,' * 50}]
c: &c [{'*b,' * 50}]
sources: [{'*c,' * 50}]
"""


def test_a_tiny_tapeout_tile_is_read_from_info_yaml():
    found = sources_of({**TILE, 'info.yaml': INFO})
    assert (found.top, found.files) == ('chip', ('src/project.v', 'src/uart.v', 'src/fifo.v'))
    assert (found.include_dirs, found.clock, found.clock_period_ns) == (('src', '.'), 'clk', 100)
    assert found.assumptions[:2] == ('3 source files from info.yaml (Tiny Tapeout)', 'clock clk of 10 MHz (info.yaml)')


def test_a_file_that_info_yaml_names_and_nobody_has_is_told_on_its_line():
    found = sources_of({**TILE, 'info.yaml': INFO.replace('"uart.v"', '"gone.v"')})
    assert told(found) == [('info.yaml', 8, 'gone.v (src/gone.v) is not in the project')]
    assert 'not in info.yaml, but needed by chip: src/uart.v' in found.assumptions


def test_librelane_gives_files_top_macros_and_parameters_for_the_pdk():
    found = sources_of({**SOURCES, 'config.json': LIBRELANE})
    assert (found.top, found.files) == ('chip', ('rtl/fifo.v', 'rtl/chip.v', 'rtl/uart.v'))
    assert found.defines == {'SKY': ''}
    assert found.parameters == {'WIDTH': '8', 'NAME': '1'}
    assert (found.include_dirs, found.clock, found.clock_period_ns) == (('inc', '.'), 'clk', 20)
    assert sources_of({**SOURCES, 'config.json': LIBRELANE}, target='gf180mcuD').defines == {'GF': ''}
    high_speed = sources_of({**SOURCES, 'config.json': LIBRELANE}, target='sky130A:sky130_fd_sc_hs')
    assert high_speed.defines == {'HS': ''}


def test_librelane_speaks_yaml_too_and_of_other_folders():
    text = 'meta: {version: 2}\nDESIGN_NAME: chip\nVERILOG_FILES:\n  - dir::../../rtl/*.v\n  - pdk_dir::cells.v\n'
    found = sources_of({**SOURCES, 'openlane/chip/config.yaml': text})
    assert found.files == ('rtl/chip.v', 'rtl/fifo.v', 'rtl/uart.v')
    [warning] = found.diagnostics
    assert (warning.line, warning.message) == (5, 'pdk_dir::cells.v is not read: it needs a PDK')


def test_openlane_of_old_lists_its_files_in_one_text():
    text = (
        '{"DESIGN_NAME": "uart", "VERILOG_FILES": "dir::rtl/uart.v $DESIGN_DIR/rtl/fifo.v", "SYNTH_DEFINES": "A=1 B"}'
    )
    found = sources_of({**SOURCES, 'config.json': text})
    assert (found.top, found.files, found.defines) == ('uart', ('rtl/uart.v', 'rtl/fifo.v'), {'A': '1', 'B': ''})


def test_bender_takes_groups_by_target_and_packages_by_path():
    dependency = 'package: {name: fifo}\nsources: [src/fifo.v]\n'
    files = {**SOURCES, 'Bender.yml': BENDER, 'deps/fifo/Bender.yml': dependency, 'deps/fifo/src/fifo.v': FIFO,
             'tb/tb.v': bench_of('chip')}  # fmt: skip
    found = sources_of(files)
    assert found.files == ('deps/fifo/src/fifo.v', 'rtl/uart.v', 'rtl/chip.v')
    assert found.defines == {'WIDE': '', 'DEPTH': '4'}
    assert found.include_dirs == ('inc', 'inc2', '.')
    assert [each[1:] for each in told(found)] == [
        (5, 'The package cells (https://git.example.org/cells.git) is not in the project'),
        (17, "'oops(' is no expression of targets"),
    ]
    simulated = sources_of(files, Purpose.SIMULATE)
    assert (simulated.top, simulated.testbench) == ('tb_chip', ('tb/tb.v',))
    assert sources_of(files, target='fpga', top='uart').files == ('deps/fifo/src/fifo.v', 'rtl/uart.v')


@pytest.mark.parametrize(
    ('path', 'text', 'line', 'words'),
    [
        ('info.yaml', 'project:\n  title: "x\n  y', 2, 'is not YAML'),
        ('info.yaml', 'project:\n  top_module: chip\n', 1, 'names no source_files'),
        ('Bender.yml', 'package: {name: x}\nsources: [\n', 3, 'is not YAML'),
        ('Bender.yml', 'package: {name: x}\n', 1, 'has no sources'),
        ('config.json', '{"DESIGN_NAME": "x",\n "VERILOG_FILES": [}', 2, 'is not JSON'),
        ('config.yaml', 'DESIGN_NAME: x\n', 1, 'names no VERILOG_FILES'),
        ('config.tcl', 'set ::env(VERILOG_FILES) [glob src/*.v]', 1, 'is a program in Tcl'),
        ('chip.core', 'CAPI=1:\n[main]\n', 1, 'no core that is read here: CAPI=1'),
        ('chip.core', 'name: x\n', 1, 'no CAPI=2:'),
        ('chip.core', 'CAPI=2:\nname: ::x:1\nfilesets: {a: [}', 3, 'is not YAML'),
        ('Bender.yml', ALIASES, 1, 'more than 20,000 values'),
        ('Bender.yml', 'sources: ' + '[' * 5000, 1, 'is not YAML'),
        ('Bender.yml', 'sources:\n' + '  - rtl/a.v\n' * 9000, 1, 'characters'),
        ('test/Makefile', 'include $(shell cocotb-config --makefiles)/Makefile.sim\nMODULE = x\n', 1, 'no module'),
    ],
)  # fmt: skip
def test_a_broken_manifest_is_told_and_the_files_are_found_without_it(path: str, text: str, line: int, words: str):
    found = sources_of({**SOURCES, path: text})
    assert found.top == 'chip'
    warning = found.diagnostics[0]
    assert (warning.severity, warning.file, warning.line) == (Severity.WARNING, path, line)
    assert words in warning.message
    assert warning.hint


def test_a_broken_manifest_that_a_person_names_is_an_error():
    with pytest.raises(SourcesError, match='is not YAML'):
        sources_of({**SOURCES, 'Bender.yml': 'a: ['}, manifest='Bender.yml')
    with pytest.raises(SourcesError, match='is not in the project'):
        sources_of(SOURCES, manifest='gone.f')
    with pytest.raises(SourcesError, match='no manifest that is read here'):
        sources_of({**SOURCES, 'README.md': ''}, manifest='README.md')


def test_of_several_manifests_the_first_kind_is_read_and_the_others_are_named():
    files = {**TILE, 'info.yaml': INFO, 'chip.f': 'src/fifo.v', 'vendor/x/Bender.yml': 'sources: []'}
    found = sources_of(files)
    assert found.manifest == 'info.yaml'
    assert 'not read: chip.f; manifest in [project] of a6hub.toml names another one' in found.assumptions
    assert sources_of(files, manifest='chip.f').files == ('src/fifo.v',)


def test_vhdl_files_keep_their_library_and_language():
    core = """CAPI=2:
name: ::chip:1
filesets:
  rtl:
    files:
      - rtl/lib.vhd: {file_type: vhdlSource-2008, logical_name: common}
      - rtl/uart.v: {file_type: systemVerilogSource}
      - rtl/fifo.v
    file_type: verilogSource-2005
targets: {default: {filesets: [rtl], toplevel: uart}}
"""
    found = sources_of({**SOURCES, 'rtl/lib.vhd': '', 'chip.core': core})
    assert found.libraries == {'rtl/lib.vhd': 'common'}
    assert found.languages == {
        'rtl/lib.vhd': Language.VHDL,
        'rtl/uart.v': Language.SYSTEM_VERILOG,
        'rtl/fifo.v': Language.VERILOG,
    }
