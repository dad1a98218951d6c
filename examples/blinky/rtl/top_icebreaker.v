// iCEBreaker (iCE40UP5K): five lamps of the snap-off section run, the red one beats once a second, the button pauses.
`timescale 1ns / 1ps
`default_nettype none

module top_icebreaker #(
    parameter CLK_HZ = 12_000_000
) (
    input  wire       CLK,
    input  wire       BTN_N,   // low while pressed
    output wire       LEDR_N,  // low is lit
    output wire       LEDG_N,
    output wire [4:0] LED
);

  reg  [1:0] button;
  reg        beat;
  wire       half_second;

  initial button = 2'b00;
  initial beat = 1'b0;

  // A finger keeps no clock: two flip-flops stand between the button and the design.
  always @(posedge CLK) button <= {button[0], !BTN_N};

  running_light #(
      .CLK_HZ (CLK_HZ),
      .STEP_HZ(10),
      .LEDS   (5)
  ) u_light (
      .clk  (CLK),
      .pause(button[1]),
      .leds (LED)
  );

  divider #(
      .CLK_HZ(CLK_HZ),
      .OUT_HZ(2)
  ) u_divider (
      .clk   (CLK),
      .enable(1'b1),
      .tick  (half_second)
  );

  always @(posedge CLK) if (half_second) beat <= !beat;

  assign LEDR_N = !beat;
  assign LEDG_N = !button[1];

endmodule

`default_nettype wire
