"""The EDA tools, one module each."""

from workers.step import Step
from workers.tools import icarus

STEPS: dict[str, type[Step]] = {step.id: step for step in (icarus.Compile, icarus.Simulate)}
