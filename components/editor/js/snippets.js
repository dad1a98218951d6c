// Snippets of Verilog: `label` is typed, `detail` says what comes, the template is CodeMirror's.

const snippet = (label, detail, ...lines) => ({ label, detail, template: lines.join("\n") });

export const SNIPPETS = [
  snippet("module", "module … endmodule",
    "module ${name} (", "\tinput  wire ${clk},", "\toutput reg  ${out}", ");", "\t${}", "endmodule"),
  snippet("testbench", "self-checking testbench",
    "`timescale 1ns/1ps", "module tb_${name};", "\treg clk = 0;", "\talways #5 clk = ~clk;", "",
    "\t${name} dut (.clk(clk));", "", "\tinitial begin", "\t\t${}", "\t\t$display(\"PASS\");", "\t\t$finish;", "\tend", "endmodule"),
  snippet("always_ff", "register with reset",
    "always_ff @(posedge ${clk} or negedge ${rst_n}) begin", "\tif (!${rst_n}) ${q} <= '0;", "\telse ${q} <= ${d};", "end"),
  snippet("always_comb", "combinational block", "always_comb begin", "\t${}", "end"),
  snippet("always", "clocked block", "always @(posedge ${clk}) begin", "\t${}", "end"),
  snippet("case", "case … endcase", "case (${state})", "\t${VALUE}: ${statement};", "\tdefault: ${};", "endcase"),
  snippet("begin", "begin … end", "begin", "\t${}", "end"),
  snippet("if", "if … begin … end", "if (${condition}) begin", "\t${}", "end"),
  snippet("ifelse", "if … else …", "if (${condition}) begin", "\t${}", "end else begin", "\t", "end"),
  snippet("for", "for loop", "for (${i} = 0; ${i} < ${n}; ${i} = ${i} + 1) begin", "\t${}", "end"),
  snippet("generate", "generate loop", "genvar ${i};", "generate", "\tfor (${i} = 0; ${i} < ${n}; ${i} = ${i} + 1) begin : ${label}", "\t\t${}", "\tend", "endgenerate"),
  snippet("initial", "initial block", "initial begin", "\t${}", "end"),
  snippet("function", "function … endfunction", "function automatic ${logic} ${name}(input ${logic} ${a});", "\t${name} = ${};", "endfunction"),
  snippet("task", "task … endtask", "task automatic ${name}(input ${logic} ${a});", "\t${}", "endtask"),
  snippet("enum", "state type", "typedef enum logic [${1:1}:0] {${IDLE}, ${RUN}} ${state_t};"),
  snippet("dump", "write a waveform", "initial begin", "\t$dumpfile(\"${dump}.vcd\");", "\t$dumpvars(0, ${top});", "end"),
];
