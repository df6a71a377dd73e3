"""Attack 17, finding out who has an account, with a wrong secret beside a name.

Verified by equal statements, keyed hashes and bytes: without a live token the name beside it is not
even looked up.
"""

import pytest

from tests.api import Api, basic
from tests.recording import keyed_hashes, statements
from tests.world import World
from watchword.kernel.entropy import system_entropy
from watchword.tokens.secret import mint

NAMES = ["octavia", "banned", "nobody", "x-access-token"]
SECRETS = {"a password": "correct horse", "a token": mint(system_entropy).text, "nothing": "x"}


@pytest.fixture
def people(world):
    world.user("octavia")
    gone = world.user("banned")
    world.suspend(gone)


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("path", ["/user", "/", "/users/octavia", "/repos/octavia/none"])
def test_no_name_beside_a_wrong_secret_is_told_from_another(
    people, sqlite_url, tmp_path, monkeypatch, kind, path
):
    with statements() as ran, keyed_hashes(monkeypatch) as hashed:
        world = World(sqlite_url)
        api = Api(world, tmp_path)
        api.ask("GET", "/meta")
        took = {}
        for name in NAMES:
            ran.clear()
            hashed.clear()
            answer = api.ask("GET", path, headers=[basic(name, SECRETS[kind])])
            told = [pair for pair in answer.headers if pair[0] != "x-github-request-id"]
            took[name] = (answer.status, answer.body, told, [*ran], [*hashed])
        api.close()
        world.close()
    for name in NAMES:
        assert took[name] == took["nobody"], name
    status, _, _, work, hashes = took["nobody"]
    assert status == 401
    assert not [one for one in work if "FROM accounts" in one]
    assert len(hashes) == (1 if kind == "a token" else 0)
