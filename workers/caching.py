"""Answers a run from an equal one, and says under which key a run is stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.equal_runs import EqualRun, EqualRuns
from services.job_leases import Claim, Ending
from services.models import Job, JobState
from services.verilog import is_verilog
from workers.flow import Plan
from workers.job_log import DIM, PLAIN, JobLog
from workers.run_keys import RunKeys, Sight, namesakes
from workers.sandbox import Reason
from workers.step import StepResult

FRESH = 'fresh'
"""What the envelope of a run holds that must not be answered from an equal one."""


def find_equal(equal: EqualRuns, claim: Claim, plan: Plan, keys: RunKeys) -> EqualRun | None:
    """Return a run that had the same inputs, unless this one is to be run afresh."""
    if claim.job.envelope.get(FRESH) or not plan.repeatable:
        return None

    def fits(job: Job) -> bool:
        trace: Mapping[str, Any] = job.envelope.get('trace', {})
        sight, reads = keys.sight(job.run_key), trace.get('reads', [])
        return (
            all(keys.digest(sight, path) == digest for path, digest in reads)
            and all(keys.digest(Sight.CODE, path) == digest for path, digest in trace.get('lines', []))
            and trace.get('namesakes') == namesakes((path for path, _ in reads), keys.names)
        )

    return equal.find(claim, list(keys.by_sight.values()), fits)


def stored_under(plan: Plan, results: Sequence[StepResult], ending: Ending, keys: RunKeys) -> str:
    """Return the key under which a run is stored, '' where it would not end the same way again for sure."""
    ended = ending.state in (JobState.PASSED, JobState.FAILED)
    if not ended or not plan.repeatable or any(result.stopped is not Reason.NONE for result in results):
        return ''
    return next(keys.by_sight[sight] for sight in (Sight.SHIFTED, Sight.CODE, Sight.BYTES) if sight in keys.by_sight)


def reads_of(keys: RunKeys, key: str, plan: Plan, opened: Sequence[str], spoken: Sequence[str]) -> dict[str, Any]:
    """Return what the tools opened beyond the plan's own sources, and which files a search for these could find.

    Of the files that the result speaks of, the lines must stand where they are.
    """
    listed = {path for paths in plan.files.values() for path in paths}
    others = [path for path in opened if path not in listed]
    sight = keys.sight(key) if key else Sight.BYTES
    return {
        'reads': [[path, keys.digest(sight, path)] for path in others],
        'namesakes': namesakes(others, keys.names),
        'lines': [[path, keys.digest(Sight.CODE, path)] for path in spoken] if sight is Sight.SHIFTED else [],
    }


def spoken_of(keys: RunKeys, ending: Ending, log: JobLog) -> list[str]:
    """Return the sources that diagnostics or the log of the tools name, most likely with a line."""
    text = '\n'.join(tool_lines(log.text()))
    named = {found.file for _, found in ending.diagnostics}
    return [path for path in keys.names if is_verilog(path) and (path in named or path.rpartition('/')[2] in text)]


def lines_of_steps(log: bytes) -> list[str]:
    """Return what a log holds from the first step on, without the last line, which names the state."""
    lines = log.decode(errors='replace').splitlines()
    begins = (number for number, line in enumerate(lines) if line.startswith(DIM) and line.endswith(f' …{PLAIN}'))
    first = next(begins, None)
    return tool_lines(log) if first is None else lines[first:-1]


def tool_lines(log: bytes) -> list[str]:
    """Return what the tools said in a log, without our own notes."""
    return [line for line in log.decode(errors='replace').splitlines() if not line.startswith(DIM)]


def origin(found: EqualRun, claim: Claim) -> dict[str, Any]:
    """Return which run a result comes from; the number of a run in another project is nobody's business."""
    return {'number': found.job.number} if found.job.project_id == claim.job.project_id else {}
