"""The list of diagnostics."""

from components.problems.problems import GotoEventArguments as GotoEventArguments
from components.problems.problems import Problem as Problem
from components.problems.problems import Problems as Problems
