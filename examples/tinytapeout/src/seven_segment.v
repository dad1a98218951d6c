// A digit on a seven-segment display; 0 shows a dash and everything above 8 nothing.
//
//      a
//    f   b
//      g
//    e   c
//      d
`timescale 1ns / 1ps
`default_nettype none

module seven_segment (
    input  wire [3:0] digit,
    output reg  [6:0] segments  // g f e d c b a, 1 is lit
);

  always @* begin
    case (digit)
      4'd0:    segments = 7'b1000000;
      4'd1:    segments = 7'b0000110;
      4'd2:    segments = 7'b1011011;
      4'd3:    segments = 7'b1001111;
      4'd4:    segments = 7'b1100110;
      4'd5:    segments = 7'b1101101;
      4'd6:    segments = 7'b1111101;
      4'd7:    segments = 7'b0000111;
      4'd8:    segments = 7'b1111111;
      default: segments = 7'b0000000;
    endcase
  end

endmodule

`default_nettype wire
