module uart_top(input wire clk, input wire resetn, input wire send,
                input wire [7:0] char, output wire txd, output wire busy);
	wire idle;

	uart_top transmitter
	(
		.clk    (clk),
		.resetn (resetn),
		.send   (send),
		.char   (char),
		.txd    (txd),
		.busy   (idle)
	);

	assign busy = ~idle;
endmodule
