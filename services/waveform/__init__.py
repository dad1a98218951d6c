"""Waveforms: a VCD becomes a trace file once, and is then queried by windows of time."""

from services.waveform.model import TraceSummary as TraceSummary
from services.waveform.reader import FileReader as FileReader
from services.waveform.reader import ObjectReader as ObjectReader
from services.waveform.reader import RangeReader as RangeReader
from services.waveform.trace import Trace as Trace
from services.waveform.vcd import ingest_vcd as ingest_vcd
from services.waveform.vcd import warm_up as warm_up
