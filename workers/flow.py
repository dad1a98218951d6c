"""The Flow: a named sequence of steps that hand views to each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from services.diagnostics import Diagnostic
from services.flows import FlowOptions
from services.models import JobState
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
    """What a flow will do with one design: its inputs, the options of its steps, and what was assumed.

    `steps` are those of the flow that this design and these options need; none named means all. What is not
    `repeatable` (chance without a seed) is run again each time.
    """

    files: Mapping[View, tuple[str, ...]]
    options: Mapping[str, object]
    top: str = ''
    assumptions: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    steps: tuple[type[Step], ...] = ()
    repeatable: bool = True
    settle: Callable[[Sequence[StepResult]], None] | None = None
    """Goes over what the steps so far have given after each of them, as where several tools tell the same."""


Prepare: TypeAlias = Callable[[Workspace, FlowOptions], Plan]
OnStep: TypeAlias = Callable[[int, type[Step], StepResult | None], None]


@dataclass(frozen=True, slots=True)
class Flow:
    """All steps that it may take, in order; `prepare` looks at the design and says which are run, and how."""

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

    def steps_of(self, plan: Plan) -> tuple[type[Step], ...]:
        """Return the steps that a plan takes."""
        return plan.steps or self.steps

    def run(self, plan: Plan, context: StepContext, on_step: OnStep) -> list[StepResult]:
        """Run the plan's steps; `on_step` hears of each when it begins and when it has ended.

        A step that does not pass ends the run if it says so, and always where it did not end by itself.
        """
        files = dict(plan.files)
        results: list[StepResult] = []
        for position, step_type in enumerate(self.steps_of(plan)):
            on_step(position, step_type, None)
            result = step_type(step_options(step_type, plan.options)).run(files, context)
            results.append(result)
            if plan.settle is not None:
                plan.settle(results)
            on_step(position, step_type, result)
            if not result.passed and (step_type.ends_flow or result.state is not JobState.FAILED):
                break
            for view, paths in result.files.items():
                files[view] = tuple(f'{OUT_FROM_PROJECT}/{path.name}' for path in paths)
        return results


def step_options(step: type[Step], options: Mapping[str, object]) -> StepOptions:
    """Pick the options that a step declares."""
    return step.Options.model_validate({name: options[name] for name in step.Options.model_fields if name in options})
