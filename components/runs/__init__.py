"""The list of runs."""

from components.runs.runs import CompareEventArguments as CompareEventArguments
from components.runs.runs import Run as Run
from components.runs.runs import RunEventArguments as RunEventArguments
from components.runs.runs import Runs as Runs
