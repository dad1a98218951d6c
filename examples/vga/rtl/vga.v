// A complete VGA picture: connect the outputs to a monitor through resistors, and `clk` to 25 MHz.
`timescale 1ns / 1ps
`default_nettype none

module vga #(
    parameter H_VISIBLE = 640,
    parameter H_FRONT   = 16,
    parameter H_SYNC    = 96,
    parameter H_BACK    = 48,
    parameter V_VISIBLE = 480,
    parameter V_FRONT   = 10,
    parameter V_SYNC    = 2,
    parameter V_BACK    = 33,
    parameter LOG2_BAR  = 6,
    parameter SQUARE    = 48
) (
    input  wire       clk,
    input  wire       rst_n,
    output reg        hsync,
    output reg        vsync,
    output reg  [5:0] rgb
);

  wire [9:0] x;
  wire [9:0] y;
  wire [9:0] square_x;
  wire [9:0] square_y;
  wire [5:0] colour;
  wire       visible;
  wire       hsync_now;
  wire       vsync_now;
  wire       frame_end;

  vga_timing #(
      .H_VISIBLE(H_VISIBLE),
      .H_FRONT  (H_FRONT),
      .H_SYNC   (H_SYNC),
      .H_BACK   (H_BACK),
      .V_VISIBLE(V_VISIBLE),
      .V_FRONT  (V_FRONT),
      .V_SYNC   (V_SYNC),
      .V_BACK   (V_BACK)
  ) u_timing (
      .clk      (clk),
      .rst_n    (rst_n),
      .x        (x),
      .y        (y),
      .visible  (visible),
      .hsync    (hsync_now),
      .vsync    (vsync_now),
      .frame_end(frame_end)
  );

  bounce #(
      .LIMIT(H_VISIBLE - SQUARE)
  ) u_bounce_x (
      .clk     (clk),
      .rst_n   (rst_n),
      .step    (frame_end),
      .position(square_x)
  );

  bounce #(
      .LIMIT(V_VISIBLE - SQUARE)
  ) u_bounce_y (
      .clk     (clk),
      .rst_n   (rst_n),
      .step    (frame_end),
      .position(square_y)
  );

  pattern #(
      .WIDTH   (H_VISIBLE),
      .HEIGHT  (V_VISIBLE),
      .LOG2_BAR(LOG2_BAR),
      .SQUARE  (SQUARE)
  ) u_pattern (
      .x       (x),
      .y       (y),
      .square_x(square_x),
      .square_y(square_y),
      .rgb     (colour)
  );

  // Everything that leaves the chip comes from a register, so colours and sync pulses stay together.
  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      hsync <= 1'b1;
      vsync <= 1'b1;
      rgb   <= 6'd0;
    end else begin
      hsync <= hsync_now;
      vsync <= vsync_now;
      rgb   <= visible ? colour : 6'd0;
    end
  end

endmodule

`default_nettype wire
