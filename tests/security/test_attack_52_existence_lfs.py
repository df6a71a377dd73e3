"""Attack 52 over Git LFS: a private repository, and one that had another name, against none.

Verified by equal statements and equal bytes, not by the clock, at each place of Git LFS.
"""

import itertools

import pytest

from tests.lfs_site import LfsSite, named
from tests.recording import statements
from tests.world import NOON, World
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.repositories import service
from watchword.repositories.model import Visibility
from watchword.surfaces.lfs_http.paths import Place

CONTENT = b"a large file"
BODIES = {
    Place.BATCH: {"operation": "upload", "objects": [named(CONTENT)]},
    Place.VERIFY: named(CONTENT),
    Place.LOCK: {"path": "a"},
    Place.VERIFY_LOCKS: {},
    Place.UNLOCK: {"force": True},
}
PRIVATE = ["octavia/hidden", "octavia/former"]
NONE = ["octavia/nothing", "nobody/hidden", "bob/former"]


@pytest.fixture
def secrets(world):
    octavia, bob = world.user("octavia"), world.user("bob")
    repository = world.repository(octavia, "former", Visibility.PRIVATE)

    def rename(work):
        found = work.repositories.by_id(repository.id, None)
        service.rename(work, require(world.operator, table.RENAME, found), "hidden")

    world.write(rename)
    return {
        "nobody": None,
        "stranger": world.token(bob, "repo")[1],
        "owner without the scope": world.token(octavia, "public_repo")[1],
        "a dead token": world.token(octavia, "repo", expires_at=NOON + 1)[1],
    }


@pytest.fixture
def ask(secrets, sqlite_url, tmp_path):
    """Ask, and give the answer with the statements that it took."""
    with statements() as ran:
        world = World(sqlite_url)
        world.clock.now = NOON + 1
        site = LfsSite(world, tmp_path)
        addresses = itertools.count()

        def asked(place, name, token):
            ran.clear()
            path = place.path.replace("{owner}/{repo}", name)
            path = path.replace("{oid}", "a" * 64).replace("{id}", "1")
            headers = {"x-number": str(next(addresses))}
            reply = site.ask(
                place.method, path, BODIES.get(place, b""), token=token, headers=headers
            )
            return reply.told, [*ran]

        asked(Place.BATCH, "octavia/nothing", None)
        yield asked
        world.close()


@pytest.mark.parametrize("who", ["nobody", "stranger", "owner without the scope", "a dead token"])
def test_a_private_repository_is_not_told_from_none(secrets, ask, who):
    for place in Place:
        took = {name: ask(place, name, secrets[who]) for name in (*PRIVATE, *NONE)}
        wanted = took["octavia/nothing"]
        without = who in {"nobody", "a dead token"}
        assert wanted[0][0] == (401 if without else 403 if place.is_transfer else 404)
        for name, one in took.items():
            assert one == wanted, (place, name)
