"""What is remembered of who asked."""

from services.actors import LIFETIME_S, MAX_ENTRIES, ActorCache
from services.ids import new_id
from services.permissions import Actor, ActorKind

ADA = Actor(new_id(), ActorKind.MEMBER, 'ada', address='192.0.2.7')


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment


def test_an_actor_is_remembered_for_some_seconds_at_the_same_address():
    clock = Clock()
    cache = ActorCache(clock)
    cache.put('bearer x', ADA, cache.generation)
    assert cache.get('bearer x', '192.0.2.7') == ADA
    assert cache.get('bearer x', '192.0.2.8') is None
    assert cache.get('cookie x', '192.0.2.7') is None
    clock.moment += LIFETIME_S + 0.1
    assert cache.get('bearer x', '192.0.2.7') is None


def test_a_token_is_not_remembered_beyond_its_end():
    clock = Clock()
    cache = ActorCache(clock)
    cache.put('bearer x', ADA, cache.generation, 2.0)
    clock.moment += 2.1
    assert cache.get('bearer x', '192.0.2.7') is None


def test_who_is_forgotten_is_forgotten_at_once_and_nobody_else():
    cache, eve = ActorCache(), Actor(new_id(), ActorKind.MEMBER, 'eve', address='192.0.2.7')
    cache.put('bearer x', ADA, cache.generation)
    cache.put('bearer y', eve, cache.generation)
    cache.forget(ADA.user_id)
    assert cache.get('bearer x', '192.0.2.7') is None
    assert cache.get('bearer y', '192.0.2.7') == eve


def test_what_was_read_before_somebody_was_forgotten_is_not_kept():
    cache = ActorCache()
    generation = cache.generation
    cache.forget(ADA.user_id)
    cache.put('bearer x', ADA, generation)
    assert cache.get('bearer x', '192.0.2.7') is None


def test_the_memory_is_bounded():
    cache = ActorCache()
    for number in range(MAX_ENTRIES + 1):
        cache.put(f'bearer {number}', ADA, cache.generation)
    assert cache.get('bearer 0', '192.0.2.7') is None
    assert cache.get(f'bearer {MAX_ENTRIES}', '192.0.2.7') == ADA
