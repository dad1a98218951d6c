// One byte further: the CRC-32 of Ethernet, zip and PNG (polynomial 04C11DB7, lowest bit first). Purely combinational.
`timescale 1ns / 1ps
`default_nettype none

module crc32_byte (
    input  logic [31:0] crc,
    input  logic [7:0]  data,
    output logic [31:0] next
);

  localparam logic [31:0] POLYNOMIAL = 32'hedb8_8320;  // 04C11DB7 backwards

  function automatic logic [31:0] eight_bits(input logic [31:0] start);
    eight_bits = start;
    for (int i = 0; i < 8; i++) eight_bits = (eight_bits >> 1) ^ (eight_bits[0] ? POLYNOMIAL : '0);
  endfunction

  assign next = eight_bits(crc ^ {24'd0, data});

endmodule

`default_nettype wire
