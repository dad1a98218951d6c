`ifndef FIFO_DEFS_VH
`define FIFO_DEFS_VH
`define FIFO_DEPTH 8 // words
`define FIFO_WIDTH 16
`endif
