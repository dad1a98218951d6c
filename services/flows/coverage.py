"""The options of the flow `coverage`."""

from pydantic import Field

from services.flows.fields import Text
from services.flows.simulate import BenchOptions


class CoverageOptions(BenchOptions):
    """Which testbenches are run to see what they reach; all of them run on Verilator."""

    testbenches: tuple[Text, ...] = Field(default=(), max_length=50)
    """Testbenches to run one after the other, by name or file; empty means `top`, or the one that is found."""
