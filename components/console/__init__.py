"""The console."""

from components.console.console import SHORTCUTS as SHORTCUTS
from components.console.console import Console as Console
from components.console.console import EndEventArguments as EndEventArguments
from components.console.console import FailedEventArguments as FailedEventArguments
from components.console.console import LinkEventArguments as LinkEventArguments
from components.console.console import StepLine as StepLine
from components.console.console import Usage as Usage
