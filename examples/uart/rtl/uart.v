// A full-duplex UART: transmitter and receiver share one baud generator.
`timescale 1ns / 1ps
`default_nettype none

module uart #(
    parameter int CLK_HZ = 100_000_000,
    parameter int BAUD   = 115_200
) (
    input  logic       clk,
    input  logic       rst_n,

    input  logic [7:0] tx_data,
    input  logic       tx_start,
    output logic       tx_busy,

    output logic [7:0] rx_data,
    output logic       rx_valid,
    output logic       rx_frame_error,

    input  logic       rx,
    output logic       tx
);

  logic tick;

  baud_gen #(
      .CLK_HZ(CLK_HZ),
      .BAUD  (BAUD)
  ) u_baud (
      .clk  (clk),
      .rst_n(rst_n),
      .tick (tick)
  );

  uart_tx u_tx (
      .clk  (clk),
      .rst_n(rst_n),
      .tick (tick),
      .data (tx_data),
      .start(tx_start),
      .tx   (tx),
      .busy (tx_busy)
  );

  uart_rx u_rx (
      .clk        (clk),
      .rst_n      (rst_n),
      .tick       (tick),
      .rx         (rx),
      .data       (rx_data),
      .valid      (rx_valid),
      .frame_error(rx_frame_error)
  );

endmodule

`default_nettype wire
