"""Several tools' messages become one list: doubles, waivers, wishes, and who agrees."""

from services.diagnostics import Diagnostic, Severity
from workers.linting import Rules, merged_diagnostics
from workers.linting.waivers import regions_of

E, W = Severity.ERROR, Severity.WARNING


def said(tool: str, severity: Severity, kind: str, message: str, line: int = 3, column: int = 0, rule: str = ''):
    return Diagnostic(severity, message, 'a.v', line, column, rule=rule, source=tool, kind=kind)


def merged(*found: Diagnostic, text: str = '', **rules: object) -> list[Diagnostic]:
    return merged_diagnostics(found, Rules(**rules), {'a.v': text}.get)  # type: ignore[arg-type]


def test_the_same_topic_at_the_same_place_is_told_once_and_names_who_agrees():
    [one] = merged(
        said('verilator', W, 'latch', "Latch inferred for signal 'q' (not all paths)", column=3),
        said('yosys', W, 'latch', "Latch inferred for signal 'q': some path"),
    )
    assert (one.source, one.column) == ('verilator, yosys', 3)


def test_two_names_on_one_line_are_two_mistakes():
    found = merged(
        said('verilator', W, 'unused', "Signal is not used: 'a'", column=8),
        said('verilator', W, 'unused', "Signal is not used: 'b'", column=11),
        said('yosys', W, 'undriven', "Signal 'c' is used but nothing drives it"),
    )
    assert len(found) == 3


def test_a_syntax_error_of_three_tools_is_one_at_the_true_place():
    [one] = merged(
        said('verilator', E, 'syntax', 'syntax error, unexpected end', line=4, column=3),
        said('yosys', E, 'syntax', "expected ';'", line=3, column=10),
        said('verible', E, 'syntax', 'syntax error at token "end"', line=4, column=3, rule='syntax-error'),
    )
    assert (one.line, one.column, one.message) == (3, 10, "expected ';'")
    assert one.source == 'yosys, verilator, verible'


def test_merging_what_is_merged_changes_nothing():
    found = [
        said('verilator', W, 'latch', "Latch inferred for signal 'q'"),
        said('yosys', W, 'latch', "Latch inferred for signal 'q'"),
        said('yosys', E, 'multidriven', "Signal 'r' has several drivers"),
        said('verible', W, 'style', 'Explicitly label it', line=9),
    ]
    once = merged(*found)
    assert merged(*once) == once
    assert len(once) == 3


def test_the_graver_severity_of_two_tools_counts():
    [one] = merged(
        said('verilator', W, 'multidriven', "Bit [0] of signal 'q' have multiple drivers", line=1),
        said('yosys', E, 'multidriven', "Signal 'q' has several drivers", line=7),
    )
    assert (one.severity, one.line) == (E, 7)


def test_a_rule_is_switched_off_by_the_name_of_the_tool_or_by_ours():
    width = said('verilator', W, 'width', 'too wide', rule='WIDTHTRUNC')
    assert merged(width, disabled=frozenset({'WIDTHTRUNC'})) == []
    assert merged(width, disabled=frozenset({'width'})) == []
    assert merged(width, disabled=frozenset({'latch'})) == [width]


def test_a_syntax_error_cannot_be_switched_off():
    found = said('verilator', E, 'syntax', 'syntax error')
    assert merged(found, disabled=frozenset({'syntax'})) == [found]


def test_style_is_as_severe_as_a_person_wants():
    found = said('verible', W, 'style', 'Use one line for each', rule='module-port')
    assert [each.severity for each in merged(found)] == [Severity.INFO]
    assert [each.severity for each in merged(found, style='error')] == [E]
    assert merged(found, style='off') == []


def test_verible_does_not_fail_a_file_that_others_read():
    found = said('verible', E, 'syntax', 'syntax error at token "`FOO"', rule='syntax-error')
    [told] = merged(found, read_well=frozenset({'a.v'}))
    assert told.severity is Severity.INFO
    assert told.message.startswith('Verible cannot check the style of this file')


def test_only_what_matters_is_told_of_a_testbench():
    width = said('verilator', W, 'width', 'too wide')
    error = said('verilator', E, 'undeclared', "Can't find definition of variable: 'x'", line=5)
    assert merged(width, error, benches=frozenset({'a.v'})) == [error]


def test_lint_off_in_the_source_holds_for_every_tool():
    text = 'module a;\n// verilator lint_off LATCH\nalways @* if (e) q = d;\n// verilator lint_on LATCH\n'
    latch = said('yosys', W, 'latch', "Latch inferred for signal 'q'")
    assert merged(latch, text=text) == []
    assert merged(said('yosys', W, 'latch', "Latch inferred for signal 'q'", line=6), text=text) != []
    assert merged(said('yosys', W, 'loop', 'Combinational loop'), text=text) != []


def test_saved_and_restored_waivers_end_where_they_are_restored():
    text = '// verilator lint_save\n// verilator lint_off WIDTH\nx\n// verilator lint_restore\nx\n'
    [region] = regions_of(text)
    assert (region.first, region.last, region.topic) == (2, 4, 'width')


def test_a_waiver_of_verible_holds_for_its_line_or_the_one_below():
    beside = 'a\nb\ncase (s) // verilog_lint: waive case-missing-default\n'
    above = 'a\n// verilog_lint: waive case-missing-default\ncase (s)\n'
    found = said('verilator', W, 'case', 'Case values incompletely covered', rule='CASEINCOMPLETE')
    assert merged(found, text=beside) == []
    assert merged(found, text=above) == []
    assert merged(found, text='a\nb\ncase (s)\n') == [found]


def test_a_latch_that_a_case_brings_is_told_with_the_case():
    text = 'module a;\nalways @*\n  case (s)\n    0: y = 1;\n  endcase\nendmodule\n'
    [one] = merged(
        said('verilator', W, 'latch', "Latch inferred for signal 'y'", line=2),
        said('verilator', W, 'case', 'Case values incompletely covered', line=3),
        text=text,
    )
    assert (one.line, one.kind) == (3, 'case')
    assert "'y'" in one.message


def test_a_latch_of_another_block_stays():
    text = 'module a;\nalways @* if (e) y = 1;\nalways @* case (s) 0: z = 1; endcase\nendmodule\n'
    found = merged(
        said('verilator', W, 'latch', "Latch inferred for signal 'y'", line=2),
        said('verilator', W, 'case', 'Case values incompletely covered', line=3),
        text=text,
    )
    assert [each.kind for each in found] == ['latch', 'case']


def test_a_mistyped_net_and_the_one_that_was_meant_are_one_mistake():
    [one] = merged(
        said('verilator', W, 'implicit-net', "Signal definition not found, creating implicitly: 'cary'", line=6),
        said('verilator', W, 'unused', "Signal is not used: 'cary'", line=6),
        said('yosys', W, 'undriven', "Signal 'carry' is used but nothing drives it", line=2),
    )
    assert one.hint == "did you mean 'carry'?"
