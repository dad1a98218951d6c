`timescale 1ns / 1ps
`include "fifo_defs.vh"
module tb_fifo;
    reg clk, rst_n, push, pop;
    reg  [`FIFO_WIDTH-1:0] din;
    wire [`FIFO_WIDTH-1:0] dout;
    wire full, empty;
    integer i;

    fifo dut (.clk(clk), .rst_n(rst_n), .push(push), .din(din), .pop(pop), .dout(dout), .full(full), .empty(empty));

    initial clk = 0;
    always #4 clk = ~clk;

    task write_word(input [`FIFO_WIDTH-1:0] word);
    begin
        @(negedge clk);
        push = 1;
        din  = word;
        @(negedge clk) push = 0;
    end
    endtask

    initial begin
        $dumpfile("fifo.vcd");
        $dumpvars(0, tb_fifo);
        rst_n = 0; push = 0; pop = 0; din = 0;
        #20 rst_n = 1;
        for (i = 0; i < `FIFO_DEPTH; i = i + 1)
            write_word(16'h100 + i);
        if (!full) $display("FAIL: should be full");
        for (i = 0; i < `FIFO_DEPTH; i = i + 1) begin
            @(negedge clk);
            if (dout !== 16'h100 + i) $display("FAIL: word %0d is %h", i, dout);
            pop = 1;
            @(negedge clk) pop = 0;
        end
        #20 $finish;
    end
endmodule
