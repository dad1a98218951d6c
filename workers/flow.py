"""The Flow: a named sequence of steps that hand views to each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from services.diagnostics import Diagnostic
from services.flows import FlowOptions
from services.views import View
from workers.step import OUT_FROM_PROJECT, Step, StepContext, StepOptions, StepResult
from workers.workspace import Workspace


class DesignError(Exception):
    """The design cannot be run as it is; the diagnostics say where and what to do."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__('; '.join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Plan:
    """What a flow will do with one design: its inputs, the options of its steps, and what was assumed."""

    files: Mapping[View, tuple[str, ...]]
    options: Mapping[str, object]
    top: str = ''
    assumptions: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    time_limit_s: float = 0


Prepare: TypeAlias = Callable[[Workspace, FlowOptions], Plan]
OnStep: TypeAlias = Callable[[int, type[Step], StepResult | None], None]


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps in order; `prepare` looks at the design and says how they are to be run."""

    id: str
    title: str
    steps: tuple[type[Step], ...]
    Options: type[FlowOptions]
    prepare: Prepare = field(repr=False)

    @property
    def inputs(self) -> tuple[View, ...]:
        """Return the views that the project itself must hold."""
        made: set[View] = set()
        needed: dict[View, None] = {}
        for step in self.steps:
            needed.update(dict.fromkeys(view for view in step.inputs if view not in made))
            made.update(step.outputs)
        return tuple(needed)

    def run(self, plan: Plan, context: StepContext, on_step: OnStep) -> list[StepResult]:
        """Run the steps until one does not pass; `on_step` hears of each when it begins and when it has ended."""
        files = dict(plan.files)
        results: list[StepResult] = []
        for position, step_type in enumerate(self.steps):
            on_step(position, step_type, None)
            result = step_type(step_options(step_type, plan.options)).run(files, context)
            results.append(result)
            on_step(position, step_type, result)
            if not result.passed:
                break
            for view, paths in result.files.items():
                files[view] = tuple(f'{OUT_FROM_PROJECT}/{path.name}' for path in paths)
        return results


def step_options(step: type[Step], options: Mapping[str, object]) -> StepOptions:
    """Pick the options that a step declares."""
    return step.Options.model_validate({name: options[name] for name in step.Options.model_fields if name in options})
