"""The flow `simulate`: finds the testbench and its sources, chooses the simulator, and always gives a waveform."""

from workers.flows.simulation.flow import SIMULATE

__all__ = ['SIMULATE']
