"""The tolerant reader: what it finds in real and in half-written source."""

from services.verilog import Design, Direction, UnitKind, hierarchy, scan

COUNTER = """
// module ghost(input a); endmodule
module counter #(parameter WIDTH = 4) (
    input  wire             clk,
    input                   rst_n,
    output reg [WIDTH-1:0]  q   /* the count */
);
  always @(posedge clk) q <= rst_n ? q + 1 : 0;
endmodule
"""
BENCH = """
`timescale 1ns/1ps
module counter_tb;
  reg clk = 0, rst_n = 0;
  wire [3:0] q;
  counter #(.WIDTH(4)) dut (.clk(clk), .rst_n(rst_n), .q(q));
  always #5 clk = ~clk;
  initial begin
    $display("module fake (a); fake f(a);");
    #100 $finish;
  end
endmodule
"""


def unit(text, name=None):
    units = scan('a.sv', text).units
    return units[0] if name is None else next(unit for unit in units if unit.name == name)


def test_a_module_has_its_ports_with_direction_and_range():
    ports = unit(COUNTER).ports
    assert [(port.name, port.direction, port.width) for port in ports] == [
        ('clk', Direction.INPUT, ''),
        ('rst_n', Direction.INPUT, ''),
        ('q', Direction.OUTPUT, '[WIDTH-1:0]'),
    ]


def test_ports_declared_in_the_old_style_are_read_from_the_body():
    ports = unit('module m(a, b, c); input [7:0] a; input b; output c; endmodule').ports
    assert [(port.name, port.direction, port.width) for port in ports] == [
        ('a', Direction.INPUT, '[7:0]'),
        ('b', Direction.INPUT, ''),
        ('c', Direction.OUTPUT, ''),
    ]


def test_instances_carry_their_line_and_text_in_comments_and_strings_does_not_count():
    bench = unit(BENCH)
    assert [(one.module, one.name, one.line) for one in bench.instances] == [('counter', 'dut', 6)]
    assert [found.name for found in scan('c.v', COUNTER).units] == ['counter']


def test_instances_are_found_in_generate_blocks_arrays_and_lists():
    text = """
    module m;
      genvar i;
      generate for (i = 0; i < 4; i = i + 1) begin : lane
        if (i > 1) cell_a #(i) a (.x(i)); else cell_b b [3:0] (.x(i));
      end endgenerate
      cell_c c0 (1), c1 (2);
      case (W) 1: cell_d d (3); default: cell_e e (4); endcase
      and g1 (o, p, q);
    endmodule"""
    assert [(one.module, one.name) for one in unit(text).instances] == [
        ('cell_a', 'a'),
        ('cell_b', 'b'),
        ('cell_c', 'c0'),
        ('cell_c', 'c1'),
        ('cell_d', 'd'),
        ('cell_e', 'e'),
    ]


def test_function_calls_and_declarations_are_no_instances():
    text = """module m;
      function my_type f (input x); f = x; endfunction
      my_type v = f(1);
      initial begin v = foo(bar); task_call(1, 2); if (a) b (c); end
    endmodule"""
    assert unit(text).instances == ()


def test_conditional_parts_that_are_off_do_not_count():
    text = '`ifdef SIM\nmodule a; endmodule\n`elsif FPGA\nmodule b; endmodule\n`else\nmodule c; endmodule\n`endif\n'
    assert [found.name for found in scan('x.v', text).units] == ['c']
    assert [found.name for found in scan('x.v', text, {'SIM'}).units] == ['a']
    assert [found.name for found in scan('x.v', text, {'FPGA'}).units] == ['b']


def test_a_macro_that_names_a_module_is_followed():
    assert unit('`define RAM my_ram\nmodule m; `RAM u (.a(a)); endmodule').instances[0].module == 'my_ram'


def test_packages_and_interfaces_are_needed_by_those_who_name_them():
    design = Design.read(
        {
            'z_pkg.sv': 'package z_pkg; typedef logic [3:0] t; endpackage',
            'bus.sv': 'interface bus_if; logic a; endinterface',
            'dut.sv': 'module dut import z_pkg::*; (bus_if.slave b, input t x); endmodule',
            'tb.sv': 'module tb; bus_if b(); dut d(.b(b)); initial $finish; endmodule',
        }
    )
    assert design.units['z_pkg'][0].kind is UnitKind.PACKAGE
    assert design.closure(design.testbenches()[0]).files == ['z_pkg.sv', 'bus.sv', 'dut.sv', 'tb.sv']


def test_a_dump_knows_the_plusarg_that_guards_it():
    guarded = unit(
        'module t; initial begin if ($test$plusargs("vcd")) begin $dumpfile("a"); $dumpvars; end end endmodule'
    )
    free = unit('module t; initial begin if ($test$plusargs("x")) a = 1; $dumpvars; end endmodule')
    negated = unit('module t; initial if (!$test$plusargs("novcd")) $dumpvars; endmodule')
    assert [guarded.dumps[0].plusarg, free.dumps[0].plusarg, negated.dumps[0].plusarg] == ['vcd', '', '']


def test_the_testbench_is_the_module_without_ports_that_drives_the_others():
    design = Design.read(
        {'rtl/counter.v': COUNTER, 'tb/counter_tb.v': BENCH, 'rtl/unused.v': 'module unused; endmodule'}
    )
    assert [found.name for found in design.testbenches()] == ['counter_tb']
    assert [found.name for found in design.roots()] == ['counter_tb', 'unused']


def test_of_two_modules_with_one_name_the_nearest_is_used():
    design = Design.read(
        {
            'a/tb.v': 'module tb; dut d(); initial $finish; endmodule',
            'a/dut.v': 'module dut; endmodule',
            'b/dut.v': 'module dut; endmodule',
        }
    )
    closure = design.closure(design.testbenches()[0])
    assert closure.files == ['a/dut.v', 'a/tb.v']
    assert closure.ambiguous == {'dut': ['a/dut.v', 'b/dut.v']}


def test_included_files_give_their_folder_and_are_not_compiled_twice():
    design = Design.read(
        {
            'tb.v': '`include "defs/all.vh"\n`include "dut.v"\nmodule tb; dut d(); initial $finish; endmodule',
            'inc/defs/all.vh': '`define X 1',
            'rtl/dut.v': 'module dut; endmodule',
        }
    )
    closure = design.closure(design.testbenches()[0])
    assert closure.files == ['tb.v']
    assert closure.include_dirs == ['inc', 'rtl']


def test_missing_modules_are_named_with_the_place_that_uses_them():
    design = Design.read({'tb.v': 'module tb;\n  pll p(clk);\n  initial $finish;\nendmodule'})
    [missing] = design.closure(design.testbenches()[0]).missing
    assert (missing.module, missing.line) == ('pll', 2)


def test_the_hierarchy_is_a_tree_of_instances_with_files_and_lines():
    [root] = hierarchy({'rtl/counter.v': COUNTER, 'tb/counter_tb.v': BENCH, 'readme.md': 'module no; endmodule'})
    [dut] = root.children
    assert (root.name, root.file, root.line, root.testbench) == ('counter_tb', 'tb/counter_tb.v', 3, True)
    assert (dut.name, dut.module, dut.file, dut.line) == ('dut', 'counter', 'rtl/counter.v', 3)
    assert (dut.instance_file, dut.instance_line) == ('tb/counter_tb.v', 6)


def test_a_design_that_uses_itself_has_an_end():
    assert hierarchy({'a.v': 'module a; a x(); a y(); endmodule module t; a z(); endmodule'})[0].name == 't'


def test_half_written_source_gives_what_can_be_read():
    text = 'module a(input x\nmodule b; c u(1); initial begin "unclosed\n endmodule module ; `ifdef'
    assert [found.name for found in scan('x.v', text).units] == ['a', 'b']


def test_any_text_at_all_is_read_without_an_error():
    for text in (
        '',
        '\0',
        '`',
        '`include',
        '`define',
        '\\',
        'module',
        'module m (',
        'module m #(',
        '`endif `else',
        '(((',
        ')))',
    ):
        scan('x.v', text)


def test_a_very_long_netlist_is_read_for_its_names_only():
    netlist = 'module top_netlist(input a);\n' + '  cell u(a);\n' * 200_000 + 'endmodule\n  module second;\nendmodule\n'
    design = Design.read({'netlist.v': netlist, 'tb.v': 'module tb; top_netlist t(1); initial $finish; endmodule'})
    assert [(unit.name, unit.line) for unit in design.files['netlist.v'].units] == [
        ('top_netlist', 1),
        ('second', 200_003),
    ]
    assert design.closure(design.testbenches()[0]).files == ['netlist.v', 'tb.v']


def test_of_a_huge_project_the_small_files_are_read_whole():
    files = {f'cell{n}.v': f'module cell{n}; leaf l(); endmodule' for n in range(100)}
    design = Design.read(files, budget=1000)
    assert sorted(len(units[0].instances) for units in design.units.values())[0] == 0
    assert len(design.units) == 100
