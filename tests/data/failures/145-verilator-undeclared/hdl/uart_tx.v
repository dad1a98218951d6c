// UART transmitter, 8N1
//   start is taken when ready is high
module uart_tx(clk, resetn, start, data, tx, ready);
	parameter CLOCKS_PER_BIT = 16;
	localparam IDLE  = 2'd0;
	localparam START = 2'd1;
	localparam BITS  = 2'd2;
	localparam STOP  = 2'd3;

	input clk;
	input resetn;
	input start;
	input [7:0] data;
	output tx;
	output ready;

	reg tx;
	reg [1:0] state;
	reg [7:0] shift;
	reg [2:0] bit_no;
	reg [7:0] timer;

	wire tick = (timer == CLOCKS_PER_BIT - 1);
	assign ready = (state == IDLE);

	always @(posedge clk) begin
		if (!resetn) begin
			state <= IDLE;
			tx <= 1'b1;
			timer <= 0;
			bit_no <= 0;
			shift <= 0;
		end else begin
			timer <= tick ? 0 : timer + 1;
			case (state)
				IDLE: begin
					tx <= 1'b1;
					timer <= 0;
					if (start) begin
						shift <= datta;
						state <= START;
					end
				end
				START: begin
					tx <= 1'b0;
					if (tick) state <= BITS;
				end
				BITS: begin
					tx <= shift[0];
					if (tick) begin
						shift <= shift >> 1;
						bit_no <= bit_no + 1;
						if (bit_no == 7) state <= STOP;
					end
				end
				STOP: begin
					tx <= 1'b1;
					if (tick) state <= IDLE;
				end
			endcase
		end
	end
endmodule
