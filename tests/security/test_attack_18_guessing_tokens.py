"""Attack 18, guessing tokens by the thousand: slowed down, and nobody beside the guesser is."""

import pytest

from watchword.authn.throttle import BAD_TOKENS
from watchword.kernel.entropy import system_entropy
from watchword.tokens.secret import mint


def guess(api, times, client="192.0.2.1"):
    statuses = []
    for _ in range(times):
        answer = api.ask("GET", "/user", mint(system_entropy), client=client)
        statuses.append(answer.status)
    return statuses, answer


def test_after_a_while_guesses_are_not_even_answered(api):
    statuses, last = guess(api, BAD_TOKENS + 5)
    assert statuses == [401] * BAD_TOKENS + [429] * 5
    assert last.header("retry-after") == "60"
    assert last.json["status"] == "429"


def test_a_live_token_behind_the_same_address_never_notices(api, world):
    _, token = world.token(world.user("octavia"), "repo")
    guess(api, BAD_TOKENS + 5)
    assert api.ask("GET", "/user", token).status == 200
    assert api.ask("GET", "/users/octavia").status == 200


def test_a_minute_later_it_is_forgotten(api, world):
    guess(api, BAD_TOKENS + 5)
    world.clock.now += 60
    assert guess(api, 1)[0] == [401]


@pytest.mark.parametrize(
    ("other", "status"),
    [
        pytest.param("2001:db8:1:2:ffff::9", 429, id="the same network of IPv6"),
        pytest.param("2001:db8:1:3::1", 401, id="another one"),
        pytest.param("192.0.2.7", 401, id="another address"),
    ],
)
def test_a_network_of_ipv6_is_one_address(api, other, status):
    guess(api, BAD_TOKENS + 1, client="2001:db8:1:2::1")
    assert guess(api, 1, client=other)[0] == [status]
