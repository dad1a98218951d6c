module rom #(parameter FILE = "prog/program.hex") (
    input  logic [5:0]  addr,
    output logic [15:0] word
);
    logic [15:0] cells [0:63];
    initial $readmemh("prog/program.hex", cells);
    assign word = cells[addr];
endmodule
