// One light that runs to and fro over LEDS lamps, STEP_HZ places a second, and stands still while `pause` is high.
// There is no reset: the flip-flops of an iCE40 start at the value that they are given here.
`timescale 1ns / 1ps
`default_nettype none

module running_light #(
    parameter CLK_HZ  = 12_000_000,
    parameter STEP_HZ = 10,
    parameter LEDS    = 5
) (
    input  wire            clk,
    input  wire            pause,
    output reg  [LEDS-1:0] leds
);

  localparam [LEDS-1:0] FIRST = {{(LEDS - 1) {1'b0}}, 1'b1};

  wire step;
  reg  back;
  wire turn = back ? leds[1] : leds[LEDS-2];  // one step before the last lamp

  initial leds = FIRST;
  initial back = 1'b0;

  divider #(
      .CLK_HZ(CLK_HZ),
      .OUT_HZ(STEP_HZ)
  ) u_divider (
      .clk   (clk),
      .enable(!pause),
      .tick  (step)
  );

  always @(posedge clk) begin
    if (step) begin
      leds <= back ? leds >> 1 : leds << 1;
      if (turn) back <= !back;
    end
  end

endmodule

`default_nettype wire
