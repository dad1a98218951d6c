// Both FIFOs under the same traffic: filled to the brim, drained, streamed through, and worked at random.
// There is no $dumpvars in this bench: a6hub records the waveform by itself.
`timescale 1ns / 1ps
`default_nettype none

module tb_fifo;

  localparam int WIDTH = 8;
  localparam int LOG2_DEPTH = 3;
  localparam int DEPTH = 2 ** LOG2_DEPTH;

  logic rst_n;
  logic wr_clk;
  logic rd_clk;
  logic wr_slow;
  logic rd_slow;
  int   wr_percent;  // share of the cycles in which a side is active
  int   rd_percent;
  int   checks;
  int   errors;

  logic [6*8-1:0] phase;  // a name in ASCII, for the waveform and the messages

  // The two clocks share no common period, so their edges meet in every possible order.
  initial begin
    wr_clk = 1'b0;
    forever begin
      #5.0;
      if (wr_slow) #8.3;
      wr_clk = ~wr_clk;
    end
  end

  initial begin
    rd_clk = 1'b0;
    forever begin
      #3.7;
      if (rd_slow) #9.2;
      rd_clk = ~rd_clk;
    end
  end

  // --- the synchronous FIFO, all of it on wr_clk ---

  logic                s_wr_en, s_full, s_rd_en, s_empty;
  logic [WIDTH-1:0]    s_wr_data, s_rd_data;
  logic [LOG2_DEPTH:0] s_level;
  int                  s_sent, s_received, s_errors;

  sync_fifo #(.WIDTH(WIDTH), .LOG2_DEPTH(LOG2_DEPTH)) u_sync (
      .clk(wr_clk), .rst_n(rst_n),
      .wr_en(s_wr_en), .wr_data(s_wr_data), .full(s_full),
      .rd_en(s_rd_en), .rd_data(s_rd_data), .empty(s_empty),
      .level(s_level)
  );

  producer #(.WIDTH(WIDTH)) u_sync_producer (
      .clk(wr_clk), .rst_n(rst_n), .percent(wr_percent), .full(s_full),
      .wr_en(s_wr_en), .wr_data(s_wr_data), .sent(s_sent)
  );

  consumer #(.WIDTH(WIDTH)) u_sync_consumer (
      .clk(wr_clk), .rst_n(rst_n), .percent(rd_percent), .empty(s_empty),
      .rd_en(s_rd_en), .rd_data(s_rd_data), .received(s_received), .errors(s_errors)
  );

  // --- the asynchronous FIFO ---

  logic             a_wr_en, a_full, a_rd_en, a_empty;
  logic [WIDTH-1:0] a_wr_data, a_rd_data;
  int               a_sent, a_received, a_errors;

  async_fifo #(.WIDTH(WIDTH), .LOG2_DEPTH(LOG2_DEPTH)) u_async (
      .wr_clk(wr_clk), .wr_rst_n(rst_n), .wr_en(a_wr_en), .wr_data(a_wr_data), .full(a_full),
      .rd_clk(rd_clk), .rd_rst_n(rst_n), .rd_en(a_rd_en), .rd_data(a_rd_data), .empty(a_empty)
  );

  producer #(.WIDTH(WIDTH)) u_async_producer (
      .clk(wr_clk), .rst_n(rst_n), .percent(wr_percent), .full(a_full),
      .wr_en(a_wr_en), .wr_data(a_wr_data), .sent(a_sent)
  );

  consumer #(.WIDTH(WIDTH)) u_async_consumer (
      .clk(rd_clk), .rst_n(rst_n), .percent(rd_percent), .empty(a_empty),
      .rd_en(a_rd_en), .rd_data(a_rd_data), .received(a_received), .errors(a_errors)
  );

  // --- checks ---

  task check(input logic good, input [8*28-1:0] what);
    checks = checks + 1;
    if (!good) begin
      errors = errors + 1;
      $error("%0s at %0t: %0s", phase, $realtime, what);
    end
  endtask

  // In every cycle the flags of the synchronous FIFO must agree with the number of words inside.
  initial forever begin
    @(negedge wr_clk);
    if (rst_n === 1'b1) begin
      check(int'(s_level) == s_sent - s_received, "sync: wrong level");
      check(s_full === (s_sent - s_received == DEPTH), "sync: wrong full");
      check(s_empty === (s_sent == s_received), "sync: wrong empty");
      check(a_sent - a_received <= DEPTH, "async: overrun");
    end
  end

  // What crosses the border between the clocks may change in one bit at a time.
  function one_bit(input [LOG2_DEPTH:0] change);
    one_bit = (change & (change - 1'b1)) == '0;
  endfunction

  logic [LOG2_DEPTH:0] wr_last, rd_last;

  initial forever begin
    wr_last = u_async.u_wr_to_rd.d;
    @(u_async.u_wr_to_rd.d);
    if (rst_n === 1'b1) check(one_bit(u_async.u_wr_to_rd.d ^ wr_last), "async: write is not Gray");
  end

  initial forever begin
    rd_last = u_async.u_rd_to_wr.d;
    @(u_async.u_rd_to_wr.d);
    if (rst_n === 1'b1) check(one_bit(u_async.u_rd_to_wr.d ^ rd_last), "async: read is not Gray");
  end

  // --- the test ---

  task traffic(input int cycles, input int wr, input int rd);
    wr_percent = wr;
    rd_percent = rd;
    repeat (cycles) @(negedge wr_clk);
  endtask

  task fill_and_drain;
    phase = "fill";
    traffic(4 * DEPTH, 100, 0);
    check(s_full === 1'b1 && a_full === 1'b1, "not full");
    check(a_sent - a_received == DEPTH, "async: wrong depth");

    phase = "drain";
    traffic(6 * DEPTH, 0, 100);
    check(s_empty === 1'b1 && a_empty === 1'b1, "not empty");
    check(s_sent == s_received && a_sent == a_received, "words lost");
  endtask

  task every_mix;
    fill_and_drain;
    phase = "stream";
    traffic(60, 100, 100);
    phase = "random";
    traffic(150, 70, 40);
    traffic(150, 40, 70);
    fill_and_drain;
  endtask

  initial begin
    {wr_percent, rd_percent, checks, errors} = '0;
    {wr_slow, rd_slow} = '0;
    $timeformat(-9, 1, " ns", 0);
    phase = "reset";
    rst_n = 1'b0;
    #40 rst_n = 1'b1;
    check(s_empty === 1'b1 && a_empty === 1'b1, "not empty");
    check(s_full === 1'b0 && a_full === 1'b0, "full");

    every_mix;  // the reader's clock is a little faster
    rd_slow = 1'b1;
    every_mix;  // now it is much slower
    {wr_slow, rd_slow} = 2'b10;
    every_mix;  // and now much faster

    errors = errors + s_errors + a_errors;
    checks = checks + s_received + a_received;
    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks, %0d and %0d words", checks, s_received, a_received);
    $finish;
  end

endmodule

`default_nettype wire
