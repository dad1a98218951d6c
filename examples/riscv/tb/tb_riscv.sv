// Runs two programs: one that tests every instruction, and one that does something to look at. The bench prints what
// the second one prints and finds its results in the memory. At last it tries what the core must refuse.
`timescale 1ns / 1ps
`default_nettype none

module tb_riscv;

  localparam int CYCLES_MAX = 20_000;
  localparam int WORDS = 2048;
  localparam int SELFTEST_CHECKS = 78;

  localparam GREETING = {
    "Hello from RV32I!\n",
    "Fibonacci: 4181\n",
    "smallest:  -1000000\n",
    "largest:   300000\n",
    "You can read this.\n"
  };
  localparam int LENGTH = $bits(GREETING) / 8;

  logic       clk;
  logic       rst_n;
  logic       console_valid;
  logic [7:0] console_byte;
  logic       halted;
  logic       trap;

  int         checks;
  int         errors;
  int         cycles;   // of the program that runs or ran last
  int         printed;  // bytes that it sent to the console

  soc dut (
      .clk          (clk),
      .rst_n        (rst_n),
      .console_valid(console_valid),
      .console_byte (console_byte),
      .halted       (halted),
      .trap         (trap)
  );

  initial begin
    clk = 1'b0;
    forever #5 clk = ~clk;
  end

  task check(input [8*20-1:0] what, input logic [31:0] got, input logic [31:0] expected);
    checks = checks + 1;
    if (got !== expected) begin
      errors = errors + 1;
      $error("%0t: %0s is %h, expected %h", $realtime, what, got, expected);
    end
  endtask

  // --- what the programs leave behind ---

  function [31:0] word(input int address);
    word = dut.u_ram.mem[address/4];
  endfunction

  function [31:0] register(input [4:0] number);
    register = dut.u_core.u_regs.regs[number];
  endfunction

  initial forever begin
    @(negedge clk);
    if (console_valid === 1'b1) begin
      $write("%c", (console_byte == "\n" || (console_byte >= " " && console_byte <= "~")) ? console_byte : 8'h2e);
      check("printed byte", {24'd0, console_byte}, {24'd0, 8'(GREETING >> (8 * (LENGTH - 1 - printed)))});
      printed = printed + 1;
    end
  end

  // --- running a program ---

  task clear_memory;
    int i;
    for (i = 0; i < WORDS; i = i + 1) dut.u_ram.mem[i] = '0;
  endtask

  // The program is in the memory: reset the core and wait until it halts.
  task run(input logic expect_trap);
    cycles = 0;
    printed = 0;
    rst_n = 1'b0;
    repeat (2) @(negedge clk);
    rst_n = 1'b1;
    while (halted !== 1'b1 && cycles < CYCLES_MAX) begin
      @(negedge clk);
      cycles = cycles + 1;
    end
    check("halted", {31'd0, halted}, 32'd1);
    check("trap", {31'd0, trap}, {31'd0, expect_trap});
  endtask

  // --- the self-test: s0 counts its checks, a0 is the number of the first one that failed ---

  task selftest;
    clear_memory;
    $readmemh("firmware/selftest.hex", dut.u_ram.mem);
    run(1'b0);
    check("failed self-test", register(10), 32'd0);
    if (register(10) !== 32'd0) $display("it found %h and expected %h", register(9), register(18));
    else check("number of checks", register(8), SELFTEST_CHECKS);
    check("bytes printed", printed, 0);
    $display("self-test: %0d checks in %0d cycles", register(8), cycles);
  endtask

  // --- the demonstration ---

  localparam int FIBONACCI = 'h1000;
  localparam int TABLE = 'h1100;

  int table_before[0:15];

  task demo;
    int i;
    clear_memory;
    $readmemh("firmware/demo.hex", dut.u_ram.mem);
    for (i = 0; i < 16; i = i + 1) table_before[i] = word(TABLE + 4 * i);
    run(1'b0);
    check("bytes printed", printed, LENGTH);
    check_fibonacci;
    check_table;
    $display("demo: %0d cycles", cycles);
  endtask

  task check_fibonacci;
    int i, a, b;
    a = 0;
    b = 1;
    for (i = 0; i < 20; i = i + 1) begin
      check("Fibonacci number", word(FIBONACCI + 4 * i), a);
      {a, b} = {b, a + b};
    end
  endtask

  // The bench sorts as well, in a way of its own: the value at place n is the one that n others precede.
  task check_table;
    int i, k, place;
    for (i = 0; i < 16; i = i + 1) begin
      place = 0;
      for (k = 0; k < 16; k = k + 1)
        if (table_before[k] < table_before[i] || (table_before[k] == table_before[i] && k < i)) place = place + 1;
      check("sorted table", word(TABLE + 4 * place), table_before[i]);
    end
  endtask

  // --- what the core must refuse: it halts with `trap` and changes nothing ---

  task refuse(input logic [31:0] instr);
    clear_memory;
    dut.u_ram.mem[0] = instr;
    dut.u_ram.mem[1] = 32'h0010_0073;  // ebreak, if it goes on
    run(1'b1);
    check("memory", word(0), instr);
  endtask

  initial begin
    {checks, errors} = '0;
    $timeformat(-9, 0, " ns", 0);
    $dumpfile("riscv.vcd");
    $dumpvars(0, dut);

    selftest;
    demo;
    refuse(32'h0000_0000);  // no instruction at all
    refuse(32'hffff_ffff);
    refuse(32'h0000_0073);  // ecall: there is no system to call
    refuse(32'h0220_8033);  // mul: not in the base set
    refuse(32'h0010_2083);  // lw x1, 1(x0): misaligned
    refuse(32'h0000_11a3);  // sh x0, 3(x0): misaligned
    refuse(32'h0020_006f);  // jal x0, 2: no instruction starts there

    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks", checks);
    $finish;
  end

endmodule

`default_nettype wire
