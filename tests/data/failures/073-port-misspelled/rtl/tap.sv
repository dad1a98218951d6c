module tap #(
    parameter int W = 8,
    parameter logic signed [W-1:0] COEFF = 1
) (
    input  wire                       clk,
    input  wire                       rst_n,
    input  wire signed [W-1:0]        x_in,
    input  wire signed [2*W-1:0]      sum_in,
    output logic signed [W-1:0]       x_out,
    output logic signed [2*W-1:0]     sum_out
);
    always_ff @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            x_out   <= '0;
            sum_out <= '0;
        end else begin
            x_out   <= x_in;
            sum_out <= sum_in + x_in * COEFF;
        end
    end
endmodule
