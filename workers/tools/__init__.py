"""The EDA tools, one module each."""

from workers.step import Step
from workers.tools import (
    cocotb,
    cocotb_verilator,
    ghdl,
    icarus,
    sby,
    verible,
    verilator,
    verilator_coverage,
    verilator_lint,
    yosys,
    yosys_check,
)

STEPS: dict[str, type[Step]] = {
    step.id: step
    for step in (
        icarus.Compile,
        icarus.Simulate,
        verilator.Compile,
        verilator.Simulate,
        verilator_coverage.Compile,
        verilator_coverage.Simulate,
        ghdl.Analyse,
        ghdl.Simulate,
        cocotb.RunTests,
        cocotb_verilator.CompileForTests,
        verible.Lint,
        verilator_lint.Lint,
        yosys.Synthesize,
        yosys_check.Check,
        sby.Read,
        sby.Prove,
        sby.ProveFile,
    )
}
