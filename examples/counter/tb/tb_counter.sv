// Drives the counter through each of its modes and compares it with plain arithmetic on both sides of every clock edge.
`timescale 1ns / 1ps
`default_nettype none

module tb_counter;

  localparam int WIDTH = 4;
  localparam int SIZE = 2 ** WIDTH;

  logic             clk;
  logic             rst_n;
  logic             load;
  logic [WIDTH-1:0] value;
  logic             en;
  logic             down;
  logic [WIDTH-1:0] count;
  logic             wrap;

  logic [6*8-1:0] phase;  // a name in ASCII, for the waveform and the messages
  int expected;           // what the counter holds, kept by plain arithmetic
  int checks;
  int errors;

  counter #(
      .WIDTH(WIDTH)
  ) dut (
      .clk  (clk),
      .rst_n(rst_n),
      .load (load),
      .value(value),
      .en   (en),
      .down (down),
      .count(count),
      .wrap (wrap)
  );

  initial begin
    clk = 1'b0;
    forever #5 clk = ~clk;
  end

  // Let clock cycles pass. Inputs change on the falling edge, so they never race with the rising one.
  task run(input int cycles);
    repeat (cycles) begin
      #1 check_wrap;
      predict;
      @(negedge clk);
      check_count;
    end
  endtask

  task predict;
    if (load) expected = int'(value);
    else if (en && down) expected = (expected + SIZE - 1) % SIZE;
    else if (en) expected = (expected + 1) % SIZE;
  endtask

  task check_count;
    checks = checks + 1;
    if (count !== WIDTH'(expected)) begin
      errors = errors + 1;
      $error("%0s at %0t: count is %0d, expected %0d", phase, $realtime, count, expected);
    end
  endtask

  task check_wrap;
    checks = checks + 1;
    if (wrap !== (en && !load && expected == (down ? 0 : SIZE - 1))) begin
      errors = errors + 1;
      $error("%0s at %0t: wrap is %b while the count is %0d", phase, $realtime, wrap, expected);
    end
  endtask

  initial begin
    $timeformat(-9, 1, " ns", 0);
    $dumpfile("counter.vcd");
    $dumpvars(0, tb_counter);
    {load, en, down, value} = '0;
    {expected, checks, errors} = '0;

    phase = "reset";
    rst_n = 1'b0;
    repeat (2) @(negedge clk);
    check_count;
    rst_n = 1'b1;

    phase = "hold";
    run(2);

    phase = "up";
    en = 1'b1;
    run(20);

    phase = "down";
    down = 1'b1;
    run(10);

    phase = "load";
    load = 1'b1;
    value = 4'd11;
    run(1);
    load = 1'b0;
    run(6);

    phase = "reset";  // asynchronous: the count falls to zero without waiting for an edge
    rst_n = 1'b0;
    expected = 0;
    #1 check_count;
    @(negedge clk);
    check_count;
    rst_n = 1'b1;

    phase = "random";
    repeat (60) begin
      load = $urandom % 8 == 0;
      en = $urandom % 4 != 0;
      down = $urandom % 3 == 0;
      value = WIDTH'($urandom);
      run(1);
    end

    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks", checks);
    $finish;
  end

endmodule

`default_nettype wire
