"""Small designs that cannot be read, each for one mistake on the line that `//!` marks."""

from tests.workers.linting.mistake import Mistake

MISTAKES_OF_FORM = [
    Mistake(
        'semicolon_after_assignment',
        'syntax',
        """module adder(input [3:0] a, input [3:0] b, output [4:0] sum);
  wire [4:0] wide;
  assign wide = a + b //!
  assign sum = wide;
endmodule
""",
    ),
    Mistake(
        'semicolon_after_port_list',
        'syntax',
        """module inverter(input a, output y) //!
  assign y = ~a;
endmodule
""",
        tolerance=1,
    ),
    Mistake(
        'end_without_begin',
        'syntax',
        """module toggle(input clk, output reg q);
  always @(posedge clk)
    q <= ~q;
  end //!
endmodule
""",
    ),
    Mistake(
        'endmodule_forgotten',
        'syntax',
        """module last(input a, output y);
  assign y = a; //!
""",
        tolerance=1,
    ),
    Mistake(
        'endcase_forgotten',
        'syntax',
        """module pick(input [1:0] s, output reg y);
  always @(*) begin
    case (s)
      2'd0: y = 1'b1;
      default: y = 1'b0; //!
  end
endmodule
""",
        tolerance=1,
    ),
    Mistake(
        'else_without_if',
        'syntax',
        """module choose(input a, input b, input s, output reg y);
  always @(*) begin
    if (s) y = a; y = b;
    else y = b; //!
  end
endmodule
""",
    ),
    Mistake(
        'comma_at_the_end_of_ports',
        'syntax',
        """module trailing(
  input a,
  output y, //!
);
  assign y = a;
endmodule
""",
        tolerance=1,
    ),
    Mistake(
        'keyword_misspelt_in_declaration',
        'syntax',
        """module wires(input a, output y);
  wier t; //!
  assign y = a;
endmodule
""",
    ),
    Mistake(
        'assignment_as_comparison',
        'syntax',
        """module compare(input [1:0] a, output reg y);
  always @(*)
    if (a => 2) y = 1'b1; //!
    else y = 1'b0;
endmodule
""",
    ),
    Mistake(
        'paren_unbalanced',
        'syntax',
        """module parens(input a, input b, input c, output y);
  assign y = (a & (b | c); //!
endmodule
""",
    ),
    Mistake(
        'digit_of_another_base',
        'literal',
        """module constant(output [3:0] y);
  assign y = 4'b1210; //!
endmodule
""",
    ),
    Mistake(
        'macro_undefined',
        'undefined-macro',
        """module sized(output [7:0] y);
  assign y = `RESET_VALUE; //!
endmodule
""",
    ),
    Mistake(
        'header_missing',
        'missing-include',
        """`include "settings.vh" //!
module uses(output [7:0] y);
  assign y = `VALUE;
endmodule
""",
    ),
    Mistake(
        'module_misspelt',
        'syntax',
        """modul copy(input a, output y); //!
  assign y = a;
endmodule
""",
    ),
    Mistake(
        'begin_misspelt',
        'syntax',
        """module copy(input a, output reg y);
  always @(*) beginn //!
    y = a;
  end
endmodule
""",
    ),
    Mistake(
        'always_misspelt',
        'syntax',
        """module copy(input clk, input a, output reg y);
  alway @(posedge clk) //!
    y <= a;
endmodule
""",
    ),
]
