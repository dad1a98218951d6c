"""Small designs with one mistake each, as people make them who learn the language; the line that holds it is marked.

`//!` ends the line where the mistake is; `expected` are the topics under which it may be told.
"""

from tests.workers.linting.mistake import Mistake

MISTAKES = [
    Mistake(
        'name_undeclared',
        'undeclared',
        """module count(input clk, output reg [7:0] value);
  always @(posedge clk)
    value <= value + step; //!
endmodule
""",
    ),
    Mistake(
        'net_declared_twice',
        'redefinition',
        """module twice(input a, output y);
  wire middle = a;
  wire middle; //!
  assign y = middle;
endmodule
""",
    ),
    Mistake(
        'wire_set_in_block',
        'wire-assigned',
        """module register(input clk, input d, output q);
  always @(posedge clk)
    q <= d; //!
endmodule
""",
    ),
    Mistake(
        'module_missing',
        'missing-module',
        """module top(input a, output y);
  inverterr stage(.a(a), .y(y)); //!
endmodule
""",
    ),
    Mistake(
        'port_misnamed',
        'bad-port',
        """module leaf(input a, output y);
  assign y = a;
endmodule
module top(input a, output y);
  leaf stage(
    .a(a),
    .q(y) //!
  );
endmodule
""",
    ),
    Mistake(
        'port_forgotten',
        'open-port',
        """module leaf(input a, input b, output y);
  assign y = a & b;
endmodule
module top(input a, output y);
  leaf stage(.a(a), .y(y)); //!
endmodule
""",
    ),
    Mistake(
        'net_misspelt_at_a_port',
        'implicit-net',
        """module leaf(input a, output y);
  assign y = ~a;
endmodule
module top(input a, output y);
  wire carry;
  leaf one(.a(a), .y(cary)); //!
  leaf two(.a(carry), .y(y));
endmodule
""",
    ),
    Mistake(
        'result_too_wide',
        'width',
        """module cut(input [15:0] a, output [7:0] y);
  assign y = a; //!
endmodule
""",
    ),
    Mistake(
        'port_too_narrow',
        'width',
        """module leaf(input [7:0] a, output y);
  assign y = ^a;
endmodule
module top(input [3:0] a, output y);
  leaf stage(.a(a), .y(y)); //!
endmodule
""",
    ),
    Mistake(
        'bit_outside_of_range',
        'range',
        """module select(input [7:0] a, output y);
  assign y = a[8]; //!
endmodule
""",
    ),
    Mistake(
        'latch_by_if',
        'latch',
        """module hold(input enable, input d, output reg q);
  always @(*) begin //!
    if (enable)
      q = d;
  end
endmodule
""",
    ),
    Mistake(
        'latch_by_one_branch',
        'latch',
        """module arms(input s, input a, output reg x, output reg y);
  always @* begin //!
    x = a;
    if (s) y = a;
    else x = ~a;
  end
endmodule
""",
    ),
    Mistake(
        'case_without_default',
        'case',
        """module decode(input [1:0] code, output reg [2:0] one);
  always @(*) begin
    case (code) //!
      2'b00: one = 3'b001;
      2'b01: one = 3'b010;
      2'b10: one = 3'b100;
    endcase
  end
endmodule
""",
    ),
    Mistake(
        'two_blocks_drive',
        'multidriven',
        """module shared(input clk, input reset, input d, output reg q);
  always @(posedge clk) q <= d;
  always @(posedge clk) //!
    if (reset) q <= 1'b0;
endmodule
""",
    ),
    Mistake(
        'two_assigns_drive',
        'multidriven',
        """module clash(input a, input b, output y);
  assign y = a;
  assign y = b; //!
endmodule
""",
    ),
    Mistake(
        'loop_of_gates',
        'loop',
        """module ring(input a, output y);
  wire one, two;
  assign one = two ^ a; //!
  assign two = ~one;
  assign y = two;
endmodule
""",
        tolerance=1,
    ),
    Mistake(
        'blocking_in_clocked_block',
        'blocking',
        """module shift(input clk, input d, output reg q);
  always @(posedge clk)
    q = d; //!
endmodule
""",
    ),
    Mistake(
        'net_without_driver',
        'undriven',
        """module open(input a, output y);
  wire enable; //!
  assign y = a & enable;
endmodule
""",
    ),
    Mistake(
        'net_without_reader',
        'unused',
        """module idle(input a, output y);
  wire spare = ~a; //!
  assign y = a;
endmodule
""",
    ),
    Mistake(
        'input_driven',
        'assigned-input',
        """module backwards(input a, output y);
  assign a = 1'b0; //!
  assign y = 1'b1;
endmodule
""",
    ),
    Mistake(
        'latch_in_always_comb',
        'latch',
        """module comb(input logic s, input logic a, output logic y);
  always_comb begin //!
    if (s) y = a;
  end
endmodule
""",
        '.sv',
        tolerance=1,
    ),
    Mistake(
        'type_unknown',
        'undeclared',
        """module typed(input logic a, output logic y);
  state_t now; //!
  assign now = a;
  assign y = now;
endmodule
""",
        '.sv',
    ),
    Mistake(
        'enum_member_misspelt',
        'undeclared',
        """module machine(input logic clk, input logic go, output logic busy);
  typedef enum logic [0:0] {IDLE, RUN} state_t;
  state_t state;
  always_ff @(posedge clk)
    if (go) state <= RUNN; //!
    else state <= IDLE;
  assign busy = state == RUN;
endmodule
""",
        '.sv',
    ),
    Mistake(
        'loop_through_modules',
        'loop',
        """module gate(input a, input b, output y);
  assign y = ~(a & b); //!
endmodule
module crossed(input s, output q);
  wire t;
  gate one(.a(s), .b(t), .y(q));
  gate two(.a(s), .b(q), .y(t));
endmodule
""",
    ),
]
