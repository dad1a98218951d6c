// FIFO in one clock domain. The oldest word stands on `rd_data` whenever `empty` is low.
`timescale 1ns / 1ps
`default_nettype none

module sync_fifo #(
    parameter int WIDTH = 8,
    parameter int LOG2_DEPTH = 3
) (
    input  logic                clk,
    input  logic                rst_n,

    input  logic                wr_en,    // ignored while full
    input  logic [WIDTH-1:0]    wr_data,
    output logic                full,

    input  logic                rd_en,    // takes the word on `rd_data`; ignored while empty
    output logic [WIDTH-1:0]    rd_data,
    output logic                empty,

    output logic [LOG2_DEPTH:0] level     // words inside
);

  localparam int DEPTH = 2 ** LOG2_DEPTH;

  // One bit more than the address: it tells a full FIFO from an empty one when both addresses are equal.
  logic [LOG2_DEPTH:0] wr_ptr;
  logic [LOG2_DEPTH:0] rd_ptr;
  logic [WIDTH-1:0]    mem[0:DEPTH-1];
  logic                push;
  logic                pop;

  assign push    = wr_en && !full;
  assign pop     = rd_en && !empty;
  assign level   = wr_ptr - rd_ptr;
  assign empty   = wr_ptr == rd_ptr;
  assign full    = level == (LOG2_DEPTH + 1)'(DEPTH);
  assign rd_data = mem[rd_ptr[LOG2_DEPTH-1:0]];

  always_ff @(posedge clk) begin
    if (push) mem[wr_ptr[LOG2_DEPTH-1:0]] <= wr_data;
  end

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      wr_ptr <= '0;
      rd_ptr <= '0;
    end else begin
      if (push) wr_ptr <= wr_ptr + 1'b1;
      if (pop) rd_ptr <= rd_ptr + 1'b1;
    end
  end

endmodule

`default_nettype wire
