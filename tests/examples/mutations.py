"""Faults to plant into the template designs: one broken line each, which the bench must notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutation:
    """One line of a template, and the wrong line to put in its place."""

    name: str
    file: str
    right: str
    wrong: str

    def apply(self, folder: Path) -> None:
        """Plant the fault into a copy of the template."""
        path = folder / self.file
        text = path.read_text(encoding='utf-8')
        assert text.count(self.right) == 1, f'{self.right!r} should stand once in {self.file}'
        path.write_text(text.replace(self.right, self.wrong), encoding='utf-8')

    def __str__(self) -> str:
        return f'{self.name}: {self.wrong}'


MUTATIONS = (
    Mutation('blank', 'rtl/top.sv', 'q <= d;', 'q <= !d;'),
    Mutation('blank', 'rtl/top.sv', 'posedge clk or negedge rst_n', 'negedge clk or negedge rst_n'),
    Mutation('blinky', 'rtl/divider.v', 'LAST = PERIOD - 1', 'LAST = PERIOD - 2'),
    Mutation('blinky', 'rtl/running_light.v', 'leds[LEDS-2]', 'leds[LEDS-1]'),
    Mutation('blinky', 'rtl/top_icebreaker.v', '.pause(button[1])', ".pause(1'b0)"),
    Mutation('blinky', 'rtl/top_hx8k.v', '.STEP_HZ(20)', '.STEP_HZ(10)'),
    Mutation('cocotb', 'rtl/crc32_byte.sv', "32'hedb8_8320", "32'hedb8_8321"),
    Mutation('cocotb', 'rtl/crc32.sv', 'm_crc   = ~crc', 'm_crc   = crc'),
    Mutation('cocotb', 'rtl/crc32.sv', 'if (m_ready) begin', 'begin'),
    Mutation('cocotb', 'rtl/crc32.sv', "begin\n          crc   <= '1;", 'begin'),
    Mutation('counter', 'rtl/counter.v', 'count - ONE : count + ONE', 'count - ONE : count + ONE + ONE'),
    Mutation('counter', 'rtl/counter.v', '(down ? ZERO : LAST)', '(down ? LAST : ZERO)'),
    Mutation('counter', 'rtl/counter.v', 'else if (load) count', 'else if (load && !en) count'),
    Mutation('counter', 'rtl/counter.v', 'posedge clk or negedge rst_n', 'posedge clk'),
    Mutation('fifo', 'rtl/sync_fifo.sv', 'push    = wr_en && !full', 'push    = wr_en'),
    Mutation('fifo', 'rtl/sync_fifo.sv', 'level == (LOG2_DEPTH + 1)', 'level == 7 + 0 * (LOG2_DEPTH + 1)'),
    Mutation('fifo', 'rtl/async_fifo.sv', '= wr_bin_next ^ (wr_bin_next >> 1)', '= wr_bin_next'),
    Mutation('fifo', 'rtl/async_fifo.sv', '~rd_gray_at_wr[A:A-1]', 'rd_gray_at_wr[A:A-1]'),
    Mutation('fifo', 'rtl/async_fifo.sv', 'rd_gray_next == wr_gray_at_rd', 'rd_gray == wr_gray_at_rd'),
    Mutation('riscv', 'rtl/rv_decoder.sv', 'instr[7], instr[30:25]', 'instr[31], instr[30:25]'),
    Mutation('riscv', 'rtl/rv_decoder.sv', "is_jalr   = opcode == 7'b1100111", "is_jalr   = opcode == 7'b1100110"),
    Mutation('riscv', 'rtl/rv_alu.sv', '$signed(a) >>> amount', 'a >>> amount'),
    Mutation('riscv', 'rtl/rv_alu.sv', 'less_unsigned = a < b', 'less_unsigned = $signed(a) < $signed(b)'),
    Mutation('riscv', 'rtl/rv_branch.sv', 'holds ^ funct3[0]', 'holds'),
    Mutation('riscv', 'rtl/rv_align.sv', "4'b0011 << offset", "4'b0011"),
    Mutation('riscv', 'rtl/rv_align.sv', '!load_unsigned &&', ''),
    Mutation('riscv', 'rtl/rv_regs.sv', "(rs1 == 5'd0) ? '0 :", ''),
    Mutation('riscv', 'rtl/rv_core.sv', "{alu_result[31:1], 1'b0}", 'alu_result'),
    Mutation('riscv', 'rtl/rv_core.sv', '(is_jal || is_jalr) ? pc_plus_4', '(is_jal) ? pc_plus_4'),
    Mutation('riscv', 'rtl/rv_core.sv', ' && misaligned', " && 1'b0"),
    Mutation('riscv', 'rtl/rv_core.sv', 'load_rd     <= rd;', 'load_rd     <= rs1;'),
    Mutation('riscv', 'rtl/soc.sv', '&& !addr[2]', ''),
    Mutation('riscv', 'rtl/ram.sv', 'wdata[23:16]', 'wdata[7:0]'),
    Mutation('tinytapeout', 'src/project.v', "4'd1 : face + 4'd1", "4'd0 : face + 4'd1"),
    Mutation('tinytapeout', 'src/project.v', "(choice == 3'd0) ? 4'd6", "(choice == 3'd0) ? 4'd5"),
    Mutation('tinytapeout', 'src/project.v', 'rolled && !roll', 'rolled'),
    Mutation('tinytapeout', 'src/seven_segment.v', "7'b1100110", "7'b1100100"),
    Mutation('uart', 'rtl/baud_gen.v', 'sum - WIDTH', '0 * WIDTH'),
    Mutation('uart', 'rtl/uart_tx.v', 'shift   <= shift >> 1', 'shift   <= shift << 1'),
    Mutation('uart', 'rtl/uart_tx.v', "bit_cnt == 3'd7", "bit_cnt == 3'd6"),
    Mutation('uart', 'rtl/uart_tx.v', '(state != START)', "1'b1"),
    Mutation('uart', 'rtl/uart_rx.v', '{rx_sync, data[7:1]}', '{data[6:0], rx_sync}'),
    Mutation('uart', 'rtl/uart_rx.v', 'rx_sync ? IDLE : DATA', 'DATA'),
    Mutation('uart', 'rtl/uart_rx.v', 'frame_error <= !rx_sync', "frame_error <= 1'b0"),
    Mutation('vga', 'rtl/vga_timing.v', 'H_PULSE = H_VISIBLE + H_FRONT', 'H_PULSE = H_VISIBLE + H_BACK'),
    Mutation('vga', 'rtl/vga_timing.v', "y == V_TOTAL[9:0] - 10'd1", 'y == V_TOTAL[9:0]'),
    Mutation('vga', 'rtl/bounce.v', 'back ? position - ', 'back ? position + '),
    Mutation('vga', 'rtl/pattern.v', 'x[LOG2_BAR] ^ y[LOG2_BAR]', 'x[LOG2_BAR]'),
    Mutation('vga', 'rtl/vga.v', 'visible ? colour', "1'b1 ? colour"),
)
