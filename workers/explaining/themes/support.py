"""What one tool does not take, and which other one does."""

from workers.explaining.model import Answer, Case, Kind, Rule

UNSUPPORTED = Kind(
    'unsupported-construct',
    'The tool does not know this part of the language',
    'The source is correct, but this tool has not all of SystemVerilog.',
    'use another tool for this design',
)
NOT_SYNTHESIZABLE = Kind(
    'not-synthesizable',
    'This cannot become hardware',
    'It belongs to simulation: delays, files, printing, initial blocks.',
    'keep it in the testbench, or between `ifndef SYNTHESIS and `endif',
)
KINDS = (UNSUPPORTED, NOT_SYNTHESIZABLE)
OTHERS = {
    'icarus': 'set simulator = "verilator": it takes more of SystemVerilog',
    'vvp': 'set simulator = "verilator": it takes more of SystemVerilog',
    'verilator': 'set simulator = "icarus": it is event driven and takes what Verilator leaves out',
    'yosys': 'set frontend = "slang": it takes more of SystemVerilog than the plain reader',
    'ghdl': 'write it in VHDL-2008 without it; no other simulator here takes VHDL',
}


def other_tool(source: str) -> str:
    """Say which tool takes what this one does not."""
    return OTHERS.get(source, UNSUPPORTED.hint)


def unsupported(case: Case) -> Answer:
    """Name the other tool."""
    return Answer(hint=other_tool(case.found.source))


RULES = (
    Rule(
        UNSUPPORTED,
        (r'(?i)^sorry\b|\bsorry:', r'(?i)\bunsupported\b|not (?:yet )?supported|not implemented|unimplemented'),
        unsupported,
        checks=('UNSUPPORTED', 'E_UNSUPPORTED', 'COVERIGN'),
    ),
    Rule(NOT_SYNTHESIZABLE, (r'(?i)unsynthesi[sz]able|not synthesi[sz]able', r"(?i)unsupported system task '\$\w+'")),
)
