// Takes packets as a stream of bytes and gives one CRC-32 for each packet.
//
// Both sides use the same handshake: a transfer happens at a clock edge at which `valid` and `ready` are high.
`timescale 1ns / 1ps
`default_nettype none

module crc32 (
    input  logic        clk,
    input  logic        rst_n,

    input  logic [7:0]  s_data,
    input  logic        s_last,   // this byte ends its packet
    input  logic        s_valid,
    output logic        s_ready,

    output logic [31:0] m_crc,
    output logic        m_valid,
    input  logic        m_ready
);

  typedef enum logic {RECEIVE, PRESENT} state_t;

  state_t      state;
  logic [31:0] crc;
  logic [31:0] crc_next;

  crc32_byte u_byte (
      .crc (crc),
      .data(s_data),
      .next(crc_next)
  );

  assign s_ready = state == RECEIVE;
  assign m_valid = state == PRESENT;
  assign m_crc   = ~crc;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state <= RECEIVE;
      crc   <= '1;
    end else begin
      case (state)
        RECEIVE: if (s_valid) begin
          crc <= crc_next;
          if (s_last) state <= PRESENT;
        end
        PRESENT: if (m_ready) begin
          crc   <= '1;
          state <= RECEIVE;
        end
      endcase
    end
  end

endmodule

`default_nettype wire
