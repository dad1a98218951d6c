// An electronic die: it rolls while the button is held, far too fast for the eye, and stays when the button is let go.
`timescale 1ns / 1ps
`default_nettype none

module tt_um_a6hub_dice (
    input  wire [7:0] ui_in,    // the eight inputs of the tile
    output wire [7:0] uo_out,   // its eight outputs
    input  wire [7:0] uio_in,   // the eight bidirectional pins, as inputs
    output wire [7:0] uio_out,  // and as outputs,
    output wire [7:0] uio_oe,   // where this is 1
    input  wire       ena,      // high while the tile is selected
    input  wire       clk,
    input  wire       rst_n
);

  reg  [4:0] meta;
  reg  [4:0] pins;    // ui_in[4:0], brought into our clock
  reg        rolled;  // `roll` one cycle ago
  reg  [3:0] face;    // 0 before the first throw
  reg  [3:0] throws;
  wire [6:0] segments;

  wire       roll = pins[0];
  wire [2:0] choice = pins[3:1];
  wire       invert = pins[4];
  wire [3:0] sides = (choice == 3'd0) ? 4'd6 : {1'b0, choice} + 4'd1;

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      meta   <= 5'd0;
      pins   <= 5'd0;
      rolled <= 1'b0;
      face   <= 4'd0;
      throws <= 4'd0;
    end else begin
      meta   <= ui_in[4:0];
      pins   <= meta;
      rolled <= roll;
      if (roll) face <= (face >= sides) ? 4'd1 : face + 4'd1;
      if (rolled && !roll) throws <= throws + 4'd1;
    end
  end

  seven_segment u_display (
      .digit   (face),
      .segments(segments)
  );

  assign uo_out  = {roll, segments} ^ {8{invert}};
  assign uio_out = {throws, face};
  assign uio_oe  = 8'hff;

  wire _unused = &{ena, uio_in, ui_in[7:5], 1'b0};  // says that we know

endmodule

`default_nettype wire
