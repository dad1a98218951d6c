// All arithmetic of RV32I. The operation is `funct3` of the instruction, as it stands.
`timescale 1ns / 1ps
`default_nettype none

module rv_alu (
    input  logic [2:0]  op,
    input  logic        alt,     // SUB instead of ADD, SRA instead of SRL
    input  logic [31:0] a,
    input  logic [31:0] b,
    output logic [31:0] result
);

  logic [4:0]  amount;
  logic [31:0] sra;
  logic        less;
  logic        less_unsigned;

  assign amount        = b[4:0];
  assign sra           = $signed(a) >>> amount;
  assign less          = $signed(a) < $signed(b);
  assign less_unsigned = a < b;

  always_comb begin
    case (op)
      3'b000:  result = alt ? a - b : a + b;
      3'b001:  result = a << amount;
      3'b010:  result = {31'd0, less};
      3'b011:  result = {31'd0, less_unsigned};
      3'b100:  result = a ^ b;
      3'b101:  result = alt ? sra : a >> amount;
      3'b110:  result = a | b;
      default: result = a & b;
    endcase
  end

endmodule

`default_nettype wire
