`include "fifo_defs.vh"

/* Pointer logic of the FIFO.
 * One bit more than the address tells full from empty. */
module fifo_ctrl #(
    parameter ADDR = 3
) (
    input                 clk,
    input                 rst_n,
    input                 push,
    input                 pop,
    output [ADDR-1:0]     wr_addr,
    output [ADDR-1:0]     rd_addr,
    output                full,
    output                empty
);
    reg [ADDR:0] wr_ptr;
    reg [ADDR:0] rd_ptr;

    always @(posedge clk or negedge rst_n)
        if (!rst_n) begin
            wr_ptr <= 0;
            rd_ptr <= 0;
        end else begin
            if (push && !full)  wr_ptr <= wr_ptr + 1;
            if (pop  && !empty) rd_ptr <= rd_ptr + 1;
        end

    assign wr_addr = wr_ptr[ADDR-1:0];
    assign rd_addr = rd_ptr[ADDR-1:0];
    assign empty   = (wr_ptr == rd_ptr);
    assign full    = (wr_ptr[ADDR] != rd_ptr[ADDR]) && (wr_ptr[ADDR-1:0] == rd_ptr[ADDR-1:0]);
endmodule
