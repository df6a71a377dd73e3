"""Attack 58: the ids of one organization, taken to another of which the attacker is an owner."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility


@pytest.fixture
def mallory(world):
    return world.user("mallory")


@pytest.fixture
def theirs(world):
    """An organization of somebody else's, with an invitation, a team and a repository."""
    return world.organization("victim", world.user("vera"), base_role=0)


@pytest.fixture
def mine(world, mallory):
    return world.organization("mallet", mallory)


@pytest.fixture
def token(world, mallory):
    return world.token(mallory, "admin:org", "repo", "delete_repo")[1]


def test_invitations_are_found_in_their_organization_alone(api, world, theirs, mine, token):
    guest = world.user("guest")
    owner = world.token(world.read(lambda work: work.users.by_login("vera")), "admin:org")[1]
    body = {"invitee_id": guest.id}
    made = api.ask("POST", "/orgs/victim/invitations", owner, body=body).json["id"]
    for path in (f"/orgs/mallet/invitations/{made}", f"/orgs/victim/invitations/{made}"):
        assert api.ask("DELETE", path, token).status in {403, 404}
        assert api.ask("GET", f"{path}/teams", token).status in {403, 404}
    assert len(api.ask("GET", "/orgs/victim/invitations", owner).json) == 1


def test_teams_are_found_in_their_organization_alone(api, world, theirs, mine, token):
    team = world.team(theirs, "guards")
    for path in (
        f"/organizations/{mine.id}/team/{team.id}",
        f"/organizations/{theirs.id}/team/{team.id}",
        "/orgs/mallet/teams/guards",
        "/orgs/victim/teams/guards",
    ):
        for method, tail in (
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("GET", "/members"),
            ("GET", "/repos"),
            ("GET", "/teams"),
            ("PUT", "/memberships/mallory"),
        ):
            body = {"name": "taken"} if method == "PATCH" else None
            assert api.ask(method, path + tail, token, body=body).status == 404, (method, tail)
    assert world.read(lambda work: work.teams.by_id(team.id, None)) == team


@pytest.mark.parametrize("field", ["parent_team_id", "team_ids", "team_id"])
def test_teams_of_others_are_named_nowhere(api, world, theirs, mine, token, field):
    number = world.team(theirs, "guards").id
    asked = {
        "parent_team_id": ("/orgs/mallet/teams", {"name": "x", field: number}),
        "team_ids": ("/orgs/mallet/invitations", {"email": "a@b.example", field: [number]}),
        "team_id": ("/orgs/mallet/repos", {"name": "x", field: number}),
    }
    path, body = asked[field]
    assert api.ask("POST", path, token, body=body).status == 422


def test_repositories_of_others_come_to_no_team_of_mine(api, world, theirs, mine, mallory, token):
    vault = world.repository(theirs, "vault", Visibility.PRIVATE)
    world.team(mine, "gang", mallory)
    path = "/orgs/mallet/teams/gang/repos/victim/vault"
    for method in ("GET", "PUT", "DELETE"):
        assert api.ask(method, path, token).status == 404
    # Not even where the attacker administers it: it is of another owner.
    world.collaborator(vault, mallory, Role.ADMIN)
    assert api.ask("PUT", path, token).status == 422
    body = {"name": "x", "repo_names": ["victim/vault"]}
    assert api.ask("POST", "/orgs/mallet/teams", token, body=body).status == 422
