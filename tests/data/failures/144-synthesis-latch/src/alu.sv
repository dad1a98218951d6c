import alu_pkg::*;

// A small ALU with flags.
module alu #(
  parameter int W = 16
) (
  input  logic [2:0]   op,
  input  logic [W-1:0] a,
  input  logic [W-1:0] b,
  output logic [W-1:0] y,
  output logic         zero,
  output logic         carry
);

  logic [W:0] sum;

  always_comb begin
    sum   = '0;
    carry = 1'b0;
    y     = '0;
    case (op)
      OP_ADD: begin
        sum   = {1'b0, a} + {1'b0, b};
        y     = sum[W-1:0];
        carry = sum[W];
      end
      OP_SUB: begin
        sum   = {1'b0, a} - {1'b0, b};
        y     = sum[W-1:0];
        carry = sum[W];
      end
      OP_AND:  y = a & b;
      OP_OR:   y = a | b;
      OP_XOR:  y = a ^ b;
      OP_SHL:  y = a << b[3:0];
      default: y = '0;
    endcase
  end

  assign zero = (y == '0);

endmodule
