import assert from "node:assert/strict";
import test from "node:test";

import { EditorState, StreamLanguage } from "../../../components/editor/dist/index.js";
import { blockAt, findBlocks, foldRange } from "../../../components/editor/js/blocks.js";
import { detectIndent, indentOf } from "../../../components/editor/js/indent.js";
import { verilogMode } from "../../../components/editor/js/verilog.js";

const DESIGN = `module uart_tx #(
  parameter int CLKS = 868
) (
  input  logic       clk, rst_n,
  output logic       tx, busy
);
  typedef enum logic [1:0] {IDLE, START, DATA, STOP} state_t;
  always_ff @(posedge clk or negedge rst_n)
    if (!rst_n) state <= IDLE;
    else case (state)
      IDLE:  if (start) begin shift <= data; state <= START; end
      DATA:  begin
        shift <= 1;
        if (a)
          b <= 2;
        else
          c <= 3;
        d <= 4;
      end
      STOP:  if (tick)  state <= IDLE;
    endcase

  always @(*) begin
    if (x) begin
      y = 1; // begin
    end else begin
      y = "end";
    end
  end

  foo #(
    .A(1)
  ) u_foo (
    .clk(clk),
    .d({a,
      b}),
    .q(q)
  );
  assign tx = 1;
endmodule`;

const columns = (line) => line.search(/\S|$/);
const words = (text) => findBlocks(text).map(({ word, open, close }) => `${word} ${text.slice(open.from, open.to)}…${text.slice(close.from, close.to)}`);

test("every line of a well-formed design is indented as it stands", () => {
  const lines = DESIGN.split("\n");
  lines.forEach((line, n) => {
    if (!line.trim()) return;
    const above = (up) => (n - up < 0 ? null : lines[n - up]);
    assert.equal(indentOf(above, line.trim(), 2, columns), columns(line), `line ${n + 1}: ${line}`);
  });
});

test("a new line after begin is one step in, and end steps back", () => {
  const above = (n) => ["  always @(posedge clk) begin", "module m;"][n - 1] ?? null;
  assert.equal(indentOf(above, "", 4, columns), 6);
  assert.equal(indentOf(above, "end", 4, columns), 2);
});

test("paired words find each other through comments, strings and each other", () => {
  assert.deepEqual(words('module m; /* begin */ initial begin $display("end"); end endmodule'), ["begin begin…end", "module module…endmodule"]);
  assert.deepEqual(words("`ifdef A\nfork\njoin_any\n`endif"), ["fork fork…join_any", "`ifdef `ifdef…`endif"]);
});

test("words that open nothing are left alone", () => {
  assert.deepEqual(words("extern function int f(); typedef class c; virtual interface i; wait fork; assert property (p);"), []);
});

test("a begin without end does not swallow what follows", () => {
  assert.deepEqual(words("module a; initial begin\nendmodule module b; endmodule"), ["module module…endmodule", "module module…endmodule"]);
});

test("the pair under the cursor is found from either end", () => {
  const text = "initial begin x; end";
  const pairs = findBlocks(text);
  assert.equal(blockAt(pairs, text.indexOf("begin") + 2).close.from, text.indexOf("end"));
  assert.equal(blockAt(pairs, text.length).open.from, text.indexOf("begin"));
  assert.equal(blockAt(pairs, 0), null);
});

test("a block folds from its first line to the line before its end", () => {
  const { doc } = EditorState.create({ doc: "module m;\n  initial begin\n    x;\n  end\nendmodule\n/* long\ncomment */\n" });
  const pairs = findBlocks(doc.toString());
  const fold = (line) => foldRange(pairs, doc, doc.line(line));
  assert.deepEqual(fold(1), { from: doc.line(1).to, to: doc.line(4).to });
  assert.deepEqual(fold(2), { from: doc.line(2).to, to: doc.line(3).to });
  assert.equal(fold(3), null);
  assert.deepEqual(fold(6), { from: doc.line(6).to, to: doc.line(7).to });
});

test("the words of a line have their colours", () => {
  assert.deepEqual(tokens("module uart_tx (input logic [7:0] data); // done"), [
    "module:keyword", "uart_tx:className", "(:bracket", "input:keyword", "logic:typeName", "[:bracket", "7:number", "::operator",
    "0:number", "]:bracket", "data:variableName", "):bracket", ";:", "// done:comment",
  ]);
  assert.deepEqual(tokens("baud_gen #(.N(8'hF_f)) u (.clk(clk));").slice(0, 2), ["baud_gen:className", "#:operator"]);
  assert.deepEqual(tokens("always @(*) x <= '0;").slice(0, 3), ["always:keyword", "@:operator", "(:bracket"]);
  assert.deepEqual(tokens("`FOO $display state_t 10ns"), ["`FOO:meta", "$display:variableName.standard", "state_t:typeName", "10ns:number"]);
});

test("comments and strings go on over the end of a line", () => {
  const state = verilogMode.startState();
  assert.deepEqual(tokens("/* a", state), ["/* a:comment"]);
  assert.deepEqual(tokens("b */ wire", state), ["b */:comment", "wire:typeName"]);
});

test("the language takes hold of a whole design", () => {
  const language = StreamLanguage.define(verilogMode);
  assert.equal(language.parser.parse(DESIGN).length, DESIGN.length);
});

test("the indentation of a file is recognised", () => {
  assert.equal(detectIndent(DESIGN, "    "), "  ");
  assert.equal(detectIndent("a\n\tb\n\t\tc\n", "  "), "\t");
  assert.equal(detectIndent("one line", "    "), "    ");
});

/** The tokens of one line as "text:style". */
function tokens(line, state = verilogMode.startState()) {
  const stream = new Stream(line);
  const found = [];
  while (!stream.eol()) {
    stream.start = stream.pos;
    const style = verilogMode.token(stream, state);
    if (stream.current().trim()) found.push(`${stream.current()}:${style ?? ""}`);
  }
  return found;
}

/** What CodeMirror gives a tokenizer, for one line. */
class Stream {
  constructor(string) {
    Object.assign(this, { string, pos: 0, start: 0 });
  }

  sol() { return this.pos === 0; }
  eol() { return this.pos >= this.string.length; }
  current() { return this.string.slice(this.start, this.pos); }
  next() { return this.string[this.pos++]; }
  skipToEnd() { this.pos = this.string.length; }

  eatSpace() {
    const [space] = /^\s*/.exec(this.string.slice(this.pos));
    this.pos += space.length;
    return space.length > 0;
  }

  match(pattern, consume = true) {
    const rest = this.string.slice(this.pos);
    const match = typeof pattern === "string" ? rest.startsWith(pattern) && [pattern] : rest.match(pattern);
    if (match && consume) this.pos += match[0].length;
    return match || null;
  }
}
