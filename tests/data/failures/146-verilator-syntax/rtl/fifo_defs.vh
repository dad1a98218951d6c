`ifndef FIFO_DEFS_VH
`define FIFO_DEFS_VH
`define FIFO_DEPTH 8
`define FIFO_WIDTH 16
`endif
