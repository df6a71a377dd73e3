"""Finding the team that a path means: by its slug, or by number, inside of its organization."""

from watchword.authn.resolve import Caller
from watchword.kernel.ids import TeamId
from watchword.organizations.team_model import Team
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.organizations.finding import NUMBERED, ORG
from watchword.work.unit import Work

TEAMS = ORG + "/teams"
TEAM = TEAMS + "/{team_slug}"
NUMBERED_TEAM = NUMBERED + "/team/{team_id}"


def by_slug(work: Work, caller: Caller, params: Params) -> Team | None:
    """Find by login of the organization and slug."""
    return work.teams.by_slug(params["org"], params["team_slug"], caller.actor.user)


def by_number(work: Work, caller: Caller, params: Params) -> Team | None:
    """Find by number, among those of the organization of that number (attack 58)."""
    wanted = number(params["team_id"])
    found = None if wanted is None else work.teams.by_id(TeamId(wanted), caller.actor.user)
    if found is None or found.org != number(params["organization_id"]):
        return None
    return found
