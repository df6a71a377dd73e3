"""Attack 4, a token for public things only against what is not public, or is so no longer."""

import contextlib
import sqlite3

import pytest

from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.repositories import service
from watchword.repositories.model import Visibility

# Not delete_repo, which deletes what its owner administers, public or not (GHES behaviour).
PUBLIC_ONLY = [(), ("public_repo",), ("repo:status", "repo_deployment", "workflow")]
CHANGES = [
    ("GET", None),
    ("PATCH", {"description": "seen"}),
    ("PATCH", {"private": False}),
    ("PATCH", {"archived": False}),
    ("DELETE", None),
]


def hide(world, repository, name):
    def unit(work):
        found = work.repositories.by_id(repository.id, None)
        service.rename(work, require(world.operator, table.RENAME, found), name)
        found = work.repositories.by_id(repository.id, None)
        grant = require(world.operator, table.SET_VISIBILITY, found)
        service.set_visibility(work, grant, Visibility.PRIVATE)

    world.write(unit)


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture(params=PUBLIC_ONLY, ids=lambda scopes: " ".join(scopes) or "no scope")
def token(request, world, octavia):
    return world.token(octavia, *request.param)[1]


def refused_alike(api, token, *paths):
    for path in paths:
        for method, body in CHANGES:
            answer = api.ask(method, path, token, body=body)
            assert (answer.status, answer.message) == (404, "Not Found"), (method, path)


def test_private(api, world, octavia, token):
    made = world.repository(octavia, "hidden", Visibility.PRIVATE)
    refused_alike(api, token, "/repos/octavia/hidden", f"/repositories/{made.id}")


def test_internal(api, world, octavia, token, tmp_path):
    made = world.repository(octavia, "inside", Visibility.PRIVATE)
    with contextlib.closing(sqlite3.connect(tmp_path / "watchword.db", isolation_level=None)) as db:
        db.execute("UPDATE repositories SET visibility = 'internal' WHERE id = ?", (made.id,))
    refused_alike(api, token, "/repos/octavia/inside", f"/repositories/{made.id}")
    assert api.ask("GET", "/user/repos", token).json == []


def test_renamed_and_made_private_neither_name_leads_to_it(api, world, octavia, token):
    made = world.repository(octavia, "open")
    assert api.ask("GET", "/repos/octavia/open", token).status == 200
    hide(world, made, "shut")
    paths = ("/repos/octavia/open", "/repos/octavia/shut", f"/repositories/{made.id}")
    refused_alike(api, token, *paths)


def test_archived_and_private(api, world, octavia, token):
    made = world.repository(octavia, "kept", Visibility.PRIVATE)

    def unit(work):
        found = work.repositories.by_id(made.id, None)
        service.archive(work, require(world.operator, table.ARCHIVE, found), archived=True)

    world.write(unit)
    refused_alike(api, token, "/repos/octavia/kept")


def test_somebody_elses_that_one_works_with(api, world, octavia, token):
    made = world.repository(world.user("bob"), "theirs", Visibility.PRIVATE)
    world.collaborator(made, octavia, Role.ADMIN)
    refused_alike(api, token, "/repos/bob/theirs")
    assert api.ask("GET", "/user/repos", token).json == []


def test_a_private_one_cannot_be_made_by_any_way_of_saying_so(api, world, octavia, token):
    for body in (
        {"private": True},
        {"visibility": "private"},
        {"visibility": "private", "private": False},
    ):
        answer = api.ask("POST", "/user/repos", token, body={"name": "new", **body})
        assert answer.status == 403
    assert world.read(lambda work: work.repositories.find("octavia", "new", None)) is None


def test_a_public_one_cannot_be_hidden_by_it(api, world, octavia, token):
    world.repository(octavia, "open")
    assert api.ask("PATCH", "/repos/octavia/open", token, body={"private": True}).status == 403
