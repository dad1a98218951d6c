// The 32 registers: two are read at any time, one is written at the clock edge, and x0 is always zero.
`timescale 1ns / 1ps
`default_nettype none

module rv_regs (
    input  logic        clk,
    input  logic [4:0]  rs1,
    output logic [31:0] rs1_value,
    input  logic [4:0]  rs2,
    output logic [31:0] rs2_value,
    input  logic        write,
    input  logic [4:0]  rd,
    input  logic [31:0] rd_value
);

  logic [31:0] regs[0:31];

  always_ff @(posedge clk) begin
    if (write) regs[rd] <= rd_value;
  end

  assign rs1_value = (rs1 == 5'd0) ? '0 : regs[rs1];
  assign rs2_value = (rs2 == 5'd0) ? '0 : regs[rs2];

`ifndef SYNTHESIS
  // The registers that programs use most, under their own names, for the waveform.
  /* verilator lint_off UNUSEDSIGNAL */
  wire [31:0] ra = regs[1];
  wire [31:0] sp = regs[2];
  wire [31:0] t0 = regs[5];
  wire [31:0] t1 = regs[6];
  wire [31:0] t2 = regs[7];
  wire [31:0] s0 = regs[8];
  wire [31:0] s1 = regs[9];
  wire [31:0] a0 = regs[10];
  wire [31:0] a1 = regs[11];
  wire [31:0] a2 = regs[12];
  wire [31:0] a3 = regs[13];
  /* verilator lint_on UNUSEDSIGNAL */
`endif

endmodule

`default_nettype wire
