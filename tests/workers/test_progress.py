"""What a running job uses reaches the bus twice a second and its row now and then, with what it may use."""

import threading

import pytest

from services.bus import MemoryBus
from services.events import JobProgress, LogAppended
from services.ids import new_id
from services.job_leases import JobLeases
from services.logs import FileLogStore
from services.models import Job
from tests.designs import ENDLESS, person, project
from workers.job_log import JobLog
from workers.outputs import keep_beginning
from workers.progress import Progress
from workers.sandbox import GIB, MIB, Command, Limits, Usage

LIMITS = Limits(wall_s=30, memory_bytes=GIB, disk_bytes=100 * MIB)


@pytest.fixture
def claim(services):
    owner = person(services)
    job = services.jobs.start(owner, project(services, owner, ENDLESS), 'simulate')
    held = JobLeases(services.database, services.blobs).claim(job.id, 'a worker')
    assert held is not None
    return held


def row(services, claim):
    with services.database.read() as session:
        return session.get_one(Job, claim.job.id).progress


def test_figures_are_told_once_each_and_written_to_the_row(services, claim):
    heard = []
    bus = MemoryBus()
    bus.subscribe(heard.append)
    progress = Progress(claim, JobLeases(services.database, services.blobs), bus)
    progress.tell()
    progress.begin('icarus.simulate')
    progress.hear(Usage(LIMITS, wall_s=1.234, cpu_s=1, memory_bytes=5 * MIB, waves_bytes=MIB, busy=1, tasks=3))
    progress.tell()
    progress.tell()
    [event] = heard
    assert (event.step, event.wall_s, event.memory_bytes, event.waves_bytes) == ('icarus.simulate', 1.23, 5 * MIB, MIB)
    assert (event.processes, event.tasks, event.limit_wall_s, event.limit_memory_bytes) == (1, 3, 30, GIB)
    assert row(services, claim) == event.as_row()


def test_the_row_is_written_seldom(services, claim):
    progress = Progress(claim, JobLeases(services.database, services.blobs), MemoryBus())
    for second in (1, 2):
        progress.hear(Usage(LIMITS, wall_s=second))
        progress.tell()
    assert row(services, claim)['wall_s'] == 1


def test_a_running_tool_tells_its_use(launcher, job_folder):
    workspace = job_folder / 'usage'
    workspace.mkdir()
    heard, cancel = [], threading.Event()

    def on_usage(usage):
        heard.append(usage)
        if usage.waves_bytes and usage.memory_bytes > 50 * MIB and usage.busy:
            cancel.set()

    script = 'x = bytearray(60 << 20); open("a.vcd", "wb").write(bytes(1 << 20))\nwhile True: pass'
    with launcher.open(workspace) as sandbox:
        sandbox.run(Command(('python3', '-c', script)), LIMITS, lambda _: None, cancel, on_usage)
    last = heard[-1]
    assert last.limits == LIMITS
    assert last.cpu_s > 0
    assert last.wall_s > 0.4
    assert last.disk_bytes >= last.waves_bytes >= MIB
    assert last.peak_bytes >= last.memory_bytes
    assert last.tasks >= 1


def test_of_a_waveform_that_filled_the_disk_the_beginning_is_kept_up_to_a_whole_line(tmp_path):
    heard = []
    bus = MemoryBus()
    bus.subscribe(heard.append)
    log = JobLog(Job(id=new_id(), project_id=new_id()), FileLogStore(tmp_path / 'logs'), bus)
    file = tmp_path / 'big.vcd'
    file.write_bytes(b'$date today $end\n' + b'#1\n1!\n#22\n0!\n' * 300_000)
    keep_beginning(file, log, most=2 * MIB)
    assert file.stat().st_size <= 2 * MIB
    assert file.read_bytes().endswith(b'\n')
    assert b'big.vcd: of 4 MiB the first 2 MiB are kept' in log.text()
    keep_beginning(file, log, most=2 * MIB)
    assert len([event for event in heard if isinstance(event, LogAppended)]) == 1
    assert not any(isinstance(event, JobProgress) for event in heard)
