"""Attack 12: a token that is revoked while its file still comes adds no file."""

import pytest

from tests.api import Api
from tests.world import World, fresh_sqlite
from watchword.access.gate import require
from watchword.access.table import tokens as table
from watchword.tokens import lifecycle


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def api(world, tmp_path):
    made = Api(world, tmp_path)
    yield made
    made.close()


def test_a_token_that_dies_during_an_upload_leaves_nothing(world, api):
    octavia = world.user("octavia")
    kept, secret = world.token(octavia, "repo")
    body = {"name": "made", "auto_init": True}
    assert api.ask("POST", "/user/repos", secret, body=body).status == 201
    release = api.ask("POST", "/repos/octavia/made/releases", secret, body={"tag_name": "v1"})

    def pieces():
        yield b"first"

        def revoke(work):
            found = work.tokens.by_id(kept.id)
            lifecycle.revoke(work, require(world.operator, table.REVOKE, found))

        world.write(revoke)
        yield b"second"

    path = f"/api/uploads/repos/octavia/made/releases/{release.json['id']}/assets?name=x"
    assert api.ask("POST", path, secret, chunks=pieces()).status == 401
    assert list(api.objects.keys()) == []
    assert api.ask("GET", f"/repos/octavia/made/releases/{release.json['id']}/assets").json == []
