"""When a waiting job will begin: the order of `services.job_order`, played through with how long such runs took."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that waits, with the number of jobs that its person may have running."""

    job_id: UUID
    person: UUID | None
    priority: int
    age_s: float
    takes_s: float
    limit: int
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Running:
    """A job that runs, and how long it still will."""

    person: UUID | None
    left_s: float


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """The place of a waiting job: 1 is the next to begin; None where no worker lives that could begin it."""

    position: int
    expected_start_s: float | None


class Forecast:
    """Plays the queue through, job by job, from now on."""

    def __init__(self, waiting: Sequence[Waiting], running: Sequence[Running], places: int) -> None:
        self._lines: dict[UUID | None, list[Waiting]] = defaultdict(list)
        for job in sorted(waiting, key=lambda job: (-job.priority, -job.age_s)):
            self._lines[job.person].append(job)
        self._ends = [(job.left_s, number, job.person) for number, job in enumerate(running)]
        heapq.heapify(self._ends)
        self._busy: dict[UUID | None, int] = defaultdict(int)
        for each in running:
            self._busy[each.person] += 1
        self._served: dict[UUID | None, int] = {}
        self._free = places - len(running)
        self._count = len(running)
        self._now_s = 0.0

    def place_of(self, job_id: UUID) -> QueuePlace | None:
        """Return the place of a job; None for one that does not wait."""
        position = 0
        while (job := self._begin_next()) is not None:
            position += 1
            if job.job_id == job_id:
                return QueuePlace(position, self._now_s)
        return None

    def _begin_next(self) -> Waiting | None:
        while True:
            job = self._next() if self._free > 0 else None
            if job is not None:
                self._begin(job)
                return job
            if not self._pass_time():
                return None

    def _next(self) -> Waiting | None:
        ready = [
            (person, job)
            for person, line in self._lines.items()
            for job in [next((job for job in line if job.pause_s <= self._now_s), None)]
            if job is not None and self._busy[person] < job.limit
        ]
        if not ready:
            return None
        order = min(
            ready,
            key=lambda item: (-item[1].priority, self._busy[item[0]], self._served.get(item[0], -1), -item[1].age_s),
        )
        return order[1]

    def _begin(self, job: Waiting) -> None:
        self._count += 1
        line = self._lines[job.person]
        line.remove(job)
        if not line:
            del self._lines[job.person]
        heapq.heappush(self._ends, (self._now_s + job.takes_s, self._count, job.person))
        self._busy[job.person] += 1
        self._served[job.person] = self._count
        self._free -= 1

    def _pass_time(self) -> bool:
        """Go on to the next end of a run or of a pause; return False where nothing will happen any more."""
        pauses = [job.pause_s for line in self._lines.values() for job in line if job.pause_s > self._now_s]
        if self._ends and (not pauses or self._ends[0][0] <= min(pauses)):
            end_s, _, person = heapq.heappop(self._ends)
            self._now_s = max(self._now_s, end_s)
            self._busy[person] -= 1
            self._free += 1
            return True
        if pauses and self._lines:
            self._now_s = min(pauses)
            return True
        return False
