"""Attack 59: members and maintainers who try to get or to give more than they have."""

import pytest

from watchword.access.roles import Role
from watchword.organizations.model import OrgRole
from watchword.organizations.team_model import TeamRole
from watchword.repositories.model import Visibility


@pytest.fixture
def forum(world):
    return world.organization("forum", world.user("olga"), base_role=0)


@pytest.fixture
def mallory(world, forum):
    """A member who maintains a team that reads one repository."""
    made = world.user("mallory")
    world.member(forum, made)
    team = world.team(forum, "gang", made)
    world.write(lambda w: w.teams.set_member(team.id, made.id, TeamRole.MAINTAINER, w.now))
    world.team_works(team, world.repository(forum, "vault", Visibility.PRIVATE), Role.READ)
    return made


@pytest.fixture
def token(world, mallory):
    return world.token(mallory, "admin:org", "repo", "delete_repo", "site_admin", "user")[1]


ATTEMPTS = [
    ("PUT", "/orgs/forum/memberships/mallory", {"role": "admin"}),
    ("PUT", "/orgs/forum/memberships/olga", {"role": "member"}),
    ("DELETE", "/orgs/forum/memberships/olga", None),
    ("DELETE", "/orgs/forum/members/olga", None),
    ("PUT", "/orgs/forum/outside_collaborators/olga", None),
    ("PATCH", "/orgs/forum", {"default_repository_permission": "admin"}),
    ("DELETE", "/orgs/forum", None),
    ("POST", "/orgs/forum/invitations", {"email": "evil@example.test", "role": "admin"}),
    ("PUT", "/orgs/forum/teams/gang/repos/forum/vault", {"permission": "admin"}),
    ("PUT", "/orgs/forum/teams/gang/memberships/stranger", {"role": "maintainer"}),
    ("PATCH", "/orgs/forum/teams/gang", {"parent_team_id": 2}),
    ("POST", "/orgs/forum/teams", {"name": "x", "parent_team_id": 2}),
    ("POST", "/orgs/forum/teams", {"name": "x", "repo_names": ["forum/vault"]}),
    ("PATCH", "/repos/forum/vault", {"visibility": "public"}),
    ("DELETE", "/repos/forum/vault", None),
    ("POST", "/admin/organizations", {"login": "x", "admin": "mallory"}),
    ("PATCH", "/admin/organizations/forum", {"login": "x"}),
]


@pytest.mark.parametrize(("method", "path", "body"), ATTEMPTS)
def test_nobody_gets_more_than_was_given(api, world, forum, mallory, token, method, path, body):
    world.user("stranger")
    rulers = world.team(forum, "rulers")
    assert rulers.id == 2
    vault = world.read(lambda work: work.repositories.find("forum", "vault", mallory.id))
    before = world.read(lambda work: work.organizations.by_id(forum.id, None))
    assert api.ask(method, path, token, body=body).status == 403
    assert world.read(lambda work: work.repositories.by_id(vault.id, mallory.id)) == vault
    member = world.read(lambda work: work.organizations.member(forum.id, mallory.id))
    assert member.role is OrgRole.MEMBER
    olga = world.read(lambda work: work.users.by_login("olga"))
    owner = world.read(lambda work: work.organizations.member(forum.id, olga.id))
    assert owner.role is OrgRole.ADMIN
    assert world.read(lambda work: work.organizations.by_id(forum.id, None)) == before
    held = world.read(lambda work: work.repositories.by_id(vault.id, mallory.id)).viewer_role
    assert held is Role.READ


def test_who_was_an_owner_has_nothing_of_it_from_the_next_request_on(api, world, forum):
    """Attack 11, in an organization."""
    second = world.user("second")
    world.member(forum, second, OrgRole.ADMIN)
    world.repository(forum, "vault", Visibility.PRIVATE)
    token = world.token(second, "admin:org", "repo")[1]
    assert api.ask("GET", "/repos/forum/vault", token).json["permissions"]["admin"]
    world.member(forum, second, OrgRole.MEMBER)
    assert api.ask("GET", "/repos/forum/vault", token).status == 404
    assert api.ask("PATCH", "/orgs/forum", token, body={"name": "x"}).status == 403
    assert "billing_email" not in api.ask("GET", "/orgs/forum", token).json
