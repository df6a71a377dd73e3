"""Sign-ins that are refreshed for years leave no heap of dead tokens behind."""

import pytest

from tests.oauth_client import Endpoints, registered, signed_in
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import oauth as table
from watchword.jobs import housekeeping
from watchword.oauth import inspect
from watchword.oauth.model import REFRESH_LIFE
from watchword.tokens.ports import Used

DAY = 86_400


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


@pytest.fixture
def app(world):
    return registered(world, world.user("maker"))


@pytest.fixture
def user(world):
    return world.user("owner")


def refreshed(endpoints, app, given):
    asked = {"grant_type": "refresh_token", "refresh_token": str(given["refresh_token"])}
    return endpoints.token({**app.proof, **asked})


def used(world, given):
    number = world.caller(str(given["access_token"])).token.id
    world.write(lambda work: work.tokens.note_usage([Used(number, work.now, "192.0.2.1")]))
    return world.clock.now


def numbers(world, user):
    (family,) = world.read(lambda work: work.sign_ins.families_of(user.id))
    return [token.id for token in world.read(lambda work: work.tokens.of_family(family.id))]


def last_used(world, user):
    def unit(work):
        grant = require(actor_of(user, kind=Kind.SESSION), table.LIST_AUTHORIZED, user)
        ((family,),) = [one.families for one in inspect.authorized(work, grant)]
        return family.last_used_at

    return world.read(unit)


def test_tokens_go_a_day_after_their_end_and_when_it_was_used_stays_known(
    world, endpoints, app, user
):
    given = signed_in(endpoints, user, app, "gist offline_access")
    for _ in range(3):
        at = used(world, given)
        world.clock.now += DAY
        given = refreshed(endpoints, app, given)
    assert len(numbers(world, user)) == 4
    world.clock.now += 2 * DAY
    housekeeping.sweep_records(world.database, world.clock)
    assert len(numbers(world, user)) == 2
    assert last_used(world, user) == at
    given = refreshed(endpoints, app, given)
    assert "access_token" in given
    at = used(world, given)
    world.clock.now += 2 * DAY
    housekeeping.sweep_records(world.database, world.clock)
    assert len(numbers(world, user)) == 1
    assert last_used(world, user) == at


def test_a_used_refresh_token_is_known_until_its_own_end(world, endpoints, app, user):
    first = signed_in(endpoints, user, app, "gist offline_access")
    second = refreshed(endpoints, app, first)
    world.clock.now += REFRESH_LIFE - 1
    housekeeping.sweep_records(world.database, world.clock)
    assert refreshed(endpoints, app, first)["error"] == "bad_refresh_token"
    assert refreshed(endpoints, app, second)["error"] == "bad_refresh_token"
    assert world.read(lambda work: work.sign_ins.families_of(user.id)) == []


def test_refresh_tokens_go_a_day_after_their_end(world, endpoints, app, user):
    first = signed_in(endpoints, user, app, "gist offline_access")
    world.clock.now += 2 * DAY
    refreshed(endpoints, app, first)
    world.clock.now += REFRESH_LIFE - DAY
    housekeeping.sweep_records(world.database, world.clock)
    assert world.read(lambda work: work.sign_ins.refresh_token_by_id(1)) is not None
    world.clock.now += 1
    housekeeping.sweep_records(world.database, world.clock)
    assert world.read(lambda work: work.sign_ins.refresh_token_by_id(1)) is None
    assert world.read(lambda work: work.sign_ins.refresh_token_by_id(2)) is not None
