// Plays the other end of the line: listens to `tx` and talks to `rx` by time alone, as a real partner would.
`timescale 1ns / 1ps
`default_nettype none

module tb_uart;

  localparam int CLK_HZ = 100_000_000;
  localparam int BAUD = 1_152_000;
  localparam real BIT_NS = 1.0e9 / BAUD;

  localparam int LENGTH = 13;
  localparam logic [8*LENGTH-1:0] MESSAGE = "Hello, a6hub!";

  logic       clk;
  logic       rst_n;
  logic [7:0] tx_data;
  logic       tx_start;
  logic       tx_busy;
  logic [7:0] rx_data;
  logic       rx_valid;
  logic       rx_frame_error;
  logic       rx;
  logic       tx;

  int heard;         // bytes that the listener decoded from `tx`
  int received;      // bytes that the receiver gave
  int frame_errors;
  logic [7:0] heard_byte;
  int checks;
  int errors;

  uart #(
      .CLK_HZ(CLK_HZ),
      .BAUD  (BAUD)
  ) dut (
      .clk           (clk),
      .rst_n         (rst_n),
      .tx_data       (tx_data),
      .tx_start      (tx_start),
      .tx_busy       (tx_busy),
      .rx_data       (rx_data),
      .rx_valid      (rx_valid),
      .rx_frame_error(rx_frame_error),
      .rx            (rx),
      .tx            (tx)
  );

  initial begin
    clk = 1'b0;
    forever #5 clk = ~clk;
  end

  // The n-th byte of the message; later ones are a pattern with many edges.
  function [7:0] letter(input int n);
    letter = (n < LENGTH) ? 8'(MESSAGE >> (8 * (LENGTH - 1 - n))) : 8'(n * 37);
  endfunction

  task check(input logic good, input [8*24-1:0] what, input int n);
    checks = checks + 1;
    if (!good) begin
      errors = errors + 1;
      $error("%0t: %0s (byte %0d)", $realtime, what, n);
    end
  endtask

  // --- the transmitter -------------------------------------------------------------------------------------

  task send(input [7:0] value);
    @(negedge clk);
    tx_data  = value;
    tx_start = 1'b1;
    @(negedge clk);
    tx_start = 1'b0;
    wait (!tx_busy);
  endtask

  // Listen: half a bit into the start bit, then one sample in the middle of each following bit.
  initial begin
    heard = 0;
    wait (rst_n === 1'b1);
    forever begin
      @(negedge tx);
      #(BIT_NS / 2) check(tx === 1'b0, "tx: start bit", heard);
      repeat (8) #(BIT_NS) heard_byte = {tx, heard_byte[7:1]};
      #(BIT_NS) check(tx === 1'b1, "tx: stop bit", heard);
      check(heard_byte === letter(heard), "tx: wrong data", heard);
      $write("%c", (heard_byte >= " " && heard_byte <= "~") ? heard_byte : 8'h2e);
      heard = heard + 1;
    end
  end

  // --- the receiver ----------------------------------------------------------------------------------------

  // Send one byte to the design, with bits of `percent` of their proper length.
  task talk(input [7:0] value, input int percent, input logic stop);
    int i;
    rx = 1'b0;
    repeat (percent) #(BIT_NS / 100);
    for (i = 0; i < 8; i = i + 1) begin
      rx = value[i];
      repeat (percent) #(BIT_NS / 100);
    end
    rx = stop;
    repeat (percent) #(BIT_NS / 100);
    rx = 1'b1;
  endtask

  initial forever begin
    @(negedge clk);
    if (rx_valid === 1'b1) begin
      check(rx_data === letter(received), "rx: wrong data", received);
      received = received + 1;
    end
    if (rx_frame_error === 1'b1) frame_errors = frame_errors + 1;
  end

  // --- the test --------------------------------------------------------------------------------------------

  initial begin : test
    int i;
    $timeformat(-9, 1, " ns", 0);
    $dumpfile("uart.vcd");
    $dumpvars(0, tb_uart);
    {received, frame_errors, checks, errors} = '0;
    rst_n    = 1'b0;
    rx       = 1'b1;
    tx_start = 1'b0;
    tx_data  = '0;
    #33 rst_n = 1'b1;
    check(tx === 1'b1, "tx: idle level", 0);
    #500;

    fork  // both directions at once, back to back
      for (i = 0; i < LENGTH; i = i + 1) send(letter(i));
      begin : talker
        int k;
        for (k = 0; k < LENGTH; k = k + 1) talk(letter(k), 100, 1'b1);
      end
    join
    #(2 * BIT_NS);
    $display("  <- heard on tx");
    check(heard == LENGTH, "tx: bytes missing", heard);
    check(received == LENGTH, "rx: bytes missing", received);

    // A partner whose clock is 3 % off, to both sides.
    for (i = 0; i < 4; i = i + 1) talk(letter(received), (i % 2 == 0) ? 97 : 103, 1'b1);
    #(2 * BIT_NS) check(received == LENGTH + 4, "rx: other baud rates", received);

    // A glitch is no start bit, and a missing stop bit is an error and not a byte.
    rx = 1'b0;
    #(BIT_NS / 4) rx = 1'b1;
    #(12 * BIT_NS) check(received == LENGTH + 4, "rx: glitch taken", received);
    talk(8'h00, 100, 1'b0);
    #(2 * BIT_NS) check(frame_errors == 1, "rx: no frame error", received);
    talk(letter(received), 100, 1'b1);
    #(2 * BIT_NS) check(received == LENGTH + 5, "rx: after the error", received);
    check(frame_errors == 1, "rx: extra frame error", received);

    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks, %0d bytes sent, %0d received", checks, heard, received);
    $finish;
  end

endmodule

`default_nettype wire
