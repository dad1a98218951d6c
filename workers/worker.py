"""The worker process: probes the sandbox, runs jobs from the queue, and keeps rows and queue in step."""

import logging
import signal
import threading
import time
from uuid import UUID

from services.container import Services
from services.equal_runs import EqualRuns
from services.job_leases import JobLeases
from services.settings import Settings
from services.waveform import warm_up
from services.worker_board import WorkerStatus
from workers.announcer import Announcer
from workers.builds import builds_folder
from workers.consumer import JobConsumer
from workers.housekeeper import Housekeeper
from workers.owners import owner_name
from workers.queue import HueyQueue, open_huey
from workers.reconciler import Reconciler
from workers.refuser import Refuser
from workers.runner import Parts, Runner
from workers.running import RunningJobs, Stop
from workers.sandbox import (
    Isolation,
    Launcher,
    Level,
    SandboxError,
    become_reaper,
    job_folder,
    make_job_folder,
    probe,
    remove_job_folder,
)
from workers.seldom import quieten
from workers.slots import Slots
from workers.toolbox import toolbox
from workers.workspace import sweep

log = logging.getLogger(__name__)

DRAIN_S = 6.0
DRAIN_ALONE_S = 1.0
END_S = 3.0


class Worker:
    """One worker process: `start` returns at once, `stop` drains."""

    def __init__(self, services: Services, settings: Settings) -> None:
        self._services = services
        self._settings = settings
        self.owner = owner_name()
        self.leases = JobLeases(services.database, services.blobs)
        self.running = RunningJobs(self.leases)
        self.isolation, self.launcher, self.refusal = open_launcher(settings)
        self.slots = Slots(settings.worker_threads)
        self.queue = HueyQueue(open_huey(settings), self._work)
        self.reconciler = Reconciler(self.leases, self.queue, services.bus, self.slots, self.owner)
        self.announcer = Announcer(services.workers, self._status(settings), self.running)
        self.housekeeper = Housekeeper(services, builds_folder(settings.data_dir))
        self._runner = self._make_runner()
        self._consumer = JobConsumer(self.queue.huey, self.slots)

    def start(self) -> None:
        """Take jobs."""
        self.running.start()
        self.reconciler.start()
        self.announcer.start()
        self.housekeeper.start()
        self._consumer.start()

    def stop(self, drain_s: float = DRAIN_S) -> None:
        """Take no more jobs, let the running ones end within `drain_s`, and give the rest back to the queue."""
        self._consumer.stop_flag.set()
        self.slots.close()
        self.housekeeper.close()
        self.reconciler.close()
        self._wait_until_idle(drain_s)
        self.running.end_all(Stop.RETURNED)
        self._wait_until_idle(END_S)
        self.running.close()
        self.announcer.close()
        remove_job_folder(job_folder(self._settings.data_dir), self._settings.data_dir)

    def _work(self, job_id: UUID) -> None:
        if self.slots.room() is None:
            # It filled up while this message was on its way: perhaps another worker has room.
            self.queue.enqueue(job_id)
        else:
            self._runner.work(job_id)

    def _make_runner(self) -> Runner | Refuser:
        services = self._services
        if self.launcher is None:
            return Refuser(self.leases, services.bus, self.owner, self.refusal)
        return Runner(
            Parts(
                leases=self.leases,
                snapshots=services.snapshots,
                blobs=services.blobs,
                equal=EqualRuns(services.database, services.blobs),
                logs=services.logs,
                bus=services.bus,
                launcher=self.launcher,
                running=self.running,
                slots=self.slots,
                owner=self.owner,
                builds=builds_folder(self._settings.data_dir),
            )
        )

    def _status(self, settings: Settings) -> WorkerStatus:
        return WorkerStatus(
            name=self.owner,
            threads=settings.worker_threads,
            running=0,
            isolation=str(self.isolation),
            level=self.isolation.level,
            refusal=self.refusal,
            tools=toolbox().versions(),
            tool_paths=toolbox().places(),
        )

    def _wait_until_idle(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self.running.all() and time.monotonic() < deadline:
            time.sleep(0.02)


def run_worker(services: Services, settings: Settings) -> int:
    """Run jobs until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    become_reaper()
    # While Redis is away, each thread of the queue complains ten times a second.
    quieten('huey.consumer.Worker', 'huey.consumer.Scheduler', 'workers.reconciler', 'workers.running')
    worker = Worker(services, settings)
    worker.start()
    warm_up()
    log.info('The worker is ready: %s; %d threads', worker.isolation, settings.worker_threads)
    wait_for(ended)
    # Who presses Ctrl-C at their own machine does not want to wait; the job runs again at the next start.
    worker.stop(DRAIN_ALONE_S if settings.single_person else DRAIN_S)
    return 0


def wait_for(ended: threading.Event) -> None:
    """Wait so that signals are still heard."""
    while not ended.wait(1.0):
        continue


def open_launcher(settings: Settings) -> tuple[Isolation, Launcher | None, str]:
    """Return what this host gives, and a launcher at that level, or why there is none."""
    folder = job_folder(settings.data_dir)
    make_job_folder(folder)
    sweep(folder)
    isolation = probe(folder)
    try:
        level = chosen_level(isolation.level, settings)
        launcher = Launcher(level, folder, allow_none=settings.single_person)
    except SandboxError as error:
        log.error('%s', error)
        return isolation, None, str(error)
    if level is Level.NONE:
        log.warning('No isolation on this host: designs run unprotected, for a single person on loopback only')
    return lowered(isolation, level), launcher, ''


def lowered(found: Isolation, level: Level) -> Isolation:
    """Return the isolation in use; a better level that the setting forgoes is named with those the host refuses."""
    forgone = [(each, f'A6HUB_SANDBOX_LEVEL asks for L{level}') for each in Level if level < each <= found.level]
    return Isolation(level, (*found.refused, *reversed(forgone)))


def chosen_level(best: Level, settings: Settings) -> Level:
    """Return the forced level if the host gives it; many people share a host from level 2 on, or at 1 by setting."""
    forced = settings.sandbox_level.upper().removeprefix('L')
    if forced:
        if forced not in {str(level.value) for level in Level}:
            raise SandboxError(f'A6HUB_SANDBOX_LEVEL takes L3, L2, L1 or L0; this is {settings.sandbox_level!r}.')
        wanted = Level(int(forced))
        if wanted > best:
            raise SandboxError(f'A6HUB_SANDBOX_LEVEL asks for L{wanted.value}, but this host gives only L{best.value}.')
        return wanted
    if best is Level.LANDLOCK and not settings.single_person:
        raise SandboxError(
            'This host gives only sandbox level L1 (Landlock), which separates people less than namespaces do. '
            'Allow unprivileged user namespaces, or accept it with A6HUB_SANDBOX_LEVEL=L1.'
        )
    return best
