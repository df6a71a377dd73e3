"""A token that stands in pushed content: found by whoever may read it, unless it is ended first."""

import pytest

from tests.leak_world import LeakWorld

MADE = "/repos/octavia/made"
ALERTS = f"{MADE}/secret-scanning/alerts"


@pytest.fixture
def token(world):
    return world.token(world.user("octavia"), "repo")[1]


@pytest.fixture
def victim(world):
    """A token of somebody else."""
    return world.token(world.user("lucius"), "repo")[1]


def make(api, token, *, private):
    body = {"name": "made", "auto_init": True, "private": private}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201


@pytest.mark.parametrize(
    ("revocation", "private", "status"),
    [
        ("public", False, 401),
        ("public", True, 200),
        ("all", True, 401),
        ("off", False, 200),
    ],
)
def test_a_live_token_is_ended_where_the_site_wants_it(
    api, token, victim, revocation, private, status
):
    make(api, token, private=private)
    leaks = LeakWorld(api, revocation)
    assert api.ask("GET", "/user", victim).status == 200
    leaks.push(token, "README", f"git clone https://lucius:{victim.text}@host/x.git")
    assert api.ask("GET", "/user", victim).status == status
    told = api.ask("GET", f"{ALERTS}/1", token).json
    assert told["secret_type"] == "github_personal_access_token"
    assert told["validity"] == ("active" if status == 200 else "inactive")


def test_an_alert_tells_when_the_token_died_later(api, world, token, victim):
    make(api, token, private=True)
    leaks = LeakWorld(api)
    leaks.push(token, "one", victim.text)
    found = world.read(
        lambda work: [
            known[0]
            for digest in work.keys.digests("token", victim)
            if (known := work.tokens.by_digest(digest))
        ]
    )
    world.write(lambda work: work.tokens.delete(found[0].id))
    assert api.ask("GET", f"{ALERTS}/1", token).json["validity"] == "inactive"


def test_what_only_looks_like_a_token_ends_none(api, token, victim):
    make(api, token, private=False)
    leaks = LeakWorld(api)
    leaks.push(token, "one", victim.text[:-1] + "!" + victim.text[:20])
    assert api.ask("GET", "/user", victim).status == 200
    assert api.ask("GET", ALERTS, token).json == []


def test_no_fact_holds_the_secret(api, world, token, victim):
    make(api, token, private=False)
    LeakWorld(api).push(token, "one", victim.text)
    facts = [repr(one) for one in world.read(lambda work: work.events.latest(100))]
    assert any("secret_scanning_alert.create" in one for one in facts)
    assert not any(victim.text in one for one in facts)
