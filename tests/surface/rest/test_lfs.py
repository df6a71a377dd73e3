"""Git LFS over the API: switched for a repository; what becomes of large files in copies."""

import pytest

from tests.histories import History
from watchword.lfs.model import Claim
from watchword.repositories.model import Visibility
from watchword.work import large_files
from watchword.work.measuring import measure_others

PATH = "/repos/octavia/things/lfs"


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things", Visibility.PRIVATE)


def is_on(world, things):
    return not world.read(lambda work: work.large_files.switched_off(things.id))


def test_it_is_on_until_it_is_switched_off_and_on_again(api, world, octavia, things):
    _, token = world.token(octavia, "repo", "site_admin")
    assert is_on(world, things)
    answer = api.ask("DELETE", PATH, token)
    assert (answer.status, answer.body) == (204, b"")
    assert not is_on(world, things)
    answer = api.ask("PUT", f"/repositories/{things.id}/lfs", token)
    assert (answer.status, answer.json) == (202, {})
    assert is_on(world, things)
    assert answer.header("x-accepted-oauth-scopes") == "public_repo, repo, site_admin"


@pytest.mark.parametrize(
    ("scopes", "status"), [(("repo",), 403), (("site_admin",), 404), (("site_admin", "repo"), 202)]
)
def test_both_scopes_are_needed(api, world, octavia, things, scopes, status):
    _, token = world.token(octavia, *scopes)
    assert api.ask("PUT", PATH, token).status == status


def test_who_does_not_own_it_does_not_switch_it(api, world, things):
    _, token = world.token(world.user("eve"), "repo", "site_admin")
    assert api.ask("DELETE", PATH, token).status == 404
    assert api.ask("DELETE", PATH).status == 401
    assert is_on(world, things)


ONE, TWO = Claim("1" * 64, 10_000), Claim("2" * 64, 1)


@pytest.fixture
def source(api, world, octavia):
    """A public repository with a commit and a large file."""
    made = world.repository(octavia, "source")
    history = History(api.layout.root, made.key)
    history.first = history.commit({"a.txt": "a"})
    add(world, made, ONE)
    return made, history


def add(world, repository, claim):
    key = claim.oid[:32]
    world.write(lambda work: work.large_files.add(repository.id, claim, key, None, work.now))


def had(world, number):
    names = (ONE.oid, TWO.oid)
    return list(world.read(lambda work: work.large_files.among(number, names)))


def test_a_fork_has_the_large_files_of_its_source_and_gets_new_ones_with_commits(
    api, world, source
):
    repository, history = source
    token = world.token(world.user("bert"), "repo")[1]
    fork = api.ask("POST", "/repos/octavia/source/forks", token, body={}).json["id"]
    assert had(world, fork) == [ONE.oid]
    add(world, repository, TWO)
    assert had(world, fork) == [ONE.oid]
    history.commit({"b.txt": "b"}, "Second", history.first)
    merged = api.ask("POST", "/repos/bert/source/merge-upstream", token, body={"branch": "main"})
    assert merged.status == 200
    assert sorted(had(world, fork)) == [ONE.oid, TWO.oid]


def test_what_begins_as_a_template_has_its_large_files(api, world, octavia, source):
    token = world.token(octavia, "repo")[1]
    api.ask("PATCH", "/repos/octavia/source", token, body={"is_template": True})
    made = api.ask("POST", "/repos/octavia/source/generate", token, body={"name": "mine"})
    assert had(world, made.json["id"]) == [ONE.oid]


def test_large_files_count_for_the_size_of_a_repository(api, world, source):
    repository, _ = source
    world.write(lambda work: work.repositories.pushed(repository.id, work.now))
    measure_others(world.database, api.layout)
    size = world.read(lambda work: work.repositories.by_id(repository.id, None)).size
    assert size == -(-(api.layout.size(repository.key) + ONE.size) // 1_024)


def test_a_copy_that_is_deleted_while_it_is_made_gets_none(world, source):
    repository, _ = source
    large_files.copy(world.database, repository.id, 99)
    assert had(world, 99) == []
