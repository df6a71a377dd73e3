"""Attack 13, the edges of expiry: this very second, the far future, a clock that is set back.

Verified: a token is dead from the second of its end on; ends that cannot be told to clients are
refused; a clock set back revives nothing that a person ended.
"""

import pytest

from tests.world import NOON
from watchword.kernel.errors import BadCredential, Invalid
from watchword.tokens.model import Ended

LAST_SECOND_OF_9999 = 253_402_300_799


@pytest.mark.parametrize(
    ("offset", "lives"),
    [(-2, True), (-1, True), (0, False), (1, False), (86_400, False)],
)
def test_lives_until_the_second_before_its_end(world, offset, lives):
    _, secret = world.token(world.user("alice"), expires_at=NOON + 1000)
    world.clock.now = NOON + 1000 + offset
    if lives:
        assert world.caller(secret).user.login == "alice"
    else:
        with pytest.raises(BadCredential):
            world.caller(secret)


@pytest.mark.parametrize("end", [NOON, NOON - 1, 0, -1, -(2**63), LAST_SECOND_OF_9999 + 1, 2**63])
def test_impossible_ends_are_refused(world, end):
    with pytest.raises(Invalid):
        world.token(world.user("alice"), expires_at=end)


def test_the_last_second_that_clients_can_read_is_taken(world):
    token, secret = world.token(world.user("alice"), expires_at=LAST_SECOND_OF_9999)
    assert world.caller(secret).token.expires_at == token.expires_at


def test_setting_the_clock_back_does_not_revive_what_was_ended(world):
    token, secret = world.token(world.user("alice"), expires_at=NOON + 1000)
    world.write(lambda work: work.tokens.end(token.id, Ended.BY_OWNER, NOON))
    world.clock.now = NOON - 86_400
    with pytest.raises(BadCredential):
        world.caller(secret)
