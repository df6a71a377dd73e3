"""Attack 18 by many addresses: guesses beside one name are slowed down, wherever they come from.

And attack 17 with it: whether anybody has that name is not told, by no bucket and by no answer.
"""

import pytest

from tests.api import basic
from tests.world import StoppedClock
from watchword.authn.counters import Counters
from watchword.authn.credential import Carriage, Presented
from watchword.authn.throttle import BAD_TOKENS_OF_ACCOUNT, Throttle
from watchword.kernel.entropy import system_entropy
from watchword.kernel.secret import Secret
from watchword.tokens.secret import mint


def guess(api, name, times, first=0):
    """Guess from an address of its own each time."""
    told = []
    for number in range(first, first + times):
        secret = mint(system_entropy).text
        client = f"2001:db8:{number:x}::1"
        told.append(api.ask("GET", "/user", headers=[basic(name, secret)], client=client))
    return told


@pytest.mark.parametrize("name", ["octavia", "OCTAVIA", "nobody-has-this"])
def test_guesses_from_everywhere_beside_one_name_end(api, world, name):
    world.user("octavia")
    told = guess(api, name, BAD_TOKENS_OF_ACCOUNT + 3)
    assert [answer.status for answer in told[:-3]] == [401] * BAD_TOKENS_OF_ACCOUNT
    assert [answer.status for answer in told[-3:]] == [429] * 3
    assert told[-1].header("retry-after") == "60"
    assert told[-1].header("www-authenticate") is None
    world.clock.now += 60
    assert guess(api, name, 1)[0].status == 401


def test_nobody_with_a_live_token_notices_whatever_name_is_guessed_at(api, world):
    octavia = world.user("octavia")
    _, token = world.token(octavia, "repo")
    guess(api, "octavia", BAD_TOKENS_OF_ACCOUNT + 1)
    live = basic("octavia", token.text)
    assert api.ask("GET", "/user", headers=[live], client="2001:db8:1::1").status == 200
    assert api.ask("GET", "/user", token, client="2001:db8:1::1").status == 200
    # Another name, and none at all, are not slowed down with it.
    assert guess(api, "brutus", 1)[0].status == 401
    assert api.ask("GET", "/user", mint(system_entropy), client="198.51.100.9").status == 401


def test_the_names_that_programs_send_beside_any_token_are_nobodys():
    slow = Throttle(Counters(StoppedClock()))
    for number in range(BAD_TOKENS_OF_ACCOUNT * 2):
        for name in ("x-access-token", "oauth2", "git"):
            slow.bad_credential(f"2001:db8:{number:x}::1", beside(name))


def test_what_stood_beside_a_secret_is_not_among_the_counters():
    counters = Counters(StoppedClock())
    slow = Throttle(counters)
    for number in range(3):
        slow.bad_credential(f"2001:db8:{number:x}::1", beside("Correct\0Horse"))
    kept = [bucket for bucket, _ in counters.take() if not bucket.startswith("bad:2001")]
    # Few bits: thousands of names share a bucket, and none can be told from it.
    assert [len(bucket) for bucket in kept] == [len("bad::") + 4]


def beside(name):
    return Presented(Secret("x"), Carriage.PASSWORD, name)
