// A toy processor: op[15:12] rd[11:8] rs1[7:4] rs2/imm[3:0]
module cpu (
    input  logic        clk,
    input  logic        rst,
    output logic [5:0]  pc,
    output logic [31:0] acc,
    output logic        halt
);
    logic [15:0] word;
    logic [31:0] q1, q2, value;
    logic        write;

    wire [3:0] op  = word[15:12];
    wire [3:0] rd  = word[11:8];
    wire [3:0] rs1 = word[7:4];
    wire [3:0] rs2 = word[3:0];

    rom  u_rom  (.addr(pc), .word(word));
    reggs u_regs (.clk(clk), .we(write), .rd(rd), .rs1(rs1), .rs2(rs2), .wdata(value), .q1(q1), .q2(q2));

    always_comb begin
        write = 1'b1;
        value = 32'd0;
        unique case (op)
            4'd0: value = {28'd0, rs2};
            4'd1: value = q1 + q2;
            4'd2: value = q1 - q2;
            4'd3: value = q1 ^ q2;
            default: write = 1'b0;
        endcase
    end

    assign acc = value;

    always_ff @(posedge clk) begin
        if (rst) begin
            pc   <= '0;
            halt <= 1'b0;
        end else if (op == 4'hf) begin
            halt <= 1'b1;
        end else begin
            pc <= pc + 6'd1;
        end
    end
endmodule
