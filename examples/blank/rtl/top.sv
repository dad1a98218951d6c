// Your design starts here. For now it keeps what it saw at the last clock edge.
`timescale 1ns / 1ps
`default_nettype none

module top (
    input  logic clk,
    input  logic rst_n,
    input  logic d,
    output logic q
);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) q <= 1'b0;
    else q <= d;
  end

endmodule

`default_nettype wire
