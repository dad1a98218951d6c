// A small RV32I core: one instruction per cycle, two for loads and stores, one bus for instructions and data.
//
// The memory answers one cycle after the address. While an instruction executes, the bus is free to fetch the next one,
// except when the instruction itself needs the bus.
`timescale 1ns / 1ps
`default_nettype none

module rv_core #(
    parameter logic [31:0] RESET_PC = 32'h0000_0000
) (
    input  logic        clk,
    input  logic        rst_n,

    output logic [31:0] bus_addr,
    output logic [31:0] bus_wdata,
    output logic [3:0]  bus_wstrb,  // bytes to write; none of them: read
    input  logic [31:0] bus_rdata,  // what stood at bus_addr one cycle ago

    output logic        halted,     // the program ran into EBREAK, or
    output logic        trap        // into something that this core cannot do
);

  typedef enum logic [1:0] {FETCH, EXECUTE, LOAD, HALT} state_t;

  state_t      state;
  logic [31:0] pc;
  logic [31:0] pc_next;
  logic [31:0] pc_plus_4;

  // --- decode ---

  logic [4:0]  rd, rs1, rs2;
  logic [2:0]  funct3;
  logic [31:0] imm;
  logic        alt;
  logic        is_lui, is_auipc, is_jal, is_jalr, is_branch, is_load, is_store, is_op_imm, is_op, is_ebreak, is_legal;

  rv_decoder u_decoder (
      .instr    (bus_rdata),
      .rd       (rd),
      .rs1      (rs1),
      .rs2      (rs2),
      .funct3   (funct3),
      .imm      (imm),
      .alt      (alt),
      .is_lui   (is_lui),
      .is_auipc (is_auipc),
      .is_jal   (is_jal),
      .is_jalr  (is_jalr),
      .is_branch(is_branch),
      .is_load  (is_load),
      .is_store (is_store),
      .is_op_imm(is_op_imm),
      .is_op    (is_op),
      .is_ebreak(is_ebreak),
      .is_legal (is_legal)
  );

  // --- registers ---

  logic [31:0] rs1_value, rs2_value, rd_value;
  logic [4:0]  rd_now;
  logic        rd_write;
  logic [4:0]  load_rd;
  logic [2:0]  load_funct3;
  logic [1:0]  load_offset;
  logic [31:0] load_value;

  rv_regs u_regs (
      .clk      (clk),
      .rs1      (rs1),
      .rs1_value(rs1_value),
      .rs2      (rs2),
      .rs2_value(rs2_value),
      .write    (rd_write),
      .rd       (rd_now),
      .rd_value (rd_value)
  );

  // --- compute: one adder for sums, addresses and jump targets ---

  logic        taken;
  logic        jumps;
  logic [31:0] alu_a, alu_b, alu_result;

  assign alu_a = is_lui ? '0 : (is_auipc || is_jal || is_branch) ? pc : rs1_value;
  assign alu_b = is_op ? rs2_value : imm;

  rv_alu u_alu (
      .op    ((is_op || is_op_imm) ? funct3 : 3'b000),
      .alt   (alt),
      .a     (alu_a),
      .b     (alu_b),
      .result(alu_result)
  );

  rv_branch u_branch (
      .funct3(funct3),
      .a     (rs1_value),
      .b     (rs2_value),
      .taken (taken)
  );

  assign pc_plus_4 = pc + 32'd4;
  assign jumps     = is_jal || is_jalr || (is_branch && taken);
  assign pc_next   = jumps ? {alu_result[31:1], 1'b0} : pc_plus_4;

  // --- memory ---

  logic [31:0] store_wdata;
  logic [3:0]  store_wstrb;
  logic        misaligned;
  logic        stop;

  rv_align u_align (
      .offset       (alu_result[1:0]),
      .size         (funct3[1:0]),
      .misaligned   (misaligned),
      .store_value  (rs2_value),
      .wdata        (store_wdata),
      .wstrb        (store_wstrb),
      .load_offset  (load_offset),
      .load_size    (load_funct3[1:0]),
      .load_unsigned(load_funct3[2]),
      .rdata        (bus_rdata),
      .load_value   (load_value)
  );

  assign stop = !is_legal || is_ebreak || ((is_load || is_store) && misaligned) || (jumps && pc_next[1]);

  always_comb begin
    bus_addr  = pc;
    bus_wdata = store_wdata;
    bus_wstrb = 4'b0000;
    if (state == EXECUTE) begin
      bus_addr = (is_load || is_store) ? alu_result : pc_next;
      if (is_store && !stop) bus_wstrb = store_wstrb;
    end
  end

  // --- write back ---

  always_comb begin
    if (state == LOAD) begin
      rd_write = 1'b1;
      rd_now   = load_rd;
      rd_value = load_value;
    end else begin
      rd_write = state == EXECUTE && !stop && (is_lui || is_auipc || is_jal || is_jalr || is_op_imm || is_op);
      rd_now   = rd;
      rd_value = (is_jal || is_jalr) ? pc_plus_4 : alu_result;
    end
  end

  // --- control ---

  assign halted = state == HALT;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state       <= FETCH;
      pc          <= RESET_PC;
      trap        <= 1'b0;
      load_rd     <= '0;
      load_funct3 <= '0;
      load_offset <= '0;
    end else begin
      case (state)
        FETCH, LOAD: state <= EXECUTE;
        EXECUTE: if (stop) begin
          trap  <= !is_ebreak;
          state <= HALT;
        end else begin
          pc          <= pc_next;
          load_rd     <= rd;
          load_funct3 <= funct3;
          load_offset <= alu_result[1:0];
          if (is_load) state <= LOAD;
          else if (is_store) state <= FETCH;
        end
        HALT: state <= HALT;
      endcase
    end
  end

`ifndef SYNTHESIS
  // What is executed, for the waveform: show it as ASCII.
  rv_trace u_trace (
      .executes(state == EXECUTE),
      .instr   (bus_rdata)
  );
`endif

endmodule

`default_nettype wire
