module uart_top(input wire clk, input wire resetn, input wire send,
                input wire [7:0] char, output wire txd, output wire busy);
	wire idle;

	uart_tx #(.CLOCKS_PER_BIT(8)) transmitter
	(
		.clk    (clk),
		.resetn (resetn),
		.start  (send),
		.data   (char),
		.tx     (txd),
		.ready  (idle)
	);

	assign busy = ~idle;
endmodule
