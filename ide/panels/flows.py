"""What can be run: tells the run bar of each flow, its options, and what the project's files say of them."""

from collections.abc import Iterable, Iterator

from components.top_bar import FlowChoice, RunEventArguments, TopModule
from ide.formats import memory, period
from ide.panels.desk import Desk
from services.designs import Outline
from services.flows import FLOW_OPTIONS, FlowOptions, option_errors
from services.limits import Limits, limits_of
from services.verilog.hierarchy import Node

BENCH_FLOWS = frozenset({'simulate', 'coverage'})
"""The flows that begin at a testbench; the others begin at the design's own top."""


class FlowsPanel:
    """The form of the run bar is made from the same schema as REST, and checked by the same models."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._limits = limits_of(desk.project.plan)
        desk.top.on_check(self._check)

    def show(self, outline: Outline) -> None:
        """Offer the flows for the present sources."""
        self._desk.top.set_flows(
            flow_choice(flow, options, outline, self._limits) for flow, options in FLOW_OPTIONS.items()
        )

    def _check(self, e: RunEventArguments) -> None:
        self._desk.top.set_errors(e.flow, option_errors(e.flow, e.options))


def flow_choice(flow: str, options: type[FlowOptions], outline: Outline, limits: Limits) -> FlowChoice:
    """Return a flow as the run bar shows it."""
    bench = flow in BENCH_FLOWS
    return FlowChoice(
        id=flow,
        title=flow.capitalize(),
        schema=options.model_json_schema(),
        summary=' '.join((options.__doc__ or '').split()),
        file=outline.settings.get(flow, {}),
        tops=tuple(bench_tops(outline.trees) if bench else design_tops(outline.trees)),
        found=outline.found if bench else outline.design_top,
        limits=run_limits(limits),
    )


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
