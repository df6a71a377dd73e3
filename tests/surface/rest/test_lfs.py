"""Git LFS is switched for a repository by those who run the site."""

import pytest

from watchword.repositories.model import Visibility

PATH = "/repos/octavia/things/lfs"


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things", Visibility.PRIVATE)


def is_on(world, things):
    return not world.read(lambda work: work.large_files.switched_off(things.id))


def actions(world):
    found = world.read(lambda work: work.events.since(0, 100))
    return [one.name for one in found if one.name.startswith("git_lfs.")]


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
