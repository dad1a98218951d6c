// Reads from a FIFO in `percent` of the cycles and compares each word with the producer's sequence.
`timescale 1ns / 1ps
`default_nettype none

module consumer #(
    parameter int WIDTH = 8
) (
    input  logic             clk,
    input  logic             rst_n,
    input  int               percent,
    input  logic             empty,
    input  logic [WIDTH-1:0] rd_data,
    output logic             rd_en,
    output int               received,
    output int               errors
);

  logic [WIDTH-1:0] expected;

  assign expected = WIDTH'(received * 167 + 13);

  always @(negedge clk) rd_en <= $urandom_range(99) < percent;

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      received <= 0;
      errors   <= 0;
    end else if (rd_en && !empty) begin
      received <= received + 1;
      if (rd_data !== expected) begin
        errors <= errors + 1;
        $error("%m at %0t: word %0d is %h, expected %h", $realtime, received, rd_data, expected);
      end
    end
  end

endmodule

`default_nettype wire
