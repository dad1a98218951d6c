/*****************************************
 * Traffic light controller - lab 5
 *****************************************/
module traffic_light (
input clk,
input rst,
input car,
output reg [2:0] main_light,
output reg [2:0] side_light
);

parameter GREEN  = 3'b001;
parameter YELLOW = 3'b010;
parameter RED    = 3'b100;

reg [1:0] state, next_state;
reg [3:0] count;

always @(posedge clk)
begin
   if (rst)
   begin
      state <= 2'b00;
      count <= 4'd0;
   end
   else
   begin
      state <= next_state;
      if (state != next_state)
         count <= 4'd0;
      else
         count <= count + 4'd1;
   end
end

always @(*)
begin
   next_state = state;
   case (state)
      2'b00: if (car && count > 4'd8) next_state = 2'b01;
      2'b01: if (count == 4'd2) next_state = 2'b10;
      2'b10: if (count > 4'd5) next_state = 2'b11;
      2'b11: if (count == 4'd2) next_state = 2'b00;
end

always @(*)
begin
   case (state)
      2'b00: begin main_light = GREEN;  side_light = RED;    end
      2'b01: begin main_light = YELLOW; side_light = RED;    end
      2'b10: begin main_light = RED;    side_light = GREEN;  end
      default: begin main_light = RED;  side_light = YELLOW; end
   endcase
end

endmodule

module tb;
reg clk, rst, car;
wire [2:0] m, s;
traffic_light t1(clk, rst, car, m, s);
initial begin
   clk = 0;
   forever #5 clk = ~clk;
end
initial begin
   $monitor("%0t main=%b side=%b", $time, m, s);
   rst = 1; car = 0;
   #12 rst = 0;
   #50 car = 1;
   #400 $finish;
end
endmodule
