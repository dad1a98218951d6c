// Homework 3: an up/down counter with load
// and a terminal count output
module counter #(parameter WIDTH = 8)
(
  input  wire             clk,
  input  wire             reset,
  input  wire             enable,
  input  wire             up,
  input  wire             load,
  input  wire [WIDTH-1:0] value,
  output reg  [WIDTH-1:0] count,
  output wire             terminal
);

  wire [WIDTH-1:0] next_up   = count + 1'b1;
  wire [WIDTH-1:0] next_down = count - 1'b1;

  // load wins over counting
  always @(posedge clk) begin
    if (reset) begin
      count <= {WIDTH{1'b0}};
    end
    else if (load) begin
      count <= value;
    end
    else if (enable) begin
      if (up)
        count <= next_up;
      else
        count <= next_down;
    end
  end

  assign terminal = up ? &count : ~|count;

endmodule
