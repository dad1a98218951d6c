"""What Icarus prints of a design becomes diagnostics, one for each message."""

from workers.tools.icarus import Compile, CompileOptions

LOG = """tb/tb.sv:3: error: `timescale directive can not be inside a module definition.
tb/tb.sv:4: error: `default_nettype directives must appear
tb/tb.sv:4:      : outside module definitions. The containing
tb/tb.sv:4:      : module x starts on line rtl/soc.sv:75.
tb/tb.sv:6: syntax error
"""


def test_the_second_line_of_a_message_is_no_message_of_its_own():
    step = Compile(CompileOptions(tops=('tb',)))
    found = [diagnostic for line in LOG.splitlines() if (diagnostic := step.parse_line(line))]
    assert [diagnostic.line for diagnostic in found] == [3, 4, 6]
