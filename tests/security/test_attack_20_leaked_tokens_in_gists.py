"""A token that stands in a gist: found by whoever may read it, unless it is ended first."""

import pytest

from tests.leak_world import LeakWorld
from tests.mailbox import Post


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "gist")[1]


@pytest.fixture
def victim(world):
    """A token of somebody else."""
    return world.token(world.user("lucius"), "repo", note="of Lucius")[1]


def put(api, token, text, *, public):
    body = {"public": public, "files": {"notes.txt": {"content": text}}}
    answer = api.ask("POST", "/gists", token, body=body)
    assert answer.status == 201
    return answer.json["id"]


@pytest.mark.parametrize(
    ("revocation", "public", "status"),
    [("public", True, 401), ("public", False, 200), ("all", False, 401), ("off", True, 200)],
)
def test_a_live_token_is_ended_where_the_site_wants_it(
    api, token, victim, revocation, public, status
):
    leaks = LeakWorld(api, revocation)
    put(api, token, f"curl -H 'Authorization: token {victim.text}'", public=public)
    assert api.ask("GET", "/user", victim).status == 200
    leaks.look()
    assert api.ask("GET", "/user", victim).status == status


def test_one_that_is_written_into_an_old_gist_is_ended_and_its_owner_told(
    api, world, token, victim
):
    leaks, post = LeakWorld(api), Post(world)
    number = put(api, token, "nothing yet", public=True)
    leaks.look()
    post.deliver()
    edit = {"files": {"more.txt": {"content": victim.text}}}
    assert api.ask("PATCH", f"/gists/{number}", token, body=edit).status == 200
    leaks.look()
    assert api.ask("GET", "/user", victim).status == 401
    [mail] = [one for one in post.deliver() if one["To"] == "lucius@example.test"]
    text = mail.get_content()
    assert mail["Subject"].endswith("Your token was found in a gist and revoked")
    assert "of Lucius" in text
    assert f"/gist/{number}" in text
    assert victim.text not in text


def test_looking_again_tells_nothing_more(api, world, token, victim):
    leaks = LeakWorld(api)
    number = put(api, token, victim.text, public=True)
    leaks.look()
    edit = {"files": {"notes.txt": {"content": f"again {victim.text}"}}}
    api.ask("PATCH", f"/gists/{number}", token, body=edit)
    leaks.look()
    told = [
        one for one in world.read(lambda work: work.events.latest(30)) if "own_token" in one.name
    ]
    assert len(told) == 1
