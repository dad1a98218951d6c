`timescale 1ns/1ns
module alu_tb;
  logic        clk = 0, rst;
  logic [2:0]  op;
  logic [15:0] a, b, result;
  logic        zero;
  int          errors = 0;

  alu_reg #(.W(16)) dut (.*);

  always #5 clk = !clk;

  task automatic check(input logic [2:0] what, input logic [15:0] x, z, expected);
    op = what; a = x; b = z;
    repeat (3) @(posedge clk);
    #1;
    if (result !== expected) begin
      errors++;
      $error("op %0d: got %h, expected %h", what, result, expected);
    end
  endtask

  initial begin
    rst = 1; op = 0; a = 0; b = 0;
    repeat (3) @(posedge clk);
    rst = 0;
    check(0, 16'd40, 16'd2, 16'd42);
    check(1, 16'd40, 16'd2, 16'd38);
    check(2, 16'hff00, 16'h0ff0, 16'h0f00);
    check(4, 16'hffff, 16'h00ff, 16'hff00);
    if (errors == 0) $display("PASS");
    $finish;
  end
endmodule
