"""The command palette."""

from components.palette.palette import Command as Command
from components.palette.palette import HelpEntry as HelpEntry
from components.palette.palette import OpenEventArguments as OpenEventArguments
from components.palette.palette import Palette as Palette
from components.palette.palette import RunEventArguments as RunEventArguments
