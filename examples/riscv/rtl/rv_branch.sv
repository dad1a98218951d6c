// Decides whether a branch is taken: BEQ BNE BLT BGE BLTU BGEU, by `funct3` of the instruction.
`timescale 1ns / 1ps
`default_nettype none

module rv_branch (
    input  logic [2:0]  funct3,
    input  logic [31:0] a,
    input  logic [31:0] b,
    output logic        taken
);

  logic less;
  logic holds;

  assign less  = funct3[1] ? a < b : $signed(a) < $signed(b);
  assign holds = funct3[2] ? less : a == b;
  assign taken = holds ^ funct3[0];  // the odd ones are the opposites: BNE, BGE, BGEU

endmodule

`default_nettype wire
