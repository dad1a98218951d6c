// Serial transmitter, 8N1: one start bit, eight data bits with the lowest first, one stop bit.
`timescale 1ns / 1ps
`default_nettype none

module uart_tx (
    input  logic       clk,
    input  logic       rst_n,
    input  logic       tick,   // 16 per bit
    input  logic [7:0] data,
    input  logic       start,  // takes `data`; ignored while busy
    output logic       tx,
    output logic       busy
);

  typedef enum logic [1:0] {IDLE, START, DATA, STOP} state_t;

  state_t     state;
  logic [7:0] shift;
  logic [2:0] bit_cnt;
  logic [3:0] tick_cnt;
  logic       bit_end;

  assign busy    = state != IDLE;
  assign bit_end = tick && tick_cnt == 4'd15;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state    <= IDLE;
      shift    <= '0;
      bit_cnt  <= '0;
      tick_cnt <= '0;
    end else begin
      if (busy && tick) tick_cnt <= tick_cnt + 4'd1;

      case (state)
        IDLE: if (start) begin
          shift <= data;
          state <= START;
        end
        START: if (bit_end) state <= DATA;
        DATA: if (bit_end) begin
          shift   <= shift >> 1;
          bit_cnt <= bit_cnt + 3'd1;
          if (bit_cnt == 3'd7) state <= STOP;
        end
        STOP: if (bit_end) state <= IDLE;
      endcase
    end
  end

  // The line comes from a register that moves on ticks only: no glitches, and each bit is exactly 16 ticks long.
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) tx <= 1'b1;
    else if (tick) tx <= (state == DATA) ? shift[0] : (state != START);
  end

`ifndef SYNTHESIS
  // The state as text, for the waveform: show it as ASCII.
  /* verilator lint_off UNUSEDSIGNAL */
  logic [5*8-1:0] state_name;
  /* verilator lint_on UNUSEDSIGNAL */
  always_comb
    case (state)
      IDLE:  state_name = "IDLE";
      START: state_name = "START";
      DATA:  state_name = "DATA";
      STOP:  state_name = "STOP";
    endcase
`endif

endmodule

`default_nettype wire
