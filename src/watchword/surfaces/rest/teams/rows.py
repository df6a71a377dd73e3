"""All rows about teams."""

from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.teams import members, repositories, teams


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    return [
        *teams.routes(services),
        *members.routes(services),
        *repositories.routes(services),
    ]
