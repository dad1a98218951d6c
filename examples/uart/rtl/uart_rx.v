// Serial receiver, 8N1: finds the start bit, then reads each bit in its middle.
`timescale 1ns / 1ps
`default_nettype none

module uart_rx (
    input  logic       clk,
    input  logic       rst_n,
    input  logic       tick,         // 16 per bit
    input  logic       rx,           // from the pin, at any time
    output logic [7:0] data,
    output logic       valid,        // one cycle: `data` holds a new byte
    output logic       frame_error   // one cycle: the stop bit was missing, the byte is dropped
);

  typedef enum logic [1:0] {IDLE, START, DATA, STOP} state_t;

  state_t     state;
  logic       rx_meta;
  logic       rx_sync;
  logic       rx_last;
  logic [2:0] bit_cnt;
  logic [3:0] tick_cnt;
  logic       half_bit;
  logic       whole_bit;

  // The pin knows nothing of our clock: two flip-flops before anything looks at it, a third to see it fall.
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) {rx_last, rx_sync, rx_meta} <= '1;
    else {rx_last, rx_sync, rx_meta} <= {rx_sync, rx_meta, rx};
  end

  assign half_bit  = tick && tick_cnt == 4'd7;
  assign whole_bit = tick && tick_cnt == 4'd15;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state       <= IDLE;
      data        <= '0;
      valid       <= 1'b0;
      frame_error <= 1'b0;
      bit_cnt     <= '0;
      tick_cnt    <= '0;
    end else begin
      valid       <= 1'b0;
      frame_error <= 1'b0;
      if (tick) tick_cnt <= tick_cnt + 4'd1;

      case (state)
        IDLE: if (rx_last && !rx_sync) begin
          state    <= START;
          tick_cnt <= '0;
        end
        START: if (half_bit) begin
          state    <= rx_sync ? IDLE : DATA;  // high again in its middle: it was only a glitch
          tick_cnt <= '0;
        end
        DATA: if (whole_bit) begin
          data    <= {rx_sync, data[7:1]};
          bit_cnt <= bit_cnt + 3'd1;
          if (bit_cnt == 3'd7) state <= STOP;
        end
        STOP: if (whole_bit) begin
          valid       <= rx_sync;
          frame_error <= !rx_sync;
          state       <= IDLE;
        end
      endcase
    end
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
