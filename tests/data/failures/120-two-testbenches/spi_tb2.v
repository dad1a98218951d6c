`timescale 1ns/1ps
module spi_tb2;
  reg clk = 0, rst = 1;
  wire done, sclk, d, cs;
  wire [7:0] w;
  spi_master m(.clk(clk), .rst(rst), .go(1'b1), .mosi_word(8'h1), .miso_word(w), .done(done), .sclk(sclk), .mosi(d), .miso(d), .cs_n(cs));
  always #5 clk = ~clk;
  initial begin #20 rst = 0; #500 $finish; end
endmodule
