// A monitor: it sees nothing but hsync, vsync and the colours. It measures the pulses, catches whole frames of a small
// picture, compares them with a model, and draws the last one in the console.
`timescale 1ns / 1ps
`default_nettype none

module tb_vga;

  localparam int W = 40;
  localparam int H = 24;
  localparam int H_FRONT = 3;
  localparam int H_SYNC = 6;
  localparam int H_BACK = 5;
  localparam int V_FRONT = 2;
  localparam int V_SYNC = 2;
  localparam int V_BACK = 3;
  localparam int LOG2_BAR = 2;
  localparam int SQUARE = 7;
  localparam int FRAMES = 20;  // enough for the square to turn round at the bottom

  localparam int LINE = W + H_FRONT + H_SYNC + H_BACK;
  localparam int LINES = H + V_FRONT + V_SYNC + V_BACK;

  localparam logic [31:0] CHECKSUM = 32'hbd727935;  // of the first frame, once looked at and found right

  logic       clk;
  logic       rst_n;
  logic       hsync;
  logic       vsync;
  logic [5:0] rgb;

  int checks;
  int errors;

  vga #(
      .H_VISIBLE(W),
      .H_FRONT  (H_FRONT),
      .H_SYNC   (H_SYNC),
      .H_BACK   (H_BACK),
      .V_VISIBLE(H),
      .V_FRONT  (V_FRONT),
      .V_SYNC   (V_SYNC),
      .V_BACK   (V_BACK),
      .LOG2_BAR (LOG2_BAR),
      .SQUARE   (SQUARE)
  ) dut (
      .clk  (clk),
      .rst_n(rst_n),
      .hsync(hsync),
      .vsync(vsync),
      .rgb  (rgb)
  );

  initial begin
    clk = 1'b0;
    forever #20 clk = ~clk;  // 25 MHz
  end

  task check(input [8*24-1:0] what, input integer got, input integer expected);
    checks = checks + 1;
    if (got !== expected) begin
      errors = errors + 1;
      if (errors <= 10) $error("%0t: %0s is %0d, expected %0d", $realtime, what, got, expected);
    end
  endtask

  // --- the model of the picture ---

  // Where a bouncing coordinate is in frame n.
  function int bounced(input int n, input int limit);
    bounced = (n % (2 * limit) < limit) ? n % (2 * limit) : 2 * limit - n % (2 * limit);
  endfunction

  function [5:0] model(input int x, input int y, input int frame);
    logic [2:0] bar;
    logic [5:0] colour;
    int left, top;
    bar = 3'(x >> LOG2_BAR);
    colour = {{2{bar[2]}}, {2{bar[1]}}, {2{bar[0]}}};
    if (((x >> LOG2_BAR) + (y >> LOG2_BAR)) % 2 == 1) colour = colour & 6'o25;
    left = bounced(frame, W - SQUARE);
    top = bounced(frame, H - SQUARE);
    if (x >= left && x < left + SQUARE && y >= top && y < top + SQUARE) colour = ~colour;
    if (x == 0 || x == W - 1 || y == 0 || y == H - 1) colour = 6'o77;
    model = colour;
  endfunction

  // --- the monitor ---

  int          x;              // position as told by the sync pulses alone
  int          y;
  int          h_low, h_period;
  int          v_low, v_period;
  int          frame;
  logic        h_last, v_last;
  logic [31:0] checksum;       // of the frame in progress
  logic [31:0] first_checksum;
  logic [5:0]  screen[0:W*H-1];

  task on_hsync_start;
    if (frame > 0) check("line length", h_period, LINE);
    h_period = 0;
    h_low = 0;
    x = -(H_SYNC + H_BACK);
    y = y + 1;
  endtask

  task on_vsync_start;
    if (frame > 0) begin
      check("frame length", v_period, LINE * LINES);
      check("last line", y, H + V_FRONT);
    end
    if (frame == 1) first_checksum = checksum;
    v_period = 0;
    v_low = 0;
    frame = frame + 1;
    checksum = '0;
  endtask

  task watch_sync;
    if (h_last && !hsync) on_hsync_start;
    if (!h_last && hsync && frame > 0) check("hsync width", h_low, H_SYNC);
    if (v_last && !vsync) on_vsync_start;
    if (!v_last && vsync && frame > 0) begin
      check("vsync width", v_low, V_SYNC * LINE);
      y = -V_BACK;  // the back porch begins here
    end
    if (!hsync) h_low = h_low + 1;
    if (!vsync) v_low = v_low + 1;
    h_last = hsync;
    v_last = vsync;
  endtask

  task watch_colour;
    if (x >= 0 && x < W && y >= 0 && y < H) begin
      check("pixel", 32'(rgb), 32'(model(x, y, frame)));
      checksum = {checksum[30:0], checksum[31]} ^ {26'd0, rgb};
      screen[y*W+x] = rgb;
    end else check("colour outside", 32'(rgb), 0);
  endtask

  initial begin
    {x, y, h_low, h_period, v_low, v_period, frame, checks, errors} = '0;
    {h_last, v_last} = '1;
    rst_n = 1'b0;
    $timeformat(-9, 0, " ns", 0);
    $dumpfile("vga.vcd");
    $dumpvars(0, dut);
    repeat (3) @(negedge clk);
    rst_n = 1'b1;

    while (frame <= FRAMES) begin
      @(negedge clk);
      watch_sync;
      if (frame > 0) watch_colour;
      x = x + 1;
      h_period = h_period + 1;
      v_period = v_period + 1;
    end

    draw;
    check("checksum", first_checksum, CHECKSUM);
    if (errors != 0) $fatal(1, "FAIL: %0d of %0d checks", errors, checks);
    $display("PASS: %0d checks, %0d frames, checksum of the first %h", checks, FRAMES, first_checksum);
    $finish;
  end

  // One character per pixel, the brighter the denser.
  task draw;
    localparam logic [8*10-1:0] SHADES = " .:-=+*#%@";
    int i, light;
    for (i = 0; i < W * H; i = i + 1) begin
      light = int'(screen[i][5:4]) + int'(screen[i][3:2]) + int'(screen[i][1:0]);
      $write("%c", 8'(SHADES >> (8 * (9 - light))));
      if (i % W == W - 1) $write("\n");
    end
  endtask

endmodule

`default_nettype wire
