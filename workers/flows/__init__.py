"""The flows that a person can start, one constant each."""

from workers.flow import Flow
from workers.flows.coverage import COVERAGE
from workers.flows.formal import FORMAL
from workers.flows.lint import LINT
from workers.flows.simulation import SIMULATE
from workers.flows.synthesis import SYNTHESIZE

FLOWS: dict[str, Flow] = {flow.id: flow for flow in (LINT, SIMULATE, COVERAGE, SYNTHESIZE, FORMAL)}
