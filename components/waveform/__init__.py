"""The waveform viewer."""

from components.waveform.waveform import CursorEventArguments as CursorEventArguments
from components.waveform.waveform import ReadyEventArguments as ReadyEventArguments
from components.waveform.waveform import StateEventArguments as StateEventArguments
from components.waveform.waveform import Waveform as Waveform
