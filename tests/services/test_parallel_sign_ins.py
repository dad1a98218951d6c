"""Many requests at the same moment, on both sets of adapters."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from services.auth import Registration
from services.container import Services
from services.errors import A6HubError
from services.permissions import ANONYMOUS
from tests.people import PASSWORD, member


def at_once(count: int, act: Callable[[int], object]) -> Counter[str]:
    """Call `act` in as many threads and count how the calls ended."""

    def outcome(number: int) -> str:
        try:
            act(number)
        except A6HubError as error:
            return error.code
        return 'done'

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(outcome, range(count)))


def test_of_many_uses_of_one_refresh_token_one_succeeds_and_its_family_ends(services: Services):
    member(services, 'ada')
    pair = services.auth.sign_in_api('ada', PASSWORD, '192.0.2.7')
    issued = []
    ended = at_once(8, lambda _: issued.append(services.sessions.refresh(pair.refresh_token)))
    assert ended == {'done': 1, 'not-signed-in': 7}
    assert at_once(1, lambda _: services.sessions.refresh(issued[0].refresh_token)) == {'not-signed-in': 1}


def test_guesses_at_the_same_moment_count_one_by_one(services: Services):
    member(services, 'ada')
    ended = at_once(16, lambda _: services.auth.sign_in_api('ada', 'a wrong one', '192.0.2.7'))
    assert ended == {'not-signed-in': 10, 'rate-limit': 6}


def test_a_name_is_given_once(services: Services):
    def register(number: int) -> None:
        services.auth.register(ANONYMOUS, Registration(f'ada-{number}@example.org', 'ada', PASSWORD))

    assert at_once(8, register) == {'done': 1, 'conflict': 7}
