// Makes one `tick` per sixteenth of a bit, on average exact for any clock and any baud rate.
//
// The accumulator grows by TICK_HZ each clock cycle and gives a tick whenever it passes CLK_HZ,
// so the remainder is carried on and no rounding error adds up.
`timescale 1ns / 1ps
`default_nettype none

module baud_gen #(
    parameter int CLK_HZ = 100_000_000,
    parameter int BAUD   = 115_200
) (
    input  logic clk,
    input  logic rst_n,
    output logic tick
);

  localparam int TICK_HZ = 16 * BAUD;
  localparam int WIDTH = $clog2(CLK_HZ + TICK_HZ);

  logic [WIDTH-1:0] acc;
  logic [WIDTH-1:0] sum;

  assign sum = acc + WIDTH'(TICK_HZ);

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      acc  <= '0;
      tick <= 1'b0;
    end else begin
      tick <= sum >= WIDTH'(CLK_HZ);
      acc  <= (sum >= WIDTH'(CLK_HZ)) ? sum - WIDTH'(CLK_HZ) : sum;
    end
  end

endmodule

`default_nettype wire
