// Registers around the ALU, one stage each.
module alu_reg #(
  parameter int W = 16
) (
  input  logic         clk,
  input  logic         rst,
  input  logic [2:0]   op,
  input  logic [W-1:0] a,
  input  logic [W-1:0] b,
  output logic [W-1:0] result,
  output logic         zero
);
  logic [W-1:0] a_q, b_q, y;
  logic [2:0]   op_q;
  logic         zero_d, carry;

  alu #(.W(W)) u_alu (
    .op   (op_q),
    .a    (a_q),
    .b    (b_q),
    .y    (y),
    .zero (zero_d),
    .carry(carry)
  );

  logic [W-1:0] held;
  always @(*) begin
    if (rst) held = a;
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      a_q    <= '0;
      b_q    <= '0;
      op_q   <= '0;
      result <= '0;
      zero   <= 1'b0;
    end else begin
      a_q    <= a;
      b_q    <= b;
      op_q   <= op;
      result <= y ^ held;
      zero   <= zero_d;
    end
  end
endmodule
