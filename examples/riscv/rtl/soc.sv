// The core with what it needs to be a computer: 8 KiB of memory, a console, and a cycle counter.
//
//   0000_0000   memory
//   1000_0000   write: a byte for the console
//   1000_0004   read: clock cycles since the reset
`timescale 1ns / 1ps
`default_nettype none

module soc (
    input  logic       clk,
    input  logic       rst_n,
    output logic       console_valid,  // one cycle: `console_byte` is to be printed
    output logic [7:0] console_byte,
    output logic       halted,
    output logic       trap
);

  localparam int LOG2_WORDS = 11;

  logic [31:0] addr;
  logic [31:0] wdata;
  logic [3:0]  wstrb;
  logic [31:0] rdata;
  logic [31:0] ram_rdata;
  logic [31:0] cycles;
  logic        at_ram;
  logic        at_console;
  logic        ram_answers;
  logic        unused;

  rv_core u_core (
      .clk      (clk),
      .rst_n    (rst_n),
      .bus_addr (addr),
      .bus_wdata(wdata),
      .bus_wstrb(wstrb),
      .bus_rdata(rdata),
      .halted   (halted),
      .trap     (trap)
  );

  // The region is chosen by the four highest bits; the memory repeats itself within its own.
  assign at_ram     = addr[31:28] == 4'h0;
  assign at_console = addr[31:28] == 4'h1 && !addr[2];
  assign unused     = &{addr[27:LOG2_WORDS+2], addr[1:0], 1'b0};

  ram #(
      .LOG2_WORDS(LOG2_WORDS)
  ) u_ram (
      .clk  (clk),
      .addr (addr[LOG2_WORDS+1:2]),
      .wdata(wdata),
      .wstrb(at_ram ? wstrb : 4'b0000),
      .rdata(ram_rdata)
  );

  assign rdata         = ram_answers ? ram_rdata : cycles;
  assign console_valid = at_console && wstrb[0];
  assign console_byte  = wdata[7:0];

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      cycles      <= '0;
      ram_answers <= 1'b0;
    end else begin
      cycles      <= cycles + 32'd1;
      ram_answers <= at_ram;
    end
  end

endmodule

`default_nettype wire
