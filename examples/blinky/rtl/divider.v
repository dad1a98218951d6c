// Gives a `tick` of one cycle OUT_HZ times a second, as long as it is enabled.
`timescale 1ns / 1ps
`default_nettype none

module divider #(
    parameter CLK_HZ = 12_000_000,
    parameter OUT_HZ = 1
) (
    input  wire clk,
    input  wire enable,
    output wire tick
);

  localparam PERIOD = CLK_HZ / OUT_HZ;
  localparam WIDTH = $clog2(PERIOD);
  localparam LAST = PERIOD - 1;

  reg [WIDTH-1:0] count;

  initial count = {WIDTH{1'b0}};

  assign tick = enable && count == LAST[WIDTH-1:0];

  always @(posedge clk) begin
    if (tick) count <= {WIDTH{1'b0}};
    else if (enable) count <= count + 1'b1;
  end

endmodule

`default_nettype wire
