"""Attack 27: a stolen refresh token is used again at once, in the grace for answers that were lost.

Attack: read the old refresh token off somebody's disk and use it within two minutes of its owner,
whose new one dies of that; wait until the owner merely signs in again.
What is verified: as soon as the owner uses the new one, which shows that no answer was lost, the
whole family ends, the thief's tokens with it.
"""

import pytest

from tests.oauth_client import Endpoints, lives, registered, signed_in
from watchword.oauth.model import ACCESS_LIFE, GRACE


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


@pytest.fixture
def app(world):
    return registered(world, world.user("maker"))


def refreshed(endpoints, app, token):
    given = {**app.proof, "grant_type": "refresh_token", "refresh_token": str(token)}
    return endpoints.token(given)


def test_the_owner_s_next_refresh_ends_what_a_thief_got_in_the_grace(world, endpoints, app):
    first = signed_in(endpoints, world.user("brutus"), app, "gist offline_access")
    owner = refreshed(endpoints, app, first["refresh_token"])
    world.clock.now += GRACE
    thief = refreshed(endpoints, app, first["refresh_token"])
    assert lives(world, thief["access_token"])
    world.clock.now += ACCESS_LIFE - 1
    assert refreshed(endpoints, app, owner["refresh_token"])["error"] == "bad_refresh_token"
    assert not lives(world, thief["access_token"])
    assert refreshed(endpoints, app, thief["refresh_token"])["error"] == "bad_refresh_token"
    reused = "oauth_authorization.refresh_token_reused"
    assert len(world.read(lambda work: work.events.latest(10, name=reused))) == 1


def test_an_answer_that_was_lost_costs_nobody_the_sign_in(world, endpoints, app):
    first = signed_in(endpoints, world.user("brutus"), app, "gist offline_access")
    lost = refreshed(endpoints, app, first["refresh_token"])
    second = refreshed(endpoints, app, first["refresh_token"])
    assert not lives(world, lost["access_token"])
    world.clock.now += ACCESS_LIFE
    third = refreshed(endpoints, app, second["refresh_token"])
    assert lives(world, third["access_token"])
