// Drives the design and checks what comes out. Add your own checks in the last block.
`timescale 1ns / 1ps
`default_nettype none

module tb_top;

  logic clk;
  logic rst_n;
  logic d;
  logic q;
  int   checks;

  top dut (
      .clk  (clk),
      .rst_n(rst_n),
      .d    (d),
      .q    (q)
  );

  initial begin
    clk = 1'b0;
    forever #5 clk = ~clk;
  end

  task expect_q(input logic value);
    checks = checks + 1;
    if (q !== value) $fatal(1, "FAIL: q is %b, expected %b", q, value);
  endtask

  initial begin
    $dumpfile("top.vcd");
    $dumpvars(0, tb_top);

    checks = 0;
    d = 1'b1;
    rst_n = 1'b0;
    @(negedge clk) expect_q(1'b0);

    rst_n = 1'b1;
    @(negedge clk) expect_q(1'b1);
    d = 1'b0;
    #1 expect_q(1'b1);  // nothing happens before the rising edge
    @(negedge clk) expect_q(1'b0);

    $display("PASS: %0d checks", checks);
    $finish;
  end

endmodule

`default_nettype wire
