"""Runs that were ended from outside, or by the tool's own fault."""

from services.models import JobState
from workers.explaining.model import Kind, Rule
from workers.sandbox import Reason

ENDLESS = Kind(
    'endless-clock',
    'The simulation never ends',
    'A clock runs for ever and nothing calls $finish.',
    'end the testbench with $finish',
)
TIME = Kind(
    'time-limit',
    'The time limit ended a tool',
    'The design waits for something that never comes, or needs more time.',
    'raise time_limit_s, or simulate less',
)
MEMORY = Kind(
    'memory-limit',
    'A tool needed more memory than the plan allows',
    'A memory, an array or a generate loop is very large.',
    'make the memory smaller for simulation, for example by a parameter',
)
DISK = Kind(
    'disk-limit',
    'A run wrote more than the plan allows',
    'Mostly a waveform of every signal over a long time.',
    'record less: $dumpvars(1, tb) takes one level, $dumpoff pauses; or end earlier',
)
OUTPUT = Kind(
    'output-limit',
    'A run printed more than the plan allows',
    'A $display stands in a loop or in every clock cycle.',
    'print only what fails',
)
PROCESSES = Kind(
    'process-limit',
    'A run started too many processes',
    'A test in Python or a build starts too many at once.',
    'start fewer of them',
)
CRASH = Kind(
    'tool-crash',
    'A tool crashed',
    'It is a fault of the tool that this design hits.',
    'try another tool on it, and take parts out of the design until it no longer crashes',
)
TOOL_MISSING = Kind(
    'tool-missing',
    'A tool could not do its work on this server',
    'It is not installed, or it left out what it promises.',
    'tell whoever runs this server',
)
SERVER = Kind(
    'server-fault',
    'The server could not carry out the run',
    'A store, a disk or a service of the server failed; the design is not the cause.',
    'start it again; tell whoever runs this server if it stays so',
)
KINDS = (ENDLESS, TIME, MEMORY, DISK, OUTPUT, PROCESSES, CRASH, TOOL_MISSING, SERVER)
RULES = (
    Rule(
        CRASH,
        (
            r'(?i)internal error|assertion .* failed in .*\.(?:cc|cpp|c)\b|Internal Error|Segmentation fault',
            r'(?i)core dumped|terminate called',
        ),
    ),
)
BY_REASON = {
    Reason.WALL: TIME,
    Reason.MEMORY: MEMORY,
    Reason.DISK: DISK,
    Reason.OUTPUT: OUTPUT,
    Reason.PROCESSES: PROCESSES,
    Reason.CRASHED: CRASH,
}
BY_STATE = {JobState.TIMED_OUT: TIME, JobState.CRASHED: CRASH}
