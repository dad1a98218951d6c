// Writes a known sequence of words into a FIFO, in `percent` of the cycles, and keeps trying while it is full.
`timescale 1ns / 1ps
`default_nettype none

module producer #(
    parameter int WIDTH = 8
) (
    input  logic             clk,
    input  logic             rst_n,
    input  int               percent,
    input  logic             full,
    output logic             wr_en,
    output logic [WIDTH-1:0] wr_data,
    output int               sent
);

  assign wr_data = WIDTH'(sent * 167 + 13);  // 167 is odd: no two neighbours of 256 are the same

  always @(negedge clk) wr_en <= $urandom_range(99) < percent;

  always @(posedge clk or negedge rst_n) begin
    if (!rst_n) sent <= 0;
    else if (wr_en && !full) sent <= sent + 1;
  end

endmodule

`default_nettype wire
