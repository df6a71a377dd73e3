"""All rows about organizations."""

from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.organizations import (
    hooks,
    invitations,
    members,
    memberships,
    own,
    profile,
    repositories,
    site,
)
from watchword.surfaces.rest.services import Services


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    return [
        *profile.routes(services),
        *own.routes(services),
        *members.routes(services),
        *memberships.routes(services),
        *invitations.routes(services),
        *repositories.routes(services),
        *hooks.routes(services),
        *site.routes(services),
    ]
