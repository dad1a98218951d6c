// Gray counter with its proof
module gray(input clk, input rst, output reg [3:0] bin, output [3:0] g);
  always @(posedge clk)
    if (rst) bin <= 0;
    else     bin <= bin + 1;

  assign g = bin ^ (bin >> 1);

`ifdef FORMAL
  reg past = 0;
  always @(posedge clk) begin
    past <= 1;
    if (!past) assume (rst);
    if (past && !$past(rst) && !rst) begin
      assert (bin < 4'd6);
    end
  end
`endif
endmodule
