// The colour of one pixel: a white frame around colour bars, a dimmed chequerboard over them, and a square in
// inverted colours. Purely combinational.
`timescale 1ns / 1ps
`default_nettype none

module pattern #(
    parameter WIDTH = 640,
    parameter HEIGHT = 480,
    parameter LOG2_BAR = 6,   // a bar is 2 ** LOG2_BAR pixels wide
    parameter SQUARE = 48
) (
    input  wire [9:0] x,
    input  wire [9:0] y,
    input  wire [9:0] square_x,
    input  wire [9:0] square_y,
    output wire [5:0] rgb       // two bits each of red, green and blue
);

  wire border = x == 10'd0 || y == 10'd0 || x == WIDTH[9:0] - 10'd1 || y == HEIGHT[9:0] - 10'd1;
  wire square = x >= square_x && x < square_x + SQUARE[9:0] && y >= square_y && y < square_y + SQUARE[9:0];
  wire dim    = x[LOG2_BAR] ^ y[LOG2_BAR];

  wire [2:0] bar    = x[LOG2_BAR+:3];
  wire [5:0] bright = {{2{bar[2]}}, {2{bar[1]}}, {2{bar[0]}}};
  wire [5:0] colour = dim ? bright & 6'b01_01_01 : bright;

  assign rgb = border ? 6'b11_11_11 : square ? ~colour : colour;

endmodule

`default_nettype wire
