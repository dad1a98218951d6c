// Models of the cells of simple.lib, with which a netlist of them is simulated.

module INV(input A, output Y);
  assign Y = ~A;
endmodule

module BUF(input A, output Y);
  assign Y = A;
endmodule

module NAND2(input A, input B, output Y);
  assign Y = ~(A & B);
endmodule

module NOR2(input A, input B, output Y);
  assign Y = ~(A | B);
endmodule

module NAND3(input A, input B, input C, output Y);
  assign Y = ~(A & B & C);
endmodule

module NOR3(input A, input B, input C, output Y);
  assign Y = ~(A | B | C);
endmodule

module AND2(input A, input B, output Y);
  assign Y = A & B;
endmodule

module OR2(input A, input B, output Y);
  assign Y = A | B;
endmodule

module XOR2(input A, input B, output Y);
  assign Y = A ^ B;
endmodule

module XNOR2(input A, input B, output Y);
  assign Y = ~(A ^ B);
endmodule

module AOI21(input A, input B, input C, output Y);
  assign Y = ~((A & B) | C);
endmodule

module OAI21(input A, input B, input C, output Y);
  assign Y = ~((A | B) & C);
endmodule

module AOI22(input A, input B, input C, input D, output Y);
  assign Y = ~((A & B) | (C & D));
endmodule

module OAI22(input A, input B, input C, input D, output Y);
  assign Y = ~((A | B) & (C | D));
endmodule

module MUX2(input A, input B, input S, output Y);
  assign Y = (A & ~S) | (B & S);
endmodule

module TIE0(output Y);
  assign Y = 1'b0;
endmodule

module TIE1(output Y);
  assign Y = 1'b1;
endmodule

module DFF(input CK, input D, output reg Q);
  always @(posedge CK) Q <= D;
endmodule

module DFFR(input CK, input D, input RN, output reg Q);
  always @(posedge CK or negedge RN)
    if (!RN) Q <= 1'b0;
    else Q <= D;
endmodule

module DFFS(input CK, input D, input SN, output reg Q);
  always @(posedge CK or negedge SN)
    if (!SN) Q <= 1'b1;
    else Q <= D;
endmodule

module DLATCH(input EN, input D, output reg Q);
  always @(*)
    if (EN) Q = D;
endmodule
