"""The envelope of a run: its result, what was assumed, and the trace of how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from services.job_leases import Ending
from workers.flow import Flow, Plan
from workers.sandbox import Limits
from workers.step import Step, StepResult
from workers.toolbox import Toolbox

LARGEST_PREPARED = 64 << 10
MOST_PREPARED = 256 << 10


def envelope_of(ending: Ending, plan: Plan, trace: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a run beside its artifacts."""
    return {
        'result': {
            'state': ending.state.value,
            'reason': ending.reason,
            'exit_code': ending.exit_code,
            'metrics': ending.metrics,
            'artifacts': [
                {'name': item.name, 'view': item.view, 'size': item.blob.size, 'sha256': item.blob.sha256}
                for item in ending.artifacts
            ],
        },
        'assumptions': list(plan.assumptions),
        'trace': dict(trace),
    }


def trace_of(
    flow: Flow, plan: Plan, results: Sequence[StepResult], limits: Limits, tools: Toolbox, prepared: Mapping[str, str]
) -> dict[str, Any]:
    """Return commands, versions, limits and the files that the flow laid ready."""
    steps = flow.steps_of(plan)
    return {
        'flow': flow.id,
        'top': plan.top,
        'sources': {view.id: list(paths) for view, paths in plan.files.items()},
        'tools': {name: tools.recipe_of(name) for name in sorted({name for step in steps for name in step.tools})},
        'limits': asdict(limits),
        'steps': [_step(step, result) for step, result in zip(steps, results, strict=False)],
        'prepared': dict(prepared),
    }


def prepared_texts(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the texts that the flow laid ready, so that the same can be done elsewhere; large ones are left out."""
    texts: dict[str, str] = {}
    room = MOST_PREPARED
    for name, file in sorted(files.items()):
        size = file.stat().st_size
        if size <= min(LARGEST_PREPARED, room):
            texts[name] = file.read_text(encoding='utf-8', errors='replace')
            room -= size
    return texts


def _step(step: type[Step], result: StepResult) -> dict[str, Any]:
    return {
        'step': step.id,
        'ends_flow': step.ends_flow,
        'state': result.state.value,
        'metrics': result.metrics,
        'commands': [asdict(command) for command in result.commands],
    }
