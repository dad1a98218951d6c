"""What a6hub finds out by itself: design and testbench, tops, order, folders, memory files."""

import pytest

from services.sources import DesignSources, ProjectFiles, Purpose, SourcesError, Wanted, resolve_sources

FIFO = 'module fifo(input clk, output [7:0] q); endmodule'
UART = 'module uart(input clk); fifo f(clk); endmodule'
CHIP = 'module chip(input clk); uart u(clk); fifo f(clk); endmodule'


def bench_of(name: str) -> str:
    return f'module tb_{name}; reg clk = 0; {name} dut(.clk(clk)); initial #5 $finish; endmodule'


DESIGN = {'rtl/fifo.v': FIFO, 'rtl/uart.v': UART, 'rtl/chip.v': CHIP, 'tb/tb_fifo.v': bench_of('fifo')}


def sources_of(files: dict[str, str], purpose: Purpose = Purpose.DESIGN, **wanted: object) -> DesignSources:
    """Ask for the sources of texts."""
    return resolve_sources(ProjectFiles.of(files), Wanted(purpose, **wanted))


def test_design_and_testbench_are_told_apart():
    found = sources_of(DESIGN, Purpose.SIMULATE)
    assert (found.top, found.design_top) == ('tb_fifo', 'fifo')
    assert (found.design, found.testbench) == (('rtl/fifo.v',), ('tb/tb_fifo.v',))
    assert found.files == ('rtl/fifo.v', 'tb/tb_fifo.v')
    assert set(found.unused) == {'rtl/uart.v', 'rtl/chip.v'}


def test_the_largest_of_what_is_tested_is_the_top_of_the_design():
    files = {**DESIGN, 'tb/tb_chip.v': bench_of('chip'), 'tb/tb_uart.v': bench_of('uart')}
    found = sources_of(files)
    assert (found.top, found.testbench) == ('chip', ())
    assert found.files == ('rtl/chip.v', 'rtl/fifo.v', 'rtl/uart.v')
    assert found.assumptions[0] == 'top module chip (rtl/chip.v:1)'


def test_without_a_testbench_the_largest_root_is_the_top_and_the_others_are_named():
    found = sources_of({'a.v': FIFO, 'b.v': UART, 'other.v': 'module other(input a); endmodule'})
    assert found.top == 'uart'
    [note] = found.diagnostics
    assert note.message == 'Several top modules: uart (b.v) was taken, there is also other (other.v)'


def test_a_design_in_the_file_of_its_testbench_is_found_too():
    found = sources_of({'all.v': FIFO + '\n' + bench_of('fifo')})
    assert (found.top, found.files) == ('fifo', ('all.v',))


def test_a_model_beside_the_testbench_belongs_to_it_and_is_no_top():
    model = 'module sram_model(input clk); big b(); endmodule module big; fifo a(); fifo b(); endmodule'
    bench = 'module tb; fifo dut(); sram_model m(); initial $finish; endmodule'
    files = {'rtl/fifo.v': FIFO, 'tb/sram_model.v': model, 'tb/tb.v': bench}
    assert sources_of(files).top == 'fifo'
    assert sources_of(files, Purpose.SIMULATE).testbench == ('tb/sram_model.v', 'tb/tb.v')


def test_a_design_file_in_a_folder_of_tests_is_design_where_the_design_needs_it():
    files = {'rtl/uart.v': UART, 'sim/fifo.v': FIFO, 'sim/tb.v': bench_of('uart')}
    assert sources_of(files, Purpose.SIMULATE).design == ('rtl/uart.v', 'sim/fifo.v')


def test_what_a_person_names_is_taken():
    files = {**DESIGN, 'tb/tb_chip.v': bench_of('chip')}
    assert sources_of(files, top='uart').top == 'uart'
    assert sources_of(files, top='rtl/uart.v').top == 'uart'
    named = sources_of(files, sources=('rtl/fifo.v', 'rtl/*.v'), top='chip')
    assert named.files == ('rtl/fifo.v', 'rtl/chip.v', 'rtl/uart.v')
    with pytest.raises(SourcesError, match="no top module 'nope'"):
        sources_of(files, top='nope')


def test_a_memory_file_is_found_where_it_lies():
    rom = 'module rom(input a); initial begin $readmemh("boot.hex", m); $readmemh("none.hex", m); end endmodule'
    found = sources_of({'rom.v': rom, 'sw/boot.hex': '00'})
    assert found.memory_files == {'boot.hex': 'sw/boot.hex', 'none.hex': ''}


def test_include_folders_are_found():
    found = sources_of({'a.v': '`include "w.vh"\nmodule a(input b); endmodule', 'inc/w.vh': '`define W'})
    assert found.include_dirs == ('.', 'inc')


@pytest.mark.parametrize('purpose', [Purpose.DESIGN, Purpose.SIMULATE])
def test_a_project_without_sources_says_what_it_needs(purpose: Purpose):
    with pytest.raises(SourcesError, match='needs a Verilog file'):
        sources_of({'README.md': 'x'}, purpose)


def test_a_testbench_alone_is_no_design():
    with pytest.raises(SourcesError, match='No design was found beside the testbench tb'):
        sources_of({'tb.v': 'module tb; initial $finish; endmodule'})


def test_a_testbench_that_uses_nothing_of_the_design_is_told():
    found = sources_of({'rtl/fifo.v': FIFO, 'tb.v': 'module tb; initial $finish; endmodule'}, Purpose.SIMULATE)
    [note] = found.diagnostics
    assert (found.top, note.rule) == ('tb', 'idle-testbench')


def test_a_file_of_macros_that_nobody_includes_is_read_first():
    files = {
        'rtl/alu.v': '`timescale 1ns/1ps\nmodule alu(input [`WIDTH-1:0] a); assign b = `ADD(1, 2); endmodule',
        'rtl/defs.v': '`define WIDTH 8\n`define ADD(a, b) (a + b)\n',
        'rtl/other.v': '`define OTHER 1\n',
        'tb/tb.v': 'module tb; alu dut(0); initial $finish; endmodule',
    }
    assert sources_of(files).files == ('rtl/defs.v', 'rtl/alu.v')
    assert sources_of({**files, 'chip.f': 'rtl/alu.v'}).files == ('rtl/defs.v', 'rtl/alu.v')
    included = {**files, 'rtl/alu.v': '`include "defs.v"\n' + files['rtl/alu.v']}
    assert sources_of(included).files == ('rtl/alu.v',)
    assert sources_of(files, defines={'WIDTH': '8', 'ADD': ''}).files == ('rtl/alu.v',)
