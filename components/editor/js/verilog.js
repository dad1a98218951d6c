// A tokenizer of Verilog and SystemVerilog for CodeMirror's StreamLanguage, and the words of the language.

const words = (text) => new Set(text.trim().split(/\s+/));

export const KEYWORDS = words(`
  accept_on alias always always_comb always_ff always_latch and assert assign assume automatic before begin bind bins
  binsof break buf bufif0 bufif1 case casex casez cell checker class clocking cmos config const constraint context
  continue cover covergroup coverpoint cross deassign default defparam design disable dist do edge else end endcase
  endchecker endclass endclocking endconfig endfunction endgenerate endgroup endinterface endmodule endpackage
  endprimitive endprogram endproperty endsequence endspecify endtable endtask enum eventually expect export extends
  extern final first_match for force foreach forever fork forkjoin function generate genvar global highz0 highz1 if iff
  ifnone ignore_bins illegal_bins implements implies import incdir include initial inout input inside instance
  interconnect interface intersect join join_any join_none large let liblist library local localparam macromodule
  matches medium modport module nand negedge nettype new nexttime nmos nor noshowcancelled not notif0 notif1 null or
  output package packed parameter pmos posedge primitive priority program property protected pull0 pull1 pulldown pullup
  pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase randsequence rcmos ref reject_on release repeat
  restrict return rnmos rpmos rtran rtranif0 rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared
  sequence showcancelled signed small soft solve specify specparam static strong strong0 strong1 struct super
  sync_accept_on sync_reject_on table tagged task this throughout timeprecision timeunit tran tranif0 tranif1 type
  typedef union unique unique0 unsigned until until_with untyped use vectored virtual wait wait_order weak weak0 weak1
  while wildcard with within xnor xor`);

export const TYPES = words(`
  bit byte chandle event int integer logic longint real realtime reg shortint shortreal string supply0 supply1 time tri
  tri0 tri1 triand trior trireg uwire void wand wire wor`);

export const SYSTEM_TASKS = words(`
  $bits $ceil $clog2 $countones $display $dumpfile $dumpoff $dumpon $dumpvars $error $fatal $fclose $fdisplay $fell
  $finish $floor $fopen $fwrite $info $isunknown $monitor $onehot $onehot0 $past $random $readmemb $readmemh $realtime
  $rose $rtoi $signed $size $stable $stime $stop $strobe $test$plusargs $time $timeformat $unsigned $urandom
  $urandom_range $value$plusargs $warning $write $writememh`);

const NAMES_A_DESIGN_UNIT = words(`checker class endchecker endclass endinterface endmodule endpackage endprimitive
  endprogram interface macromodule module package primitive program`);
const NUMBER = /^(?:\d[\d_]*)?\s*'[sS]?[bBoOdDhH]\s*[\da-fA-FxXzZ?_]+|^'[01xXzZ](?![\w])|^\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?(?:[munpf]?s)?\b/;
const INSTANCE = /^\s*(?:#\s*\(|[A-Za-z_]\w*\s*(?:\[[^\]]*\]\s*)?\()/;

export const verilogMode = {
  name: "verilog",
  startState: () => ({ attribute: false, inside: null, unitName: false, statementStart: true }),
  token(stream, state) {
    if (stream.sol()) state.statementStart = true;
    if (state.inside) return state.inside === "comment" ? restOfComment(stream, state) : restOfString(stream, state);
    if (stream.eatSpace()) return null;
    const style = next(stream, state);
    if (style !== "comment") state.statementStart = style === null && /[;]$/.test(stream.current());
    return style;
  },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput: /^\s*(?:end\w*|join\w*|else|[)}\]])$/,
    wordChars: "$`",
  },
};

function next(stream, state) {
  if (stream.match("//")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match("/*")) {
    state.inside = "comment";
    return restOfComment(stream, state);
  }
  if (stream.match('"')) {
    state.inside = "string";
    return restOfString(stream, state);
  }
  if (stream.match(state.attribute ? /^\*\)/ : /^\(\*(?!\s*\))/)) {
    state.attribute = !state.attribute;
    return "annotation";
  }
  if (stream.match(/^`[A-Za-z_]\w*/)) return "meta";
  if (stream.match(NUMBER)) return "number";
  if (stream.match(/^\$[A-Za-z_$][\w$]*/)) return "variableName.standard";
  if (stream.match(/^\\\S+/)) return "variableName";
  if (stream.match(/^[A-Za-z_][\w$]*/)) return word(stream, state);
  if (stream.match(/^[-+*/%&|^~!<>=?:@#]+/)) return "operator";
  if (stream.match(/^[()[\]{}]/)) return "bracket";
  stream.next();
  return null;
}

function word(stream, state) {
  const text = stream.current();
  const named = state.unitName;
  state.unitName = false;
  if (KEYWORDS.has(text)) {
    state.unitName = NAMES_A_DESIGN_UNIT.has(text) && !stream.match(/^\s*[;(]/, false);
    if (text.startsWith("end")) state.unitName = state.unitName && Boolean(stream.match(/^\s*:\s*\w/, false));
    return "keyword";
  }
  if (TYPES.has(text)) return "typeName";
  if (named) return text === "automatic" || text === "static" ? "keyword" : "className";
  if (/_t$/.test(text)) return "typeName";
  return state.statementStart && stream.match(INSTANCE, false) ? "className" : "variableName";
}

function restOfComment(stream, state) {
  if (stream.match(/^.*?\*\//)) state.inside = null;
  else stream.skipToEnd();
  return "comment";
}

function restOfString(stream, state) {
  while (!stream.eol()) {
    const character = stream.next();
    if (character === "\\") stream.next();
    else if (character === '"') {
      state.inside = null;
      return "string";
    }
  }
  if (stream.string.at(-1) !== "\\") state.inside = null;
  return "string";
}
