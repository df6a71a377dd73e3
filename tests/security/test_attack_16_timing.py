"""Attack 16, telling dead tokens from unknown ones by what an answer takes.

Verified by equal statements, keyed hashes and bytes, not by the clock. A misspelt token costs less
on purpose: it cannot be anybody's, and that can be worked out without the server.
"""

import itertools

import pytest

from tests.api import Api
from tests.recording import keyed_hashes, statements
from tests.world import NOON, World
from watchword.access.gate import require
from watchword.access.table import tokens as table
from watchword.kernel.entropy import system_entropy
from watchword.tokens import lifecycle
from watchword.tokens.secret import mint

DEAD = ["unknown", "revoked", "expired", "deleted"]
PATHS = ["/user", "/", "/meta", "/user/repos", "/repos/octavia/things", "/nothing"]


@pytest.fixture
def secrets(world):
    octavia = world.user("octavia")
    world.repository(octavia, "things")
    made = {"unknown": mint(system_entropy)}
    for kind, end in (("revoked", lifecycle.revoke), ("deleted", lifecycle.delete)):
        token, made[kind] = world.token(octavia, "repo")
        world.write(
            lambda work, end=end, token=token: end(
                work, require(world.operator, table.REVOKE, token)
            )
        )
    _, made["expired"] = world.token(octavia, "repo", expires_at=NOON + 1)
    _, made["live"] = world.token(octavia, "repo")
    world.clock.now += 1
    return made


@pytest.fixture
def watched(sqlite_url, tmp_path, monkeypatch):
    """Ask, and give the answer with what it took."""
    with statements() as ran, keyed_hashes(monkeypatch) as hashed:
        world = World(sqlite_url)
        world.clock.now = NOON + 1
        api = Api(world, tmp_path)
        clients = itertools.count(1)

        def ask(path, secret):
            client = f"198.51.100.{next(clients)}"
            api.ask("GET", "/meta", client=client)
            ran.clear()
            hashed.clear()
            answer = api.ask("GET", path, secret, client=client)
            told = [pair for pair in answer.headers if pair[0] != "x-github-request-id"]
            return (answer.status, answer.body, told), [*ran], [*hashed]

        yield ask
        api.close()
        world.close()


@pytest.mark.parametrize("path", PATHS)
def test_no_dead_token_is_told_from_an_unknown_one(secrets, watched, path):
    took = {kind: watched(path, secrets[kind]) for kind in DEAD}
    for kind in DEAD:
        assert took[kind] == took["unknown"], kind
    (status, _, _), ran, hashed = took["unknown"]
    assert status == 401
    assert sum("FROM tokens" in one for one in ran) == 1
    assert len(hashed) == 1


def test_a_live_one_is_found_by_the_same_look_up(secrets, watched):
    dead, live = watched("/user", secrets["unknown"]), watched("/user", secrets["live"])
    assert live[0][0] == 200
    assert live[1][:2] == dead[1][:2]
    assert len(live[2]) == len(dead[2]) == 1


def test_who_am_i_is_served_from_the_row_that_told_it(secrets, watched):
    _, ran, _ = watched("/user", secrets["live"])
    assert sum(one.lstrip().startswith("SELECT") for one in ran) == 1


def test_what_cannot_be_a_token_is_refused_alike_without_a_look_up(secrets, watched):
    whole = secrets["live"].text
    (wanted, _, _) = watched("/user", secrets["unknown"])
    for text in (whole[:-1], whole + "x", "ghp_" + "0" * 36, "x", "g" * 8_000, "ghr_" + whole[4:]):
        answer, ran, hashed = watched("/user", text)
        assert answer == wanted
        assert not [one for one in ran if "SELECT" in one]
        assert hashed == []
