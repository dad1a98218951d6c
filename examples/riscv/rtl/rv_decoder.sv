// Takes an instruction apart: its fields, its immediate value, and what kind of instruction it is.
`timescale 1ns / 1ps
`default_nettype none

module rv_decoder (
    input  logic [31:0] instr,

    output logic [4:0]  rd,
    output logic [4:0]  rs1,
    output logic [4:0]  rs2,
    output logic [2:0]  funct3,
    output logic [31:0] imm,
    output logic        alt,        // SUB instead of ADD, SRA instead of SRL

    output logic        is_lui,
    output logic        is_auipc,
    output logic        is_jal,
    output logic        is_jalr,
    output logic        is_branch,
    output logic        is_load,
    output logic        is_store,
    output logic        is_op_imm,
    output logic        is_op,
    output logic        is_ebreak,
    output logic        is_legal
);

  logic [6:0] opcode;
  logic [6:0] funct7;
  logic       is_fence;

  assign opcode = instr[6:0];
  assign rd     = instr[11:7];
  assign funct3 = instr[14:12];
  assign rs1    = instr[19:15];
  assign rs2    = instr[24:20];
  assign funct7 = instr[31:25];

  // --- kinds, with everything checked that the base instruction set fixes ---

  logic shift;
  logic plain;       // funct7 of all instructions but SUB and SRA
  logic alternative;

  assign shift       = funct3 == 3'b001 || funct3 == 3'b101;
  assign plain       = funct7 == 7'b0000000;
  assign alternative = funct7 == 7'b0100000;

  assign is_lui    = opcode == 7'b0110111;
  assign is_auipc  = opcode == 7'b0010111;
  assign is_jal    = opcode == 7'b1101111;
  assign is_jalr   = opcode == 7'b1100111 && funct3 == 3'b000;
  assign is_branch = opcode == 7'b1100011 && funct3 != 3'b010 && funct3 != 3'b011;
  assign is_load   = opcode == 7'b0000011 && funct3 != 3'b011 && funct3 != 3'b110 && funct3 != 3'b111;
  assign is_store  = opcode == 7'b0100011 && (funct3 == 3'b000 || funct3 == 3'b001 || funct3 == 3'b010);
  assign is_op_imm = opcode == 7'b0010011 && (!shift || plain || (alternative && funct3 == 3'b101));
  assign is_op     = opcode == 7'b0110011 && (plain || (alternative && (funct3 == 3'b000 || funct3 == 3'b101)));
  assign is_fence  = opcode == 7'b0001111 && funct3 == 3'b000;  // nothing to do: this core never reorders
  assign is_ebreak = instr == 32'h0010_0073;

  assign is_legal  = is_lui || is_auipc || is_jal || is_jalr || is_branch || is_load || is_store || is_op_imm || is_op
      || is_fence || is_ebreak;

  assign alt = alternative && (is_op || (is_op_imm && shift));

  // --- the immediate: five formats, each with its sign in bit 31 ---

  logic [31:0] imm_i, imm_s, imm_b, imm_u, imm_j;

  assign imm_i = {{20{instr[31]}}, instr[31:20]};
  assign imm_s = {{20{instr[31]}}, instr[31:25], instr[11:7]};
  assign imm_b = {{20{instr[31]}}, instr[7], instr[30:25], instr[11:8], 1'b0};
  assign imm_u = {instr[31:12], 12'd0};
  assign imm_j = {{12{instr[31]}}, instr[19:12], instr[20], instr[30:21], 1'b0};

  always_comb begin
    if (is_store) imm = imm_s;
    else if (is_branch) imm = imm_b;
    else if (is_lui || is_auipc) imm = imm_u;
    else if (is_jal) imm = imm_j;
    else imm = imm_i;
  end

endmodule

`default_nettype wire
