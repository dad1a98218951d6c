// The bench for Icarus alone: presses the button like a person, looks at the pins, and draws what the display showed.
`timescale 1ns / 1ps
`default_nettype none

module tb_dice;

  localparam int THROWS = 12;

  logic [7:0] ui_in;
  logic [7:0] uo_out;
  logic [7:0] uio_out;
  logic [7:0] uio_oe;
  logic       clk;
  logic       rst_n;

  int         checks;
  int         errors;
  int         sides;
  int         face;                  // what the die must show
  int         throws;
  logic [7:0] seen;                  // the faces that came up, bit 0 for face 1
  logic [6:0] shown[0:THROWS-1];     // the display after each of the last throws

  tt_um_a6hub_dice dut (
      .ui_in  (ui_in),
      .uo_out (uo_out),
      .uio_in (8'h00),
      .uio_out(uio_out),
      .uio_oe (uio_oe),
      .ena    (1'b1),
      .clk    (clk),
      .rst_n  (rst_n)
  );

  initial begin
    clk = 1'b0;
    forever #50 clk = ~clk;  // 10 MHz
  end

  task check(input [8*16-1:0] what, input logic [7:0] got, input logic [7:0] expected);
    checks = checks + 1;
    if (got !== expected) begin
      errors = errors + 1;
      $error("%0t: %0s is %b, expected %b", $realtime, what, got, expected);
    end
  endtask

  // The display, segment by segment: which digits light it?
  function [6:0] picture(input int digit);
    picture[0] = digit != 0 && digit != 1 && digit != 4;                             // a, top
    picture[1] = digit != 0 && digit != 5 && digit != 6;                             // b, upper right
    picture[2] = digit != 0 && digit != 2;                                           // c, lower right
    picture[3] = digit != 0 && digit != 1 && digit != 4 && digit != 7;               // d, bottom
    picture[4] = digit == 2 || digit == 6 || digit == 8;                             // e, lower left
    picture[5] = digit == 4 || digit == 5 || digit == 6 || digit == 8;               // f, upper left
    picture[6] = digit != 1 && digit != 7;                                           // g, middle
  endfunction

  // Hold the button for some cycles; the die takes one step in each.
  task throw_for(input int cycles);
    ui_in[0] = 1'b1;
    repeat (2) @(negedge clk);  // the two flip-flops at the input
    check("rolling", {7'd0, uo_out[7]}, 8'd1);
    repeat (cycles - 2) @(negedge clk);
    ui_in[0] = 1'b0;
    repeat (5) @(negedge clk);

    face = (face >= sides) ? 1 : face + 1;  // the first step brings it into the range, whatever was shown before
    face = (face - 1 + cycles - 1) % sides + 1;
    throws = throws + 1;
    seen[face-1] = 1'b1;
    check("face", {4'd0, uio_out[3:0]}, 8'(face));
    check("throws", {4'd0, uio_out[7:4]}, 8'(throws % 16));
    check("display", uo_out, {1'b0, picture(face)});
    shown[throws%THROWS] = uo_out[6:0];
  endtask

  initial begin
    int n;
    {ui_in, checks, errors, face, throws} = '0;
    $timeformat(-9, 0, " ns", 0);
    $dumpfile("dice.vcd");
    $dumpvars(0, dut);
    rst_n = 1'b0;
    repeat (2) @(negedge clk);
    check("outputs", uio_oe, 8'hff);
    check("display", uo_out, {1'b0, picture(0)});
    rst_n = 1'b1;

    for (n = 0; n < 8; n = n + 1) begin  // every number of sides
      ui_in[3:1] = 3'(n);
      sides = (n == 0) ? 6 : n + 1;
      seen = '0;
      repeat (3) @(negedge clk);
      repeat (40) throw_for($urandom_range(60, 3));
      check("faces that came", seen, 8'((1 << sides) - 1));
    end

    ui_in[4] = 1'b1;  // a display with a common anode
    repeat (3) @(negedge clk);
    check("inverted", uo_out, ~{1'b0, picture(face)});

    draw;
    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks, %0d throws", checks, throws);
    $finish;
  end

  // The last throws with an eight-sided die, as the display showed them.
  task draw;
    int i;
    for (i = 0; i < THROWS; i = i + 1) $write(" %s  ", shown[i][0] ? "_" : " ");
    $write("\n");
    for (i = 0; i < THROWS; i = i + 1)
      $write("%s%s%s ", shown[i][5] ? "|" : " ", shown[i][6] ? "_" : " ", shown[i][1] ? "|" : " ");
    $write("\n");
    for (i = 0; i < THROWS; i = i + 1)
      $write("%s%s%s ", shown[i][4] ? "|" : " ", shown[i][3] ? "_" : " ", shown[i][2] ? "|" : " ");
    $write("\n");
  endtask

endmodule

`default_nettype wire
