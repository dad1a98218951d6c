`include "fifo_defs.vh"

module fifo (
    input                      clk,
    input                      rst_n,
    input                      push,
    input  [`FIFO_WIDTH-1:0]   din,
    input                      pop,
    output [`FIFO_WIDTH-1:0]   dout,
    output                     full,
    output                     empty
);
    localparam ADDR = $clog2(`FIFO_DEPTH);

    wire [ADDR-1:0] wr_addr, rd_addr;
    reg  [`FIFO_WIDTH-1:0] store [0:`FIFO_DEPTH-1];

    fifo_ctrl #(.ADDR(ADDR)) u_ctrl (
        .clk     (clk),
        .rst_n   (rst_n),
        .push    (push),
        .pop     (pop),
        .wr_addr (wr_addr),
        .rd_addr (rd_addr),
        .full    (full),
        .empty   (empty)
    );

    always @(posedge clk)
        if (push && !full)
            store[wr_addr] <= din

    assign dout = store[rd_addr];
endmodule
