// first version, kept for reference
module spi_master(input clk, output reg done);
  always @(posedge clk) done <= 1;
endmodule
