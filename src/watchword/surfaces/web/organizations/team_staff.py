"""Members and repositories of a team, changed on its page."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.roles import BY_NAME
from watchword.access.table import teams as table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.words import N_
from watchword.organizations import team_members
from watchword.organizations.team_model import Team, TeamRole
from watchword.repositories import in_organization
from watchword.surfaces.web.organizations.finding import team_of_path
from watchword.surfaces.web.organizations.own import MINE
from watchword.surfaces.web.organizations.teams import ONE, to
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, page
from watchword.work.unit import Work

MEMBERS: Final = ONE + "/members"
REMOVE_MEMBER: Final = MEMBERS + "/{login}/remove"
LEAVE: Final = ONE + "/leave"
REPOSITORIES: Final = ONE + "/repositories"
REMOVE_REPOSITORY: Final = REPOSITORIES + "/{repo}/remove"
ROLES: Final = {role.value: role for role in TeamRole}
NOBODY: Final = N_("Nobody here is called so.")


def set_member(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Let somebody into a team, or change the role."""
    login, role = asked.sent.text("login").strip(), ROLES.get(asked.sent.text("role"))
    user = work.users.by_login(login)
    if user is None:
        raise Invalid(FieldError("Team", "login", "custom", NOBODY))
    if role is None:
        raise Invalid(FieldError("Team", "role", "invalid"))
    team_members.set_role(work, grant, user, role)
    return _said(grant, asked.say("“%(login)s” is in this team now.", login=user.login))


def remove_member(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Take somebody out of a team."""
    user = work.users.by_login(asked.params["login"])
    if user is None:
        raise NotFound
    team_members.remove(work, grant, user)
    return _said(grant, asked.say("“%(login)s” was removed.", login=user.login))


def leave(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Leave a team."""
    team_members.leave(work, grant)
    said = asked.say("You left the team “%(name)s”.", name=grant.target.name)
    return Redirect(MINE, Notice("success", said))


def set_repository(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Let a team work with a repository, or change what it may do."""
    role = BY_NAME.get(asked.sent.text("permission"))
    if role is None:
        raise Invalid(FieldError("Team", "permission", "invalid"))
    name = asked.sent.text("repository").strip()
    found = work.repositories.find(grant.target.org_login, name, grant.actor.user)
    try:
        in_organization.let_team_work(work, grant, found, role)
    except NotFound as missing:
        raise Invalid(FieldError("Team", "repository", "missing")) from missing
    return _said(grant, asked.say("The team works with “%(name)s” now.", name=name))


def remove_repository(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Let a team work with a repository no longer."""
    name = asked.params["repo"]
    found = work.repositories.find(grant.target.org_login, name, grant.actor.user)
    in_organization.let_team_go(work, grant, found)
    return _said(grant, asked.say("The team no longer works with “%(name)s”.", name=name))


def _said(grant: Grant[Team], text: str) -> Redirect:
    return Redirect(to(grant.target), Notice("success", text))


SET: Final = table.SET_MEMBERSHIP

PAGES: Final[list[Page]] = [
    page("POST", MEMBERS, SET, team_of_path, set_member, again=ONE),
    page("POST", REMOVE_MEMBER, table.REMOVE_MEMBERSHIP, team_of_path, remove_member),
    page("POST", LEAVE, table.LEAVE, team_of_path, leave),
    page("POST", REPOSITORIES, table.SET_REPOSITORY, team_of_path, set_repository, again=ONE),
    page("POST", REMOVE_REPOSITORY, table.REMOVE_REPOSITORY, team_of_path, remove_repository),
]
