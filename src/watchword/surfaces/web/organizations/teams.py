"""Teams of an organization: listed, made, shown, changed, deleted."""

from typing import Final

from watchword.access.gate import Grant, allows
from watchword.access.table import teams as table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import TeamId
from watchword.kernel.pagination import PageRequest
from watchword.organizations import teams
from watchword.organizations.model import Organization
from watchword.organizations.team_model import Privacy, Team
from watchword.organizations.teams import WantedTeam
from watchword.repositories.ports import Listing
from watchword.surfaces.web.organizations.finding import org_of_path, team_of_path
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

TEAMS: Final = "/orgs/{org}/teams"
NEW: Final = "/orgs/{org}/new-team"
"""Beside the teams: one of them may be called `new`."""
ONE: Final = TEAMS + "/{team}"
EDIT: Final = ONE + "/edit"
DELETE: Final = ONE + "/delete"
MOST: Final = PageRequest(size=100)


def show_list(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """List the teams that one may know of."""
    org, viewer = grant.target, grant.actor.user
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    values = {
        "org": org,
        "teams": work.teams.page(org.id, viewer, wanted),
        "may_create": allows(grant.actor, table.CREATE, org),
    }
    return View("organizations/teams.html", values)


def show_new(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Show the form of a new team."""
    org = grant.target
    values = {
        "org": org,
        "entry": asked.entry(privacy=Privacy.CLOSED.value),
        "parents": _parents(work, org, asked),
    }
    return View("organizations/new_team.html", values)


def make(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Make a team."""
    sent = asked.sent
    parent = number(sent.text("parent_team_id"))
    wanted = WantedTeam(
        sent.text("name"),
        sent.text("description"),
        _privacy(asked),
        parent=None if parent is None else TeamId(parent),
    )
    made = teams.create(work, grant, wanted)
    said = asked.say("Team “%(name)s” was created.", name=made.name)
    return Redirect(to(made), Notice("success", said))


def show(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Show a team: its members, its repositories, the teams below it."""
    team, viewer = grant.target, grant.actor.user
    values = {
        "team": team,
        "entry": asked.entry(role="member", permission="read"),
        "parent": None if team.parent is None else work.teams.by_id(team.parent, viewer),
        "members": work.teams.members(team.id, MOST).items,
        "repositories": [
            (one, work.teams.repository_role(team.id, one.id))
            for one in work.repositories.page(Listing(None, viewer, team=team.id), MOST).items
        ],
        "children": work.teams.page(team.org, viewer, MOST, team.id).items,
        "may_run": allows(grant.actor, table.UPDATE, team),
    }
    return View("organizations/team.html", values)


def show_edit(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Show the form on which a team is changed."""
    team = grant.target
    org = work.organizations.by_id(team.org, grant.actor.user)
    if org is None:
        raise NotFound
    entry = asked.entry(
        name=team.name,
        description=team.description or "",
        privacy=team.privacy.value,
        parent_team_id=str(team.parent or ""),
    )
    parents = [one for one in _parents(work, org, asked) if one[0] != str(team.id)]
    return View("organizations/edit_team.html", {"team": team, "entry": entry, "parents": parents})


def update(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Change a team."""
    sent, team = asked.sent, grant.target
    parent = number(sent.text("parent_team_id"))
    teams.move(work, grant, None if parent is None else TeamId(parent))
    teams.update(
        work,
        grant,
        name=sent.text("name"),
        description=sent.text("description"),
        privacy=_privacy(asked),
        notifies=team.notifies,
    )
    found = work.teams.by_id(team.id, grant.actor.user)
    said = asked.say("The team was changed.")
    return Redirect(to(found or team), Notice("success", said))


def show_delete(work: Work, grant: Grant[Team], _asked: Asked) -> Answer:
    """Name what deleting a team means."""
    team = grant.target
    children = work.teams.page(team.org, grant.actor.user, MOST, team.id).total
    return View("organizations/delete_team.html", {"team": team, "children": children})


def delete(work: Work, grant: Grant[Team], asked: Asked) -> Answer:
    """Delete a team, and those below it."""
    team = grant.target
    teams.delete(work, grant)
    said = asked.say("Team “%(name)s” was deleted.", name=team.name)
    return Redirect(f"/orgs/{team.org_login}/teams", Notice("success", said))


def to(team: Team) -> str:
    """Where a team's page is."""
    return f"/orgs/{team.org_login}/teams/{team.slug}"


def _parents(work: Work, org: Organization, asked: Asked) -> list[tuple[str, str]]:
    """Teams below which the viewer may put one, with none at all as the first."""
    actor = asked.caller.actor
    found = work.teams.page(org.id, actor.user, MOST).items
    fit = (
        one for one in found if one.privacy is Privacy.CLOSED and allows(actor, table.UPDATE, one)
    )
    return [("", asked.say("None")), *((str(one.id), one.name) for one in fit)]


def _privacy(asked: Asked) -> Privacy:
    for one in Privacy:
        if one == asked.sent.text("privacy"):
            return one
    raise Invalid(FieldError("Team", "privacy", "invalid"))


PAGES: Final[list[Page]] = [
    page("GET", TEAMS, table.LIST, org_of_path, show_list),
    page("GET", NEW, table.CREATE, org_of_path, show_new),
    page("POST", NEW, table.CREATE, org_of_path, make, again=NEW),
    page("GET", ONE, table.READ, team_of_path, show),
    page("GET", EDIT, table.UPDATE, team_of_path, show_edit),
    page("POST", EDIT, table.UPDATE, team_of_path, update, again=EDIT),
    page("GET", DELETE, table.DELETE, team_of_path, show_delete),
    page("POST", DELETE, table.DELETE, team_of_path, delete),
]
