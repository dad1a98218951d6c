// Two read ports, one write port; register 0 reads as zero.
module regs (
    input  logic        clk,
    input  logic        we,
    input  logic [3:0]  rd,
    input  logic [3:0]  rs1, rs2,
    input  logic [31:0] wdata,
    output logic [31:0] q1,
    output logic [31:0] q2
);
    logic [31:0] file [16];

    always_ff @(posedge clk) begin
        if (we && rd != 4'd0)
            file[rd] <= wdata;
    end

    assign q1 = (rs1 == 0) ? 32'd0 : file[rs1];
    assign q2 = (rs2 == 0) ? 32'd0 : file[rs2];
endmodule
