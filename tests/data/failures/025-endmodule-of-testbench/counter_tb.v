`timescale 1ns/1ps
module counter_tb;
  reg clk = 0;
  reg reset = 1, enable = 0, up = 1, load = 0;
  reg [7:0] value = 8'd0;
  wire [7:0] count;
  wire terminal;

  counter #(.WIDTH(8)) dut (
    .clk(clk), .reset(reset), .enable(enable), .up(up),
    .load(load), .value(value),
    .count(count),
    .terminal(terminal)
  );

  always #5 clk = ~clk;

  initial begin
    repeat (2) @(negedge clk);
    reset = 0;
    enable = 1;
    repeat (10) @(negedge clk);
    if (count !== 8'd10) begin
      $display("count is %0d", count);
      $fatal(1, "counting up is broken");
    end
    load = 1; value = 8'd3;
    @(negedge clk);
    load = 0; up = 0;
    repeat (3) @(negedge clk);
    if (!terminal) $error("no terminal count at %0d", count);
    $display("counter done");
    $finish;
  end
