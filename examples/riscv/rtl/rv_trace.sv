// The name of the instruction in execution, as ASCII for the waveform. For simulation only.
`timescale 1ns / 1ps
`default_nettype none

/* verilator lint_off UNUSEDSIGNAL */
module rv_trace (
    input logic        executes,
    input logic [31:0] instr
);

  logic [6:0] opcode;
  logic [2:0] funct3;
  logic       alt;

  logic [6*8-1:0] name;

  assign opcode = instr[6:0];
  assign funct3 = instr[14:12];
  assign alt    = instr[30];

  always_comb begin
    name = "-";
    if (executes) begin
      case (opcode)
        7'b0110111: name = "lui";
        7'b0010111: name = "auipc";
        7'b1101111: name = "jal";
        7'b1100111: name = "jalr";
        7'b0001111: name = "fence";
        7'b1110011: name = "ebreak";
        7'b1100011: name = branch(funct3);
        7'b0000011: name = load(funct3);
        7'b0100011: name = store(funct3);
        7'b0010011: name = arithmetic(funct3, 1'b1, alt);
        7'b0110011: name = arithmetic(funct3, 1'b0, alt);
        default:    name = "?";
      endcase
    end
  end

  function automatic [6*8-1:0] branch(input logic [2:0] f);
    case (f)
      3'd0:    branch = "beq";
      3'd1:    branch = "bne";
      3'd4:    branch = "blt";
      3'd5:    branch = "bge";
      3'd6:    branch = "bltu";
      3'd7:    branch = "bgeu";
      default: branch = "?";
    endcase
  endfunction

  function automatic [6*8-1:0] load(input logic [2:0] f);
    case (f)
      3'd0:    load = "lb";
      3'd1:    load = "lh";
      3'd2:    load = "lw";
      3'd4:    load = "lbu";
      3'd5:    load = "lhu";
      default: load = "?";
    endcase
  endfunction

  function automatic [6*8-1:0] store(input logic [2:0] f);
    case (f)
      3'd0:    store = "sb";
      3'd1:    store = "sh";
      3'd2:    store = "sw";
      default: store = "?";
    endcase
  endfunction

  function automatic [6*8-1:0] arithmetic(input logic [2:0] f, input logic immediate, input logic other);
    case (f)
      3'd0:    arithmetic = immediate ? "addi" : other ? "sub" : "add";
      3'd1:    arithmetic = immediate ? "slli" : "sll";
      3'd2:    arithmetic = immediate ? "slti" : "slt";
      3'd3:    arithmetic = immediate ? "sltiu" : "sltu";
      3'd4:    arithmetic = immediate ? "xori" : "xor";
      3'd5:    arithmetic = immediate ? (other ? "srai" : "srli") : (other ? "sra" : "srl");
      3'd6:    arithmetic = immediate ? "ori" : "or";
      default: arithmetic = immediate ? "andi" : "and";
    endcase
  endfunction

endmodule
/* verilator lint_on UNUSEDSIGNAL */

`default_nettype wire
