// FIR filter as a chain of taps.
`default_nettype none
module fir #(
    parameter int W    = 8,
    parameter int TAPS = 4
) (
    input  wire                  clk,
    input  wire                  rst_n,
    input  wire signed [W-1:0]   x,
    output wire signed [2*W-1:0] y
);
    wire signed [W-1:0]   xs   [0:TAPS];
    wire signed [2*W-1:0] sums [0:TAPS];

    assign xs[0]   = x;
    assign sums[0] = '0;

    generate
        genvar i;
        for (i = 0; i < TAPS; i = i + 1) begin : g_tap
            tap #(.W(W), .COEFF(i + 1)) u_tap (
                .clk    (clk),
                .rst_n  (rst_n),
                .x_in   (xs[i]),
                .sum_in (sums[i]),
                .x_out  (xs[i+1]),
                .sum_out(sums[i+1])
            );
        end
    endgenerate

    assign y = sums[TAPS];
endmodule
`default_nettype wire
