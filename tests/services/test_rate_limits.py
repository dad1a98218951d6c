"""Token buckets, alone and shared through Redis."""

import pytest

from services.rate_limits import RateLimiter, SharedCounts


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment


def test_a_bucket_empties_and_fills_again():
    clock = Clock()
    limiter = RateLimiter(60, clock=clock)
    verdicts = [limiter.take('ada') for _ in range(61)]
    assert [verdict.allowed for verdict in verdicts] == [True] * 60 + [False]
    assert (verdicts[0].limit, verdicts[0].remaining, verdicts[0].reset_s) == (60, 59, 1)
    assert verdicts[-1].retry_after_s == 1
    clock.moment += 2
    assert [limiter.take('ada').allowed for _ in range(3)] == [True, True, False]


def test_each_key_has_a_bucket_of_its_own():
    limiter = RateLimiter(1, clock=Clock())
    assert [limiter.take(key).allowed for key in ('ada', 'eve', 'ada')] == [True, True, False]


def test_small_requests_cost_little():
    limiter = RateLimiter(1, clock=Clock())
    assert [limiter.take('ada', 0.25).allowed for _ in range(5)] == [True] * 4 + [False]


@pytest.mark.redis
def test_two_processes_share_what_a_person_may_ask(redis_url: str):
    clock = Clock()
    counts = [SharedCounts(redis_url, 'test', clock) for _ in range(2)]
    here, there = (RateLimiter(10, each, clock) for each in counts)
    for _ in range(6):
        assert here.take('ada').allowed
    counts[0].synchronise(here)
    assert there.take('ada').remaining == 9
    counts[1].synchronise(there)
    assert there.take('ada').remaining == 2
    counts[1].synchronise(there)
    assert here.take('ada').remaining == 3
    counts[0].synchronise(here)
    assert here.take('ada').remaining == 0
    for each in counts:
        each.close()


def test_without_redis_each_process_counts_alone(caplog: pytest.LogCaptureFixture):
    counts = SharedCounts('redis://127.0.0.1:1/0', 'test', Clock())
    limiter = RateLimiter(10, counts, Clock())
    assert limiter.take('ada').allowed
    assert counts.is_due()
    counts.synchronise(limiter)
    assert 'counted by each process alone' in caplog.text
    assert limiter.take('ada').remaining == 8
    counts.close()
