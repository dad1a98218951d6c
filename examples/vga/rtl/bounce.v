// One coordinate of something that bounces: it moves by one at each `step` and turns round at 0 and at LIMIT.
`timescale 1ns / 1ps
`default_nettype none

module bounce #(
    parameter LIMIT = 100
) (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       step,
    output reg  [9:0] position
);

  reg  back;
  wire turn = back ? position == 10'd1 : position == LIMIT[9:0] - 10'd1;  // one step before the wall

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      position <= 10'd0;
      back     <= 1'b0;
    end else if (step) begin
      position <= back ? position - 10'd1 : position + 10'd1;
      if (turn) back <= !back;
    end
  end

endmodule

`default_nettype wire
