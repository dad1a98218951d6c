// Brings a Gray-coded bus into another clock domain: two flip-flops, so that a metastable first one can settle.
// At most one bit of a Gray code changes at a time, so the far side sees the old value or the new one, never a mixture.
`timescale 1ns / 1ps
`default_nettype none

module sync_2ff #(
    parameter int WIDTH = 4
) (
    input  logic             clk,    // of the receiving side
    input  logic             rst_n,
    input  logic [WIDTH-1:0] d,
    output logic [WIDTH-1:0] q
);

  logic [WIDTH-1:0] meta;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) {q, meta} <= '0;
    else {q, meta} <= {meta, d};
  end

endmodule

`default_nettype wire
