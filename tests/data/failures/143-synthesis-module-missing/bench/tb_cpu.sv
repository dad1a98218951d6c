`timescale 1ns/1ps
module tb_cpu;
    logic clk = 1'b0;
    logic rst = 1'b1;
    logic [5:0] pc;
    logic [31:0] acc;
    logic halt;

    cpu u_cpu (.clk(clk), .rst(rst), .pc(pc), .acc(acc), .halt(halt));

    initial forever #5 clk = ~clk;

    initial begin
        #22 rst = 1'b0;
        wait (halt);
        $display("halted at %0d", pc);
        assert (u_cpu.u_regs.file[3] == 12) else $fatal(1, "r3 is %0d, expected 12", u_cpu.u_regs.file[3]);
        $finish;
    end
endmodule
