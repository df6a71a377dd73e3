"""Attack 27: a refresh token is used by two.

Attack: an old refresh token is replayed, a refresh asks for more scopes, or another client uses it.
What is verified: a replay ends the whole sign-in, thief's and victim's tokens alike (RFC 9700
4.14.2); within two minutes it may be a lost answer; scopes never grow; a token is its client's.
"""

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import App, Endpoints, lives, registered, signed_in

GH = App(GITHUB_CLI, None, "http://localhost:4321/")


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


@pytest.fixture
def app(world):
    return registered(world, world.user("developer"))


@pytest.fixture
def begun(world, endpoints, app):
    """What the application got at first."""
    return signed_in(endpoints, world.user("octavia"), app, "gist offline_access")


def again(app, told, **more):
    return {
        **app.proof,
        "grant_type": "refresh_token",
        "refresh_token": str(told["refresh_token"]),
        **more,
    }


def test_each_refresh_token_gets_one_pair(world, endpoints, app, begun):
    renewed = endpoints.token(again(app, begun))
    assert renewed["refresh_token"] != begun["refresh_token"]
    assert renewed["expires_in"] == 28_800
    assert lives(world, renewed["access_token"])


def test_the_old_access_token_is_dead_two_minutes_later(world, endpoints, app, begun):
    renewed = endpoints.token(again(app, begun))
    world.clock.now += 119
    assert lives(world, begun["access_token"])
    world.clock.now += 1
    assert not lives(world, begun["access_token"])
    assert lives(world, renewed["access_token"])


def test_a_lost_answer_is_made_up_for_and_its_pair_is_dead(world, endpoints, app, begun):
    lost = endpoints.token(again(app, begun))
    world.clock.now += 100
    second = endpoints.token(again(app, begun))
    assert lives(world, second["access_token"])
    assert not lives(world, lost["access_token"])
    assert endpoints.error(again(app, lost)) == "bad_refresh_token"


@pytest.mark.parametrize("pause", [121, 3_600, 86_400])
def test_a_replay_ends_the_sign_in(world, endpoints, app, begun, pause):
    renewed = endpoints.token(again(app, begun))
    world.clock.now += pause
    assert endpoints.error(again(app, begun)) == "bad_refresh_token"
    assert not lives(world, renewed["access_token"])
    assert endpoints.error(again(app, renewed)) == "bad_refresh_token"


def test_a_replay_after_the_next_one_was_used_is_no_lost_answer(world, endpoints, app, begun):
    second = endpoints.token(again(app, begun))
    third = endpoints.token(again(app, second))
    assert endpoints.error(again(app, begun)) == "bad_refresh_token"
    assert not lives(world, third["access_token"])


def test_a_replay_ends_no_other_sign_in(world, endpoints, app, begun):
    person = world.read(lambda work: work.users.by_login("octavia"))
    other = signed_in(endpoints, person, app, "gist offline_access")
    endpoints.token(again(app, begun))
    world.clock.now += 200
    endpoints.error(again(app, begun))
    assert lives(world, other["access_token"])


@pytest.mark.parametrize("scope", ["repo", "gist repo", "admin:org site_admin", ""])
def test_scopes_do_not_grow(world, endpoints, app, begun, scope):
    renewed = endpoints.token(again(app, begun, scope=scope))
    assert renewed["scope"] == "gist"
    assert world.caller(renewed["access_token"]).actor.scopes == {"gist"}


def test_it_is_worth_nothing_to_another_client_and_is_not_used_up_by_it(
    world, endpoints, app, begun
):
    other = registered(world, world.user("thief"), "Another")
    for thief in (other, GH):
        assert endpoints.error(again(thief, begun)) == "bad_refresh_token"
    assert endpoints.token(again(app, begun))["access_token"]


def test_without_the_secret_it_is_worth_nothing(endpoints, app, begun):
    stolen = again(app, begun, client_secret="0" * 40)
    assert endpoints.error(stolen) == "incorrect_client_credentials"


def test_it_is_no_access_token_and_an_access_token_is_no_refresh_token(
    world, endpoints, app, begun
):
    assert not lives(world, begun["refresh_token"])
    swapped = {"refresh_token": begun["access_token"]}
    assert endpoints.error(again(app, swapped)) == "bad_refresh_token"


def test_it_lives_for_half_a_year(world, endpoints, app, begun):
    world.clock.now += 15_811_200
    assert endpoints.error(again(app, begun)) == "bad_refresh_token"


def test_a_revoked_sign_in_is_not_renewed(world, endpoints, app, begun):
    assert endpoints.of_token(app, "DELETE", "token", str(begun["access_token"])).status == 204
    assert endpoints.error(again(app, begun)) == "bad_refresh_token"


def test_a_suspended_person_s_sign_in_is_not_renewed_and_revives(world, endpoints, app, begun):
    person = world.read(lambda work: work.users.by_login("octavia"))
    world.write(lambda work: work.users.suspend(person.id, world.clock.now))
    assert endpoints.error(again(app, begun)) == "bad_refresh_token"
    world.write(lambda work: work.users.suspend(person.id, None))
    assert endpoints.token(again(app, begun))["access_token"]
