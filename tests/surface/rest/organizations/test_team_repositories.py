"""The repositories that teams work with, over the API."""

import pytest

from watchword.access.roles import Role
from watchword.organizations.team_model import Privacy
from watchword.repositories.model import Visibility

REPOS = "/orgs/forum/teams/guards/repos"
VAULT = f"{REPOS}/forum/vault"


@pytest.fixture
def vault(world, forum):
    return world.repository(forum, "vault", Visibility.PRIVATE)


@pytest.fixture
def guards(world, forum, member):
    return world.team(forum, "guards", member)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("pull", "read"),
        ("triage", "triage"),
        ("push", "write"),
        ("maintain", "maintain"),
        ("admin", "admin"),
        ("read", "read"),
        ("write", "write"),
    ],
)
def test_an_owner_lets_a_team_work(api, vault, guards, owner, member, by, names, word, role):
    body = {"permission": word}
    assert api.ask("PUT", VAULT, by(owner, "repo"), body=body).status == 204
    assert names()[-1] == "team.add_repository"
    (told,) = api.ask("GET", REPOS, by(member)).json
    assert (told["name"], told["role_name"]) == ("vault", role)
    assert told["permissions"]["push"] is (role in {"write", "maintain", "admin"})
    seen = api.ask("GET", "/repos/forum/vault", by(member)).json["permissions"]
    assert seen == told["permissions"]
    media = (("accept", "application/vnd.github.v3.repository+json"),)
    shown = api.ask("GET", VAULT, by(member), headers=media)
    assert (shown.status, shown.json["role_name"]) == (200, role)
    assert api.ask("GET", VAULT, by(member)).status == 204


def test_without_a_word_it_reads_and_keeps_what_it_has(api, vault, guards, owner, by, names):
    assert api.ask("PUT", VAULT, by(owner)).status == 204
    assert api.ask("GET", REPOS, by(owner)).json[0]["role_name"] == "read"
    api.ask("PUT", VAULT, by(owner), body={"permission": "push"})
    assert names()[-1] == "team.update_repository_permission"
    assert api.ask("PUT", VAULT, by(owner), body={"permission": None}).status == 204
    assert api.ask("GET", REPOS, by(owner)).json[0]["role_name"] == "write"
    for wrong in ("none", "owner", ""):
        assert api.ask("PUT", VAULT, by(owner), body={"permission": wrong}).status == 422


def test_taking_back_ends_it_at_once(api, world, vault, guards, owner, member, by, names):
    world.team_works(guards, vault, Role.WRITE)
    assert api.ask("GET", "/repos/forum/vault", by(member)).status == 200
    assert api.ask("DELETE", VAULT, by(owner)).status == 204
    assert names()[-1] == "team.remove_repository"
    assert api.ask("GET", "/repos/forum/vault", by(member)).status == 404
    assert api.ask("DELETE", VAULT, by(owner)).status == 404
    assert api.ask("GET", VAULT, by(owner)).status == 404


@pytest.mark.parametrize("role", [None, Role.READ, Role.WRITE, Role.MAINTAIN])
def test_only_who_administers_the_repository_gives_it(api, world, vault, guards, member, by, role):
    """Attack 59."""
    if role is not None:
        world.collaborator(vault, member, role)
    status = 404 if role is None else 403
    assert api.ask("PUT", VAULT, by(member), body={"permission": "admin"}).status == status
    assert api.ask("DELETE", VAULT, by(member)).status == status
    world.collaborator(vault, member, Role.ADMIN)
    assert api.ask("PUT", VAULT, by(member), body={"permission": "push"}).status == 204


def test_a_token_that_cannot_see_the_repository_gives_nothing(api, vault, guards, owner, by):
    for scopes in (("admin:org",), ("write:org",), ("public_repo", "admin:org")):
        told = api.ask("PUT", VAULT, by(owner, *scopes))
        assert told.status in {403, 404}
        assert api.ask("GET", VAULT, by(owner, *scopes)).status == 404
    assert api.ask("GET", REPOS, by(owner)).json == []


def test_repositories_of_others_are_not_for_its_teams(api, world, guards, owner, by):
    world.repository(owner, "private", Visibility.PRIVATE)
    told = api.ask("PUT", f"{REPOS}/olga/private", by(owner))
    assert told.status == 422
    assert api.ask("PUT", f"{REPOS}/olga/none", by(owner)).status == 404


def test_the_list_holds_what_one_may_see(api, world, forum, vault, guards, owner, member, by):
    other = world.user("other")
    world.member(forum, other)
    world.team_works(guards, vault, Role.READ)
    world.team_works(guards, world.repository(forum, "open"), Role.READ)

    def listed(token):
        return [one["name"] for one in api.ask("GET", REPOS, token).json]

    assert listed(by(member)) == ["open", "vault"]
    assert listed(by(other)) == ["open"]
    assert listed(by(member, "read:org")) == ["open"]


def test_the_teams_of_a_repository_are_told_to_whom_they_concern(
    api, world, forum, vault, guards, owner, member, by
):
    hidden = world.team(forum, "hidden", privacy=Privacy.SECRET)
    world.team(forum, "idle")
    below = world.team(forum, "below", parent=guards)
    world.team_works(guards, vault, Role.WRITE)
    world.team_works(hidden, vault, Role.ADMIN)

    def listed(token):
        found = api.ask("GET", "/repos/forum/vault/teams", token).json
        return [(one["slug"], one["permission"]) for one in found]

    assert listed(by(owner)) == [("below", "push"), ("guards", "push"), ("hidden", "admin")]
    assert listed(by(member)) == [("below", "push"), ("guards", "push")]
    assert below.id
    assert api.ask("GET", "/repos/forum/vault/teams", by(member, "public_repo")).status == 404
    assert api.ask("GET", "/repos/forum/vault/teams", by(world.user("x"))).status == 404


def test_repositories_come_with_a_new_team(api, world, forum, vault, owner, member, by):
    body = {"name": "new", "repo_names": ["forum/vault"], "permission": "push"}
    assert api.ask("POST", "/orgs/forum/teams", by(member), body=body).status == 404
    made = api.ask("POST", "/orgs/forum/teams", by(owner), body=body)
    assert (made.status, made.json["repos_count"]) == (201, 1)
    body = {"name": "another", "repo_names": ["vault"]}
    assert api.ask("POST", "/orgs/forum/teams", by(owner), body=body).status == 404
    assert api.ask("GET", "/orgs/forum/teams/another", by(owner)).status == 404
