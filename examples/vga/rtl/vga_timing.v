// Video timing: where the beam is, whether it is visible, and the two sync pulses. The defaults are 640 x 480 at 60 Hz
// with a pixel clock of 25.175 MHz; 25 MHz is close enough for any monitor.
`timescale 1ns / 1ps
`default_nettype none

module vga_timing #(
    parameter H_VISIBLE = 640,
    parameter H_FRONT   = 16,
    parameter H_SYNC    = 96,
    parameter H_BACK    = 48,
    parameter V_VISIBLE = 480,
    parameter V_FRONT   = 10,
    parameter V_SYNC    = 2,
    parameter V_BACK    = 33
) (
    input  wire       clk,        // one pixel per cycle
    input  wire       rst_n,
    output reg  [9:0] x,
    output reg  [9:0] y,
    output wire       visible,
    output wire       hsync,      // active low
    output wire       vsync,      // active low
    output wire       frame_end   // the last cycle of a frame
);

  localparam H_TOTAL = H_VISIBLE + H_FRONT + H_SYNC + H_BACK;
  localparam V_TOTAL = V_VISIBLE + V_FRONT + V_SYNC + V_BACK;
  localparam H_PULSE = H_VISIBLE + H_FRONT;
  localparam V_PULSE = V_VISIBLE + V_FRONT;

  wire line_end = x == H_TOTAL[9:0] - 10'd1;

  assign frame_end = line_end && y == V_TOTAL[9:0] - 10'd1;

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      x <= 10'd0;
      y <= 10'd0;
    end else begin
      x <= line_end ? 10'd0 : x + 10'd1;
      if (frame_end) y <= 10'd0;
      else if (line_end) y <= y + 10'd1;
    end
  end

  assign visible = x < H_VISIBLE[9:0] && y < V_VISIBLE[9:0];
  assign hsync   = !(x >= H_PULSE[9:0] && x < H_PULSE[9:0] + H_SYNC[9:0]);
  assign vsync   = !(y >= V_PULSE[9:0] && y < V_PULSE[9:0] + V_SYNC[9:0]);

endmodule

`default_nettype wire
