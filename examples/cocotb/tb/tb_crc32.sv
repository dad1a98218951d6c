// The plain bench: sends packets whose CRC-32 anyone can look up, with pauses on both sides.
`timescale 1ns / 1ps
`default_nettype none

module tb_crc32;

  localparam int MAX = 48;  // bytes in the longest text

  logic        clk;
  logic        rst_n;
  logic [7:0]  s_data;
  logic        s_last;
  logic        s_valid;
  logic        s_ready;
  logic [31:0] m_crc;
  logic        m_valid;
  logic        m_ready;

  int          checks;
  int          errors;

  crc32 dut (
      .clk    (clk),
      .rst_n  (rst_n),
      .s_data (s_data),
      .s_last (s_last),
      .s_valid(s_valid),
      .s_ready(s_ready),
      .m_crc  (m_crc),
      .m_valid(m_valid),
      .m_ready(m_ready)
  );

  initial begin
    clk = 1'b0;
    forever #5 clk = ~clk;
  end

  task check(input logic good, input [8*24-1:0] what);
    checks = checks + 1;
    if (!good) begin
      errors = errors + 1;
      $error("%0t: %0s", $realtime, what);
    end
  endtask

  // Send one byte; a slow sender waits before, at random.
  task send(input logic [7:0] data, input logic last, input logic slow);
    while (slow && $urandom_range(1) == 0) @(negedge clk);
    s_data  = data;
    s_last  = last;
    s_valid = 1'b1;
    check(s_ready === 1'b1, "not ready for a byte");
    check(m_valid === 1'b0, "a result too early");
    @(negedge clk);
    s_valid = 1'b0;
    s_data  = 'x;
  endtask

  task packet(input logic [8*MAX-1:0] text, input int length, input logic [31:0] expected, input logic slow);
    int i;
    for (i = length - 1; i >= 0; i = i - 1) send(8'(text >> (8 * i)), i == 0, slow);

    repeat (slow ? 3 : 0) begin  // the receiver takes its time: the result must wait for it
      check(m_valid === 1'b1 && s_ready === 1'b0, "did not wait");
      @(negedge clk);
    end
    check(m_valid === 1'b1, "no result");
    check(m_crc === expected, "wrong CRC");
    $display("%h  %0s", m_crc, text);
    m_ready = 1'b1;
    @(negedge clk);
    m_ready = 1'b0;
    check(m_valid === 1'b0 && s_ready === 1'b1, "not ready again");
  endtask

  task every_packet(input logic slow);
    packet("a", 1, 32'he8b7be43, slow);
    packet("123456789", 9, 32'hcbf43926, slow);
    packet("The quick brown fox jumps over the lazy dog", 43, 32'h414fa339, slow);
    packet("123456789", 9, 32'hcbf43926, slow);  // again: nothing is left of the packet before
  endtask

  initial begin
    {s_data, s_last, s_valid, m_ready, checks, errors} = '0;
    $timeformat(-9, 0, " ns", 0);
    $dumpfile("crc32.vcd");
    $dumpvars(0, tb_crc32);
    rst_n = 1'b0;
    repeat (2) @(negedge clk);
    rst_n = 1'b1;

    every_packet(1'b0);
    every_packet(1'b1);

    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks", checks);
    $finish;
  end

endmodule

`default_nettype wire
