"""Which simulator fits a testbench best, and why: known before the run, and said with it."""

from services.simulators.choice import LONG_RUN_S, Choice, LastRun, Question, Simulator, choose_simulator
from services.simulators.constructs import Construct, find_constructs

__all__ = [
    'LONG_RUN_S',
    'Choice',
    'Construct',
    'LastRun',
    'Question',
    'Simulator',
    'choose_simulator',
    'find_constructs',
]
