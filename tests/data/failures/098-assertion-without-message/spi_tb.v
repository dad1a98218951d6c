`timescale 1ns/1ps
module spi_tb;
    reg clk = 0;
    reg rst = 1;
    reg go  = 0;
    wire [7:0] answer;
    wire done, sclk, line, cs_n;

    spi_master #(.WIDTH(8), .HALF(2)) master (
        .clk(clk), .rst(rst), .go(go), .mosi_word(8'hA6), .miso_word(answer),
        .done(done), .sclk(sclk), .mosi(line), .miso(line), .cs_n(cs_n)
    );

    always #5 clk = ~clk;

    initial begin : stimulus
        integer k;
        for (k = 0; k < 4; k = k + 1) @(posedge clk);
        rst <= 0;
        @(posedge clk) go <= 1;
        @(posedge clk) go <= 0;
        @(posedge done);
        #1;
        assert (answer === 8'hA7);
        $finish;
    end
endmodule
