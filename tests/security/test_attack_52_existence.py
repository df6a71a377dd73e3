"""Attack 52, finding out what exists: a private repository against none at all, over the API.

Verified by equal statements, keyed hashes and bytes, not by the clock, on every row that names a
repository; and a former name of a private one says no more than its present name.
"""

import pytest

from tests.api import Api
from tests.recording import keyed_hashes, statements
from tests.world import World
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.repositories import service
from watchword.repositories.model import Visibility

PRIVATE = [("octavia", "hidden"), ("octavia", "former")]
NONE = [("octavia", "nothing"), ("nobody", "hidden"), ("bob", "hidden")]
CREDENTIALS = ["stranger", "owner without the scope", "nobody"]


@pytest.fixture
def made(world):
    """Octavia's private repository and the tokens of those from whom it is hidden."""
    octavia, bob = world.user("octavia"), world.user("bob")
    repository = world.repository(octavia, "former", Visibility.PRIVATE)

    def unit(work):
        found = work.repositories.by_id(repository.id, None)
        service.rename(work, require(world.operator, table.RENAME, found), "hidden")

    world.write(unit)
    return repository.id, {
        "stranger": world.token(bob, "repo")[1],
        "owner without the scope": world.token(octavia, "public_repo", "user")[1],
        "nobody": None,
    }


@pytest.fixture
def watched(sqlite_url, tmp_path, monkeypatch):
    """Ask, and give the answer with what it took."""
    with statements() as ran, keyed_hashes(monkeypatch) as hashed:
        world = World(sqlite_url)
        api = Api(world, tmp_path)
        world.write(lambda work: work.now)
        for lane in ("/meta", "/users/bob/repos"):
            api.ask("GET", lane)

        def ask(method, path, secret):
            ran.clear()
            hashed.clear()
            answer = api.ask(method, path, secret, body={"description": "x"})
            changing = {"x-github-request-id", "x-ratelimit-used", "x-ratelimit-remaining"}
            told = [pair for pair in answer.headers if pair[0] not in changing]
            return answer.status, answer.body, told, [*ran], [*hashed]

        yield api, ask
        api.close()
        world.close()


@pytest.mark.parametrize("who", CREDENTIALS)
def test_no_row_tells_a_private_repository_from_none(made, watched, who):
    _, secrets = made
    api, ask = watched
    rows = [row for row in api.endpoints if row.path == "/api/v3/repos/{owner}/{repo}"]
    assert len(rows) == 3
    for method in ("HEAD", *(row.route.method for row in rows)):
        took = {
            names: ask(method, f"/repos/{names[0]}/{names[1]}", secrets[who])
            for names in (*PRIVATE, *NONE)
        }
        wanted = took["octavia", "nothing"]
        assert wanted[0] == (401 if who == "nobody" and method in {"PATCH", "DELETE"} else 404)
        assert any("FROM repositories" in one for one in wanted[3])
        for names, one in took.items():
            assert one == wanted, (method, names)


@pytest.mark.parametrize("who", CREDENTIALS)
def test_nor_does_a_number(made, watched, who):
    number, secrets = made
    api, ask = watched
    rows = [row for row in api.endpoints if row.path == "/api/v3/repositories/{repository_id}"]
    assert len(rows) == 3
    for row in rows:
        hidden, none = (
            ask(row.route.method, f"/repositories/{one}", secrets[who]) for one in (number, 4_711)
        )
        assert hidden == none


@pytest.mark.parametrize("who", CREDENTIALS)
def test_nor_does_anything_below_a_repository(made, watched, who):
    """Bodies, headers and statuses alike, on each row that names a repository in its path."""
    _, secrets = made
    api, ask = watched
    below = [row for row in api.endpoints if row.path.startswith("/api/v3/repos/{owner}/{repo}/")]
    assert len(below) > 100
    for row in below:
        rest = row.path.removeprefix("/api/v3/repos/{owner}/{repo}")
        took = {
            name: ask(row.route.method, f"/repos/octavia/{name}{rest}", secrets[who])[:3]
            for name in ("hidden", "former", "nothing")
        }
        assert took["nothing"][0] in {401, 404}, row.path
        assert took["hidden"] == took["former"] == took["nothing"], (row.route.method, row.path)


@pytest.mark.parametrize("who", CREDENTIALS)
def test_nor_does_a_list(made, watched, who):
    """Somebody with a private repository looks like somebody without any."""
    _, secrets = made
    _, ask = watched
    status, body, told, *_ = ask("GET", "/users/octavia/repos", secrets[who])
    assert (status, body) == (200, b"[]")
    assert "link" not in dict(told)
