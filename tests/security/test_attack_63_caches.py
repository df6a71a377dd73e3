"""Attack 63, caches that mix up readers: tags belong to one reader, and access comes first."""

import pytest

from tests.api import Api
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.repositories import service
from watchword.repositories.model import Visibility

THINGS = "/repos/octavia/things"


@pytest.fixture
def readers(world):
    """Everybody who can read Octavia's public repository."""
    octavia, bob = world.user("octavia"), world.user("bob")
    made = world.repository(octavia, "things")
    tokens = {
        "octavia": world.token(octavia, "repo")[1],
        "octavia's other token": world.token(octavia, "repo")[1],
        "octavia's weak token": world.token(octavia)[1],
        "bob": world.token(bob, "repo")[1],
        "nobody": None,
    }
    return made, tokens


def hide(world, made):
    def unit(work):
        found = work.repositories.by_id(made.id, None)
        grant = require(world.operator, table.SET_VISIBILITY, found)
        service.set_visibility(work, grant, Visibility.PRIVATE)

    world.write(unit)


@pytest.mark.parametrize("path", [THINGS, "/users/octavia", "/users/octavia/repos", "/versions"])
def test_no_two_readers_share_a_tag(api, readers, path):
    _, tokens = readers
    tags = {who: api.ask("GET", path, token).header("etag") for who, token in tokens.items()}
    assert len(set(tags.values())) == len(tags)
    for who, token in tokens.items():
        for other, tag in tags.items():
            answer = api.ask("GET", path, token, headers=[("if-none-match", tag)])
            assert answer.status == (304 if who == other else 200)


def test_access_is_asked_before_a_tag_is_compared(api, world, readers):
    made, tokens = readers
    tags = {who: api.ask("GET", THINGS, token).header("etag") for who, token in tokens.items()}
    hide(world, made)
    for who in ("octavia's weak token", "bob", "nobody"):
        for tag in (tags[who], tags["octavia"], "*"):
            answer = api.ask("GET", THINGS, tokens[who], headers=[("if-none-match", tag)])
            assert (answer.status, answer.header("etag")) == (404, None)


def test_a_date_brings_nothing_back_either(api, world, readers):
    made, tokens = readers
    hide(world, made)
    world.clock.now += 60
    for since in ("Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 15 Jan 2027 08:00:00 GMT"):
        answer = api.ask("GET", THINGS, tokens["bob"], headers=[("if-modified-since", since)])
        assert answer.status == 404


def test_what_a_token_may_read_is_never_for_shared_caches(api, readers):
    _, tokens = readers
    for who, token in tokens.items():
        for row in api.endpoints:
            path = row.path.replace("{owner}", "octavia").replace("{repo}", "things")
            path = path.replace("{username}", "octavia").replace("{repository_id}", "1")
            answer = api.ask("GET", path.replace("{user_id}", "1"), token)
            kept = answer.header("cache-control")
            assert "Authorization" in answer.header("vary")
            if who != "nobody":
                assert "public" not in kept
            if answer.status >= 300:
                assert kept == "no-cache"


def test_a_refusal_is_kept_by_nobody(api, readers):
    for credential in ("wrong", None):
        answer = api.ask("GET", "/user", credential)
        assert answer.header("cache-control") == "no-cache"
        assert answer.header("etag") is None


def test_the_same_answer_of_another_site_has_the_same_tag_for_the_same_reader_only(
    api, world, tmp_path, readers
):
    _, tokens = readers
    again = Api(world, tmp_path)
    one, two = (place.ask("GET", THINGS, tokens["bob"]).header("etag") for place in (api, again))
    assert one == two, "workers agree"
    again.close()
