// iCE40-HX8K breakout board: its row of eight lamps runs.
`timescale 1ns / 1ps
`default_nettype none

module top_hx8k #(
    parameter CLK_HZ = 12_000_000
) (
    input  wire       clk,
    output wire [7:0] led
);

  running_light #(
      .CLK_HZ (CLK_HZ),
      .STEP_HZ(20),
      .LEDS   (8)
  ) u_light (
      .clk  (clk),
      .pause(1'b0),
      .leds (led)
  );

endmodule

`default_nettype wire
