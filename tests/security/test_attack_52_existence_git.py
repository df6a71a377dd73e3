"""Attacks 16, 17 and 52 over git: what an answer takes tells nothing of what is hidden.

Verified by equal statements, keyed hashes and bytes, not by the clock, at each place of git: a
private repository against none and against a former name of one, dead tokens against unknown ones,
and names of people beside a wrong secret.
"""

import itertools

import pytest

from tests.carriages import basic
from tests.git_site import Client, make_site
from tests.recording import keyed_hashes, statements
from tests.world import NOON, World
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.access.table import tokens as token_table
from watchword.kernel.entropy import system_entropy
from watchword.repositories import service
from watchword.repositories.model import Visibility
from watchword.tokens import lifecycle
from watchword.tokens.secret import mint

READING, WRITING = "git-upload-pack", "git-receive-pack"
PLACES = {
    "refs to read": ("GET", "info/refs", READING),
    "refs to write": ("GET", "info/refs", WRITING),
    "refs of no service": ("GET", "info/refs", ""),
    "fetch": ("POST", READING, READING),
    "push": ("POST", WRITING, WRITING),
}
PRIVATE = ["octavia/hidden", "octavia/former", "octavia/hidden.git", "octavia/former.git"]
NONE = ["octavia/nothing", "nobody/hidden", "bob/former", "octavia/nothing.git"]
DEAD = ["unknown", "revoked", "expired", "deleted"]
NAMES = ["octavia", "banned", "nobody", "x-access-token"]
SECRETS = {"a password": "correct horse", "a token": mint(system_entropy).text, "nothing": "x"}


@pytest.fixture
def secrets(world):
    """Octavia's private repository, which had another name, and credentials."""
    octavia, bob, banned = world.user("octavia"), world.user("bob"), world.user("banned")
    repository = world.repository(octavia, "former", Visibility.PRIVATE)
    world.repository(octavia, "open")

    def rename(work):
        found = work.repositories.by_id(repository.id, None)
        service.rename(work, require(world.operator, table.RENAME, found), "hidden")

    world.write(rename)
    world.suspend(banned)
    made = {
        "unknown": mint(system_entropy),
        "nobody": None,
        "stranger": world.token(bob, "repo")[1],
        "owner without the scope": world.token(octavia, "public_repo")[1],
        "expired": world.token(octavia, "repo", expires_at=NOON + 1)[1],
    }
    for kind, end in (("revoked", lifecycle.revoke), ("deleted", lifecycle.delete)):
        token, made[kind] = world.token(octavia, "repo")
        world.write(
            lambda work, end=end, token=token: end(
                work, require(world.operator, token_table.REVOKE, token)
            )
        )
    return made


@pytest.fixture
def watched(secrets, sqlite_url, tmp_path, monkeypatch):
    """Ask, and give the answer with what it took."""
    with statements() as ran, keyed_hashes(monkeypatch) as hashed:
        world = World(sqlite_url)
        world.clock.now = NOON + 1
        site = make_site(world, tmp_path)
        addresses = itertools.count(1)

        async def exchange(place, name, header):
            method, last, service = PLACES[place]
            headers = [] if header is None else [(b"authorization", header.encode())]
            kind = f"application/x-{service}-request".encode()
            headers.append((b"content-type", kind))
            query = f"service={service}".encode() if method == "GET" else b""
            address = f"198.51.100.{next(addresses)}"
            client = Client(site.asgi, method, f"/{name}/{last}", headers, query, address)
            return await client.send(b"0000").answer()

        def ask(place, name, header):
            # What is done once, at the beginning, is not compared.
            site.run(exchange("fetch", "octavia/nothing", None))
            ran.clear()
            hashed.clear()
            reply = site.run(exchange(place, name, header))
            told = {k: v for k, v in reply.headers.items() if k != "x-github-request-id"}
            return (reply.status, reply.body, told), [*ran], [*hashed]

        yield ask
        world.close()


def bearer(secret):
    return None if secret is None else f"Bearer {secret.text}"


@pytest.mark.parametrize("who", ["nobody", "stranger", "owner without the scope"])
def test_a_private_repository_is_not_told_from_none(secrets, watched, who):
    for place in PLACES:
        took = {name: watched(place, name, bearer(secrets[who])) for name in (*PRIVATE, *NONE)}
        wanted = took["octavia/nothing"]
        assert wanted[0][0] == (401 if who == "nobody" else 404)
        assert any("FROM repositories" in one for one in wanted[1])
        for name, one in took.items():
            assert one == wanted, (place, name)


@pytest.mark.parametrize("name", ["octavia/open", "octavia/hidden", "octavia/nothing"])
def test_no_dead_token_is_told_from_an_unknown_one(secrets, watched, name):
    for place in PLACES:
        took = {kind: watched(place, name, bearer(secrets[kind])) for kind in DEAD}
        for kind in DEAD:
            assert took[kind] == took["unknown"], (place, kind)
        (status, _, _), ran, hashed = took["unknown"]
        assert status == 401
        assert sum("FROM tokens" in one for one in ran) == 1
        # Who is refused learns nothing of the repository: it is not even looked for.
        assert not [one for one in ran if "FROM repositories" in one]
        assert len(hashed) == 1


@pytest.mark.parametrize("kind", SECRETS)
def test_no_name_beside_a_wrong_secret_is_told_from_another(watched, kind):
    for place in PLACES:
        took = {name: watched(place, "octavia/open", basic(name, SECRETS[kind])) for name in NAMES}
        for name in NAMES:
            assert took[name] == took["nobody"], (place, name)
        (status, _, _), ran, hashed = took["nobody"]
        assert status == 401
        assert not [one for one in ran if "FROM accounts" in one]
        assert len(hashed) == (1 if kind == "a token" else 0)
