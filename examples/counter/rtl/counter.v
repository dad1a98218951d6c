// Up/down counter with load, enable and a wrap flag.
`timescale 1ns / 1ps
`default_nettype none

module counter #(
    parameter WIDTH = 8
) (
    input  wire             clk,
    input  wire             rst_n,  // asynchronous, active low
    input  wire             load,   // take `value` at the next edge; wins over `en`
    input  wire [WIDTH-1:0] value,
    input  wire             en,     // count at the next edge
    input  wire             down,   // direction: 0 up, 1 down
    output reg  [WIDTH-1:0] count,
    output wire             wrap    // the next edge takes the count around its end
);

  localparam [WIDTH-1:0] ZERO = {WIDTH{1'b0}};
  localparam [WIDTH-1:0] LAST = {WIDTH{1'b1}};
  localparam [WIDTH-1:0] ONE  = {{(WIDTH - 1) {1'b0}}, 1'b1};

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) count <= ZERO;
    else if (load) count <= value;
    else if (en) count <= down ? count - ONE : count + ONE;
  end

  assign wrap = en && !load && (count == (down ? ZERO : LAST));

endmodule

`default_nettype wire
