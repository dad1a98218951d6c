"""What can be run: tells the run bar of each flow, its options, and what the project's files say of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from components.top_bar import FlowChoice, Note, RunEventArguments, TopModule
from ide.formats import memory, period
from ide.panels.desk import Desk
from services.design_config import CONFIG_FILE
from services.designs import Outline
from services.flows import FLOW_OPTIONS, FlowOptions, option_errors
from services.flows.simulate import BenchOptions
from services.limits import Limits, limits_of
from services.simulators import choose_simulator
from services.verilog.hierarchy import Node


class FlowsPanel:
    """The form of the run bar is made from the same schema as REST, and checked by the same models."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._limits = limits_of(desk.project.plan)
        desk.top.on_check(self._check).on_remember(self._remember)

    def show(self, outline: Outline) -> None:
        """Offer the flows for the present sources."""
        self._desk.top.set_flows(
            flow_choice(flow, options, outline, self._limits) for flow, options in FLOW_OPTIONS.items()
        )

    def _check(self, e: RunEventArguments) -> None:
        self._desk.top.set_errors(e.flow, option_errors(e.flow, e.options))

    async def _remember(self, e: RunEventArguments) -> None:
        """Write what differs into `a6hub.toml`; a value that is the default anyway leaves the file."""
        if errors := option_errors(e.flow, e.options):
            self._desk.top.set_errors(e.flow, errors)
            return
        await self._desk.editor.flush()
        desk = self._desk
        changes = without_defaults(FLOW_OPTIONS[e.flow], e.options)
        if await desk.attempt(desk.services.configs.change, desk.project.id, e.flow, changes) is not None:
            desk.top.settled(e.flow)
            desk.toasts.show(
                f'{", ".join(changes)} of {e.flow} written to {CONFIG_FILE}.',
                kind='success',
                action='Open it',
                on_action=lambda: desk.open_file(CONFIG_FILE),
            )


def without_defaults(options: type[FlowOptions], changes: dict[str, Any]) -> dict[str, Any]:
    """Return the changes, with None for each value that holds without being written."""
    usual = options().model_dump(mode='json')
    return {name: None if value == usual.get(name) else value for name, value in changes.items()}


def flow_choice(flow: str, options: type[FlowOptions], outline: Outline, limits: Limits) -> FlowChoice:
    """Return a flow as the run bar shows it."""
    # These begin at a testbench, the others at the design's own top.
    bench = issubclass(options, BenchOptions)
    return FlowChoice(
        id=flow,
        title=flow.capitalize(),
        schema=options.model_json_schema(),
        summary=' '.join((options.__doc__ or '').split()),
        file=outline.settings.get(flow, {}),
        tops=tuple(bench_tops(outline.trees) if bench else design_tops(outline.trees)),
        found=outline.found if bench else outline.design_top,
        notes=notes_of(options, outline),
        limits=run_limits(limits),
    )


def notes_of(options: type[FlowOptions], outline: Outline) -> dict[str, Note]:
    """Return which simulator `auto` means for the present sources, and why."""
    field = options.model_fields.get('simulator')
    if field is None or field.default != 'auto':
        return {}
    choice = choose_simulator(outline.question)
    return {'simulator': Note(used=choice.simulator, reason=f'{choice.simulator.shown} is taken: {choice.reason}.')}


def bench_tops(trees: Iterable[Node]) -> Iterator[TopModule]:
    """Yield what can be simulated: the modules that no other uses."""
    for node in trees:
        yield TopModule(name=node.name, file=node.file, likely=node.testbench)


def design_tops(trees: Iterable[Node]) -> Iterator[TopModule]:
    """Yield the modules of the design: those below testbenches and those that nobody uses first."""
    seen: set[str] = set()
    pending = [(node, 0 if node.testbench else 1) for node in trees]
    while pending:
        node, depth = pending.pop(0)
        pending += [(child, depth + 1) for child in node.children]
        if depth and node.defined and node.module not in seen:
            seen.add(node.module)
            yield TopModule(name=node.module, file=node.file, likely=depth == 1)


def run_limits(limits: Limits) -> str:
    """Return what a run may use, for people."""
    return (
        f'A run may take {period(limits.job_time_s)}, {memory(limits.job_memory_bytes)} of memory, '
        f'{memory(limits.job_wave_bytes)} of waveform and {limits.job_processes} processes on your plan.'
    )
