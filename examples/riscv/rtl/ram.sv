// Memory of 32-bit words with one port. It answers one cycle after the address, as the memory blocks of an FPGA do.
`timescale 1ns / 1ps
`default_nettype none

module ram #(
    parameter int LOG2_WORDS = 11
) (
    input  logic                  clk,
    input  logic [LOG2_WORDS-1:0] addr,   // in words
    input  logic [31:0]           wdata,
    input  logic [3:0]            wstrb,
    output logic [31:0]           rdata
);

  logic [31:0] mem[0:2**LOG2_WORDS-1];

  always_ff @(posedge clk) begin
    if (wstrb[0]) mem[addr][7:0] <= wdata[7:0];
    if (wstrb[1]) mem[addr][15:8] <= wdata[15:8];
    if (wstrb[2]) mem[addr][23:16] <= wdata[23:16];
    if (wstrb[3]) mem[addr][31:24] <= wdata[31:24];
    rdata <= mem[addr];
  end

endmodule

`default_nettype wire
