"""Views of a design: the kinds of file that steps take in and give out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One representation of the design; `suffix` is how its files usually end; a `kept` one becomes an artifact."""

    id: str
    suffix: str
    title: str
    kept: bool = False


RTL = View('rtl', '.v', 'RTL source')
TESTBENCH = View('testbench', '_tb.v', 'Testbench')
SIM = View('sim', '.vvp', 'Compiled simulation')
VCD = View('vcd', '.vcd', 'Waveform (VCD)')
FST = View('fst', '.fst', 'Waveform (FST)')
TRACE = View('trace', '.a6t', 'Waveform (columns for the viewer)')
TEST_RESULTS = View('tests', '.xml', 'Results of tests (JUnit)', kept=True)
MODEL = View('model', '.il', 'Model for proofs')
COVERAGE = View('coverage', '.json', 'Coverage', kept=True)
COVERAGE_LCOV = View('coverage_lcov', '.info', 'Coverage (lcov)', kept=True)
NETLIST = View('netlist', 'netlist.json', 'Netlist (JSON)', kept=True)
NETLIST_VERILOG = View('netlist_verilog', 'netlist.v', 'Netlist (Verilog)', kept=True)
STATISTICS = View('statistics', 'stats.json', 'Statistics (JSON)', kept=True)
STATISTICS_TEXT = View('statistics_text', 'stats.txt', 'Statistics', kept=True)
LOG = View('log', '.log', 'Log')

PRODUCTS = (NETLIST, NETLIST_VERILOG, STATISTICS, STATISTICS_TEXT)
VIEWS: dict[str, View] = {
    view.id: view
    for view in (RTL, TESTBENCH, SIM, VCD, FST, TRACE, TEST_RESULTS, MODEL, *PRODUCTS, COVERAGE, COVERAGE_LCOV, LOG)
}
