"""The figures that steps report, named `<scope>__<thing>__<modifier>` as METRICS2.1 has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: its stable id, what a person reads, and its unit ('' for a plain count)."""

    id: str
    title: str
    unit: str = ''


ERRORS = Metric('flow__errors__count', 'Errors')
WARNINGS = Metric('flow__warnings__count', 'Warnings')
WALL_TIME = Metric('step__wall_time__s', 'Time', 's')
CPU_TIME = Metric('step__cpu_time__s', 'Processor time', 's')
PEAK_MEMORY = Metric('step__peak_memory__bytes', 'Peak memory', 'bytes')
WAVES_SIZE = Metric('simulation__waves__bytes', 'Waveform size', 'bytes')
TESTS = Metric('simulation__tests__count', 'Tests')
TESTS_PASSED = Metric('simulation__tests_passed__count', 'Tests passed')
TESTS_FAILED = Metric('simulation__tests_failed__count', 'Tests failed')
TESTS_SKIPPED = Metric('simulation__tests_skipped__count', 'Tests skipped')
FORMAL_PROPERTIES = Metric('formal__properties__count', 'Statements looked at')
FORMAL_PROVEN = Metric('formal__proven__count', 'Assertions that hold')
FORMAL_FAILED = Metric('formal__failed__count', 'Statements that fail')
FORMAL_COVERED = Metric('formal__covered__count', 'Cover statements reached')
FORMAL_DEPTH = Metric('formal__depth__steps', 'Steps looked at')
LINE_COVERAGE = Metric('coverage__line__percent', 'Lines reached', '%')
BRANCH_COVERAGE = Metric('coverage__branch__percent', 'Branches reached', '%')
TOGGLE_COVERAGE = Metric('coverage__toggle__percent', 'Bits toggled', '%')
CELLS = Metric('design__instance__count', 'Cells')
AREA = Metric('design__instance__area', 'Area of the cells', 'um^2')
FLIP_FLOPS = Metric('design__instance__count__class:flip_flop', 'Flip-flops')
LATCHES = Metric('design__instance__count__class:latch', 'Latches')
LUTS = Metric('design__instance__count__class:lut', 'Look-up tables')
CARRY_CELLS = Metric('design__instance__count__class:carry', 'Carry cells')
DSP_CELLS = Metric('design__instance__count__class:dsp', 'DSP blocks')
BRAM_CELLS = Metric('design__instance__count__class:bram', 'Block RAMs')
MEMORY_BITS = Metric('design__memory__bits', 'Bits in memories', 'bits')

METRICS: dict[str, Metric] = {
    metric.id: metric
    for metric in (
        ERRORS,
        WARNINGS,
        WALL_TIME,
        CPU_TIME,
        PEAK_MEMORY,
        WAVES_SIZE,
        TESTS,
        TESTS_PASSED,
        TESTS_FAILED,
        TESTS_SKIPPED,
        FORMAL_PROPERTIES,
        FORMAL_PROVEN,
        FORMAL_FAILED,
        FORMAL_COVERED,
        FORMAL_DEPTH,
        LINE_COVERAGE,
        BRANCH_COVERAGE,
        TOGGLE_COVERAGE,
        CELLS,
        AREA,
        FLIP_FLOPS,
        LATCHES,
        LUTS,
        CARRY_CELLS,
        DSP_CELLS,
        BRAM_CELLS,
        MEMORY_BITS,
    )
}
