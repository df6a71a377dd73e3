"""Finding the organization that a path means, and people by login."""

from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import OrgId, UserId
from watchword.organizations.model import Organization
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.rest.finding import number
from watchword.work.unit import Work

ORG = "/orgs/{org}"
NUMBERED = "/organizations/{organization_id}"


def by_login(work: Work, caller: Caller, params: Params) -> Organization | None:
    """Find by login."""
    return work.organizations.by_login(params["org"], caller.actor.user)


def by_number(work: Work, caller: Caller, params: Params) -> Organization | None:
    """Find by number."""
    found = number(params["organization_id"])
    if found is None:
        return None
    return work.organizations.by_id(OrgId(UserId(found)), caller.actor.user)


def person(work: Work, login: str) -> User:
    """Find a person whom a path names. Raises NotFound."""
    found = work.users.by_login(login)
    if found is None:
        raise NotFound
    return found
