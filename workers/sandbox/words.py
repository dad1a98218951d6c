"""How a command ended, in words: the limit by its value, with what was measured."""

from workers.sandbox.disk import DEEPEST, WAVES
from workers.sandbox.model import GIB, MIB, Limits, Outcome, Reason


def describe(outcome: Outcome, limits: Limits, title: str) -> str:
    """Name the limit that ended a command, its value and what was measured; nothing where none did."""
    texts = {
        Reason.WALL: f'{title} was stopped at the time limit of {limits.wall_s:g} s (ran {outcome.wall_s:.1f} s).',
        Reason.MEMORY: f'{title} ran out of memory: the limit is {size_text(limits.memory_bytes)}, '
        f'{size_text(outcome.peak_bytes)} were measured.',
        Reason.DISK: disk(outcome, limits, title),
        Reason.OUTPUT: f'{title} printed too much: the limit is {size_text(limits.output_bytes)} '
        f'or {limits.output_lines:,} lines of log, {size_text(outcome.output_bytes)} in {outcome.output_lines:,} lines '
        'were printed.',
        Reason.PROCESSES: processes(outcome, limits, title),
        Reason.CANCELLED: f'{title} was cancelled after {outcome.wall_s:.1f} s.',
        Reason.CRASHED: f'{title} crashed (signal {-outcome.exit_code}): a fault of the tool, not of the design.',
    }
    return texts.get(outcome.reason, '')


def disk(outcome: Outcome, limits: Limits, title: str) -> str:
    """Say what filled the disk: a waveform, as nearly always, or the largest file."""
    if outcome.too_deep:
        return f'{title} nested folders too deep: the limit is {DEEPEST} below each other.'
    limit, file = size_text(limits.disk_bytes), outcome.largest.rpartition('/')[2]
    if outcome.largest.endswith(WAVES) and outcome.largest_bytes * 2 > outcome.disk_bytes:
        return (
            f'{title} was stopped after {outcome.wall_s:.1f} s of wall time: the waveform {file} reached '
            f'{size_text(outcome.largest_bytes)}, the limit is {limit}.'
        )
    largest = f', the largest file is {file} with {size_text(outcome.largest_bytes)}' if file else ''
    return (
        f'{title} filled its disk space after {outcome.wall_s:.1f} s: the limit is {limit}, '
        f'{size_text(outcome.disk_bytes)} were written{largest}.'
    )


def processes(outcome: Outcome, limits: Limits, title: str) -> str:
    """Say whether too many processes worked at once, or simply too many were there."""
    if outcome.busy > limits.processes:
        return (
            f'{title} kept {outcome.busy} processes or threads at work at once: '
            f'the limit is {limits.processes} at a time.'
        )
    return (
        f'{title} started too many processes: the limit is {limits.processes} that work and {limits.tasks} in all, '
        f'{max(outcome.tasks, limits.tasks)} were there.'
    )


def size_text(size: int) -> str:
    """Return a size for people: in MiB, from one GiB on in GiB."""
    return f'{size / GIB:.1f} GiB' if size >= GIB else f'{size / MIB:.0f} MiB'
