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

METRICS: dict[str, Metric] = {
    metric.id: metric for metric in (ERRORS, WARNINGS, WALL_TIME, CPU_TIME, PEAK_MEMORY, WAVES_SIZE)
}
