"""Finding the organization or the team that a path means."""

from watchword.authn.resolve import Caller
from watchword.organizations.model import Organization
from watchword.organizations.team_model import Team
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.repository.finding import NAME
from watchword.work.unit import Work


def org_of_path(work: Work, caller: Caller, params: Params) -> Organization | None:
    """Find the organization."""
    login = params["org"]
    if not NAME.fullmatch(login):
        return None
    return work.organizations.by_login(login, caller.actor.user)


def team_of_path(work: Work, caller: Caller, params: Params) -> Team | None:
    """Find the team, among those of the organization."""
    return work.teams.by_slug(params["org"], params["team"], caller.actor.user)
