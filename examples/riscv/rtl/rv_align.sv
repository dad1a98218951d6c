// Bytes and half words on a bus of whole words: puts a stored value onto its lanes, and takes a loaded one off them.
`timescale 1ns / 1ps
`default_nettype none

module rv_align (
    input  logic [1:0]  offset,         // the two lowest bits of the address
    input  logic [1:0]  size,           // 0 byte, 1 half word, 2 word
    output logic        misaligned,
    input  logic [31:0] store_value,
    output logic [31:0] wdata,
    output logic [3:0]  wstrb,          // one bit for each byte to write

    input  logic [1:0]  load_offset,    // what they were one cycle ago, when the load began
    input  logic [1:0]  load_size,
    input  logic        load_unsigned,
    input  logic [31:0] rdata,
    output logic [31:0] load_value
);

  logic [7:0]  store_byte, byte_lane;
  logic [15:0] store_half, half_lane;
  logic        sign;

  assign store_byte = store_value[7:0];
  assign store_half = store_value[15:0];

  always_comb begin
    case (size)
      2'd0:    {wstrb, wdata} = {4'b0001 << offset, {4{store_byte}}};
      2'd1:    {wstrb, wdata} = {4'b0011 << offset, {2{store_half}}};
      default: {wstrb, wdata} = {4'b1111, store_value};
    endcase
  end

  assign misaligned = (size == 2'd1 && offset[0]) || (size == 2'd2 && offset != 2'd0);

  assign byte_lane  = 8'(rdata >> {load_offset, 3'd0});
  assign half_lane  = load_offset[1] ? rdata[31:16] : rdata[15:0];
  assign sign       = !load_unsigned && (load_size == 2'd0 ? byte_lane[7] : half_lane[15]);

  always_comb begin
    case (load_size)
      2'd0:    load_value = {{24{sign}}, byte_lane};
      2'd1:    load_value = {{16{sign}}, half_lane};
      default: load_value = rdata;
    endcase
  end

endmodule

`default_nettype wire
