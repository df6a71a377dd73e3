"""Where a device begins, and what it hears while it waits (RFC 8628)."""

import re

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import BY_DEVICE, DEVICE, Endpoints, form
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import oauth as table
from watchword.kernel.secret import Secret
from watchword.oauth import device


@pytest.fixture
def begun(endpoints):
    """What gh was told at the beginning."""
    answer = endpoints.post(
        DEVICE, {"client_id": GITHUB_CLI, "scope": "repo gist"}, ("accept", "application/json")
    )
    return answer.json


def poll(endpoints, begun, **more):
    given = {
        "client_id": GITHUB_CLI,
        "device_code": begun["device_code"],
        "grant_type": BY_DEVICE,
    }
    return endpoints.token(given | more)


def answer(world, person, begun, *, yes=True):
    """Let the person decide, as on the page."""
    actor = actor_of(person, kind=Kind.SESSION, sudo=True)

    def unit(work):
        found = device.find(work, Secret(begun["user_code"]))
        if yes:
            grant = require(actor, table.APPROVE_DEVICE, person)
            device.approve(work, grant, found.id, found.asked.scopes)
        else:
            device.deny(work, require(actor, table.DENY, person), found.id)

    world.write(unit)


def test_it_is_told_what_to_show_and_how_often_to_ask(begun):
    assert set(begun) == {
        "device_code",
        "user_code",
        "verification_uri",
        "expires_in",
        "interval",
    }
    assert re.fullmatch(r"[A-Za-z0-9]{40}", begun["device_code"])
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", begun["user_code"])
    assert begun["verification_uri"] == "https://git.example.test/login/device"
    assert (begun["expires_in"], begun["interval"]) == (900, 5)


def test_it_gets_its_token_once(endpoints, world, octavia, begun):
    assert poll(endpoints, begun)["error"] == "authorization_pending"
    answer(world, octavia, begun)
    world.clock.now += 5
    assert poll(endpoints, begun)["scope"] == "gist,repo"
    assert poll(endpoints, begun)["error"] == "incorrect_device_code"


def test_who_asks_too_often_is_told_to_slow_down_and_by_how_much(endpoints, world, begun):
    poll(endpoints, begun)
    world.clock.now += 3
    told = poll(endpoints, begun)
    assert (told["error"], told["interval"]) == ("slow_down", 10)
    world.clock.now += 5
    assert poll(endpoints, begun)["interval"] == 15
    world.clock.now += 15
    assert poll(endpoints, begun)["error"] == "authorization_pending"


def test_gh_s_way_of_counting_is_never_too_often(endpoints, world, begun):
    """A clock that counts whole seconds may lose one of the five."""
    for pause in (4, 5, 6, 5, 4):
        assert poll(endpoints, begun)["error"] == "authorization_pending"
        world.clock.now += pause


def test_it_is_turned_away_for_good(endpoints, world, octavia, begun):
    answer(world, octavia, begun, yes=False)
    assert poll(endpoints, begun)["error"] == "access_denied"
    world.clock.now += 10
    assert poll(endpoints, begun)["error"] == "access_denied"


def test_after_a_quarter_of_an_hour_it_begins_anew(endpoints, world, begun):
    world.clock.now += 899
    assert poll(endpoints, begun)["error"] == "authorization_pending"
    world.clock.now += 1
    assert poll(endpoints, begun)["error"] == "expired_token"


def test_a_token_that_is_fetched_too_late_is_not_given(endpoints, world, octavia, begun):
    answer(world, octavia, begun)
    world.clock.now += 900
    assert poll(endpoints, begun)["error"] == "expired_token"


def test_a_person_who_was_suspended_meanwhile_gives_nothing(endpoints, world, octavia, begun):
    answer(world, octavia, begun)
    world.write(lambda work: work.users.suspend(octavia.id, world.clock.now))
    world.clock.now += 5
    assert poll(endpoints, begun)["error"] == "access_denied"


@pytest.mark.parametrize(
    ("client", "error"),
    [
        pytest.param("0" * 20, "incorrect_client_credentials", id="nobody"),
        pytest.param("", "incorrect_client_credentials", id="no name"),
    ],
)
def test_only_an_application_begins(endpoints, client, error):
    assert form(endpoints.post(DEVICE, {"client_id": client}))["error"] == error


def test_a_confidential_application_needs_no_secret_at_a_device(endpoints, app):
    told = form(endpoints.post(DEVICE, {"client_id": app.client_id, "scope": "gist"}))
    assert told["user_code"]
    wrong = {"client_id": app.client_id, "client_secret": "0" * 40}
    assert form(endpoints.post(DEVICE, wrong))["error"] == "incorrect_client_credentials"


def test_without_its_code_it_hears_that_the_code_is_wrong(endpoints, begun):
    told = poll(endpoints, begun, device_code="")
    assert told["error"] == "incorrect_device_code"


def test_where_it_asked_from_is_kept_for_the_person(world):
    far = Endpoints(world, address="203.0.113.7")
    begun = form(far.post(DEVICE, {"client_id": GITHUB_CLI}))
    found = world.read(lambda work: device.find(work, Secret(begun["user_code"])))
    assert (found.address, found.agent) == ("203.0.113.7", "a program")
