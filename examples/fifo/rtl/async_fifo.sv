// FIFO between two clock domains that know nothing of each other. Only Gray-coded pointers cross the border.
`timescale 1ns / 1ps
`default_nettype none

module async_fifo #(
    parameter int WIDTH = 8,
    parameter int LOG2_DEPTH = 3  // at least 2
) (
    input  logic             wr_clk,
    input  logic             wr_rst_n,
    input  logic             wr_en,     // ignored while full
    input  logic [WIDTH-1:0] wr_data,
    output logic             full,

    input  logic             rd_clk,
    input  logic             rd_rst_n,
    input  logic             rd_en,     // takes the word on `rd_data`; ignored while empty
    output logic [WIDTH-1:0] rd_data,
    output logic             empty
);

  localparam int DEPTH = 2 ** LOG2_DEPTH;
  localparam int A = LOG2_DEPTH;

  logic [A:0]       wr_bin;
  logic [A:0]       wr_bin_next;
  logic [A:0]       wr_gray;
  logic [A:0]       wr_gray_next;
  logic [A:0]       wr_gray_at_rd;  // the write pointer as the read side knows it, two cycles old

  logic [A:0]       rd_bin;
  logic [A:0]       rd_bin_next;
  logic [A:0]       rd_gray;
  logic [A:0]       rd_gray_next;
  logic [A:0]       rd_gray_at_wr;  // the read pointer as the write side knows it, two cycles old

  logic [WIDTH-1:0] mem[0:DEPTH-1];
  logic             push;

  // --- write side ---

  assign push         = wr_en && !full;
  assign wr_bin_next  = wr_bin + (A + 1)'(push);
  assign wr_gray_next = wr_bin_next ^ (wr_bin_next >> 1);

  always_ff @(posedge wr_clk) begin
    if (push) mem[wr_bin[A-1:0]] <= wr_data;
  end

  // Full: the write pointer is one whole round ahead. In Gray code that is the same value with its two top bits inverted.
  always_ff @(posedge wr_clk or negedge wr_rst_n) begin
    if (!wr_rst_n) begin
      wr_bin  <= '0;
      wr_gray <= '0;
      full    <= 1'b0;
    end else begin
      wr_bin  <= wr_bin_next;
      wr_gray <= wr_gray_next;
      full    <= wr_gray_next == {~rd_gray_at_wr[A:A-1], rd_gray_at_wr[A-2:0]};
    end
  end

  sync_2ff #(
      .WIDTH(A + 1)
  ) u_rd_to_wr (
      .clk  (wr_clk),
      .rst_n(wr_rst_n),
      .d    (rd_gray),
      .q    (rd_gray_at_wr)
  );

  // --- read side ---

  assign rd_data      = mem[rd_bin[A-1:0]];
  assign rd_bin_next  = rd_bin + (A + 1)'(rd_en && !empty);
  assign rd_gray_next = rd_bin_next ^ (rd_bin_next >> 1);

  // Empty: both pointers are equal. What is known of the other side is old, so each flag errs to the safe side.
  always_ff @(posedge rd_clk or negedge rd_rst_n) begin
    if (!rd_rst_n) begin
      rd_bin  <= '0;
      rd_gray <= '0;
      empty   <= 1'b1;
    end else begin
      rd_bin  <= rd_bin_next;
      rd_gray <= rd_gray_next;
      empty   <= rd_gray_next == wr_gray_at_rd;
    end
  end

  sync_2ff #(
      .WIDTH(A + 1)
  ) u_wr_to_rd (
      .clk  (rd_clk),
      .rst_n(rd_rst_n),
      .d    (wr_gray),
      .q    (wr_gray_at_rd)
  );

endmodule

`default_nettype wire
