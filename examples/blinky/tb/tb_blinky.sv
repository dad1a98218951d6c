// Both boards for a few seconds. Their clock is told to be a hundred thousand times slower than it is in reality,
// so a second takes 120 cycles here. There is no $dumpvars in this bench: a6hub records the waveform by itself.
`timescale 1ns / 1ps
`default_nettype none

module tb_blinky;

  localparam int CLK_HZ = 120;

  logic       clk;
  logic       btn_n;
  logic       ledr_n;
  logic       ledg_n;
  logic [4:0] led5;
  logic [7:0] led8;
  int         checks;
  int         errors;

  top_icebreaker #(
      .CLK_HZ(CLK_HZ)
  ) icebreaker (
      .CLK   (clk),
      .BTN_N (btn_n),
      .LEDR_N(ledr_n),
      .LEDG_N(ledg_n),
      .LED   (led5)
  );

  top_hx8k #(
      .CLK_HZ(CLK_HZ)
  ) hx8k (
      .clk(clk),
      .led(led8)
  );

  initial begin
    clk = 1'b0;
    forever #41.667 clk = ~clk;
  end

  task check(input [8*20-1:0] what, input logic [7:0] got, input logic [7:0] expected);
    checks = checks + 1;
    if (got !== expected) begin
      errors = errors + 1;
      $error("%0t: %0s is %b, expected %b", $realtime, what, got, expected);
    end
  endtask

  // The lamps after so many steps: 0 1 2 3 4 3 2 1 0 1 ... for five of them.
  function logic [7:0] lamps(input int steps, input int count);
    int place;
    place = steps % (2 * count - 2);
    if (place >= count) place = 2 * count - 2 - place;
    lamps = 8'(1 << place);
  endfunction

  int         cycle;    // clock edges so far
  int         paused;   // those that the running light of the iCEBreaker did not count
  logic [1:0] pressed;  // the button at the last two edges: it takes two flip-flops to arrive

  // Looks at every lamp after every edge.
  task run(input int cycles);
    repeat (cycles) begin
      @(negedge clk);
      cycle = cycle + 1;
      if (pressed[1]) paused = paused + 1;
      pressed = {pressed[0], !btn_n};
      check("lamps of the HX8K", led8, lamps(cycle / (CLK_HZ / 20), 8));
      check("lamps of the UP5K", {3'd0, led5}, lamps((cycle - paused) / (CLK_HZ / 10), 5));
      check("heartbeat", {7'd0, ledr_n}, {7'd0, cycle / (CLK_HZ / 2) % 2 == 0});
    end
  endtask

  initial begin
    {cycle, paused, pressed, checks, errors} = '0;
    $timeformat(-9, 1, " ns", 0);
    btn_n = 1'b1;
    run(3 * CLK_HZ);
    check("green lamp", {7'd0, ledg_n}, 8'd1);

    btn_n = 1'b0;
    run(CLK_HZ);
    check("green lamp", {7'd0, ledg_n}, 8'd0);

    btn_n = 1'b1;
    run(2 * CLK_HZ);

    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks in %0d cycles", checks, cycle);
    $finish;
  end

endmodule

`default_nettype wire
