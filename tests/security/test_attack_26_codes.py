"""Attack 26: a code is used by who should not have it, too late, or more than once.

Attack: the second exchange of a code (also at the same time), a code of another client, with
another address, after ten minutes. What is verified: at most one exchange gives a token, and a
second one kills what the first one gave (RFC 6749 section 4.1.2).
"""

import threading

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import App, Endpoints, code_of, lives, registered
from tests.world import World

GH = App(GITHUB_CLI, None, "http://localhost:4321/")


@pytest.fixture
def victim(world):
    return world.user("octavia")


@pytest.fixture
def app(world):
    return registered(world, world.user("developer"))


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


def test_a_second_exchange_gives_nothing_and_ends_what_the_first_gave(
    world, victim, endpoints, app
):
    given = {**app.proof, "code": code_of(world, victim, app, "gist offline_access")}
    first = endpoints.token(given)
    assert lives(world, first["access_token"])
    assert endpoints.error(given) == "bad_verification_code"
    assert not lives(world, first["access_token"])
    refresh = {
        **app.proof,
        "grant_type": "refresh_token",
        "refresh_token": first["refresh_token"],
    }
    assert endpoints.error(refresh) == "bad_refresh_token"


def test_the_theft_is_written_down(world, victim, endpoints, app):
    given = {**app.proof, "code": code_of(world, victim, app)}
    endpoints.token(given)
    endpoints.error(given)
    names = [one.name for one in world.read(lambda work: work.events.latest(3))]
    assert any("reuse" in name for name in names), names


def test_other_sign_ins_of_the_same_person_live_on(world, victim, endpoints, app):
    other = endpoints.token({**app.proof, "code": code_of(world, victim, app)})
    given = {**app.proof, "code": code_of(world, victim, app)}
    endpoints.token(given)
    endpoints.error(given)
    assert lives(world, other["access_token"])


def test_a_code_lives_for_ten_minutes(world, victim, endpoints, app):
    code = code_of(world, victim, app)
    world.clock.now += 600
    assert endpoints.error({**app.proof, "code": code}) == "bad_verification_code"
    code = code_of(world, victim, app)
    world.clock.now += 599
    assert endpoints.token({**app.proof, "code": code})["scope"] == "gist"


def test_a_code_is_worth_nothing_to_another_client_and_is_not_used_up_by_it(
    world, victim, endpoints, app
):
    other = registered(world, world.user("thief"), "Another")
    code = code_of(world, victim, app)
    for thief in (other, GH):
        assert endpoints.error({**thief.proof, "code": code}) == "bad_verification_code"
    mixed = {"client_id": app.client_id, "client_secret": other.secret, "code": code}
    assert endpoints.error(mixed) == "incorrect_client_credentials"
    assert endpoints.token({**app.proof, "code": code})["scope"] == "gist"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.test/",
        "http://localhost:4322/",
        "http://127.0.0.1:4321/",
        "http://localhost:4321",
    ],
    ids=["another host", "another port", "another spelling", "without its slash"],
)
def test_an_address_that_is_sent_must_be_the_one_that_was_used(world, victim, endpoints, address):
    code = code_of(world, victim, GH, redirect_uri="http://localhost:4321/")
    given = {**GH.proof, "code": code, "redirect_uri": address}
    assert endpoints.error(given) == "redirect_uri_mismatch"
    same = given | {"redirect_uri": "http://localhost:4321/"}
    assert endpoints.token(same)["scope"] == "gist"


def test_a_code_is_no_token_and_a_token_no_code(world, victim, endpoints, app):
    code = code_of(world, victim, app)
    assert not lives(world, code)
    token = endpoints.token({**app.proof, "code": code})["access_token"]
    assert endpoints.error({**app.proof, "code": token}) == "bad_verification_code"


def test_of_two_exchanges_at_once_no_token_stays_alive_twice(database_url):
    """On both databases: the second one in line sees that the first one was there."""
    world = World(database_url)
    app = registered(world, world.user("developer"))
    code = code_of(world, world.user("octavia"), app)
    ready = threading.Barrier(2)
    told = []

    def exchange():
        endpoints = Endpoints(world)
        ready.wait(30)
        told.append(endpoints.token({**app.proof, "code": code}))

    threads = [threading.Thread(target=exchange) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    tokens = [one["access_token"] for one in told if "access_token" in one]
    assert len(told) == 2
    assert len(tokens) == 1
    # Which of them the thief was, nobody knows.
    assert not lives(world, tokens[0])
    world.close()
