`timescale 1ns/1ps
module fir_tb;
    localparam int W = 8;
    logic clk = 0;
    logic rst_n = 0;
    logic signed [W-1:0] x = 0;
    wire signed [2*W-1:0] y;

    fir #(.W(W), .TAPS(4)) dut (.clk(clk), .rst_n(rst_n), .x(x), .y(y));

    always #5 clk = ~clk;

    initial begin
        $dumpfile("fir.vcd");
        $dumpvars(1, fir_tb);
        #17 rst_n = 1;
        x = 8'sd1;
        @(posedge clk);
        #1 x = 8'sd0;
        repeat (12) @(posedge clk);
        $display("y = %0d", y);
        $finish;
    end
endmodule
