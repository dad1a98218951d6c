`timescale 1ns/100ps
module tb_uart;
	reg clk = 0, resetn = 0, send = 0;
	reg [7:0] char = 8'h55;
	wire txd, busy;
	reg [7:0] got;
	integer n;

	uart_top top(.clk(clk), .resetn(resetn), .send(send), .char(char), .txd(txd), .busy(busy));

	always #10 clk = ~clk;

	initial begin
		repeat (4) @(posedge clk);
		resetn <= 1;
		@(posedge clk);
		send <= 1;
		@(posedge clk);
		send <= 0;
		@(negedge txd);
		repeat (12) @(posedge clk);
		for (n = 0; n < 8; n = n + 1) begin
			got[n] = txd;
			repeat (8) @(posedge clk);
		end
		if (got !== 8'h55)
			$error("received %h, expected 55", got);
		wait (!busy);
		$display("sent %h", got);
		$finish;
	end
endmodule
