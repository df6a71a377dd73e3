"""All rows of the API."""

from watchword.surfaces.rest import (
    allowance,
    avatars,
    description,
    front,
    graphql,
    own_repositories,
    repositories,
    users,
)
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.services import Services


def endpoints(services: Services) -> list[Endpoint]:
    """Every row, the API's own description included."""
    rows = [
        *front.routes(services),
        *allowance.routes(services),
        *users.routes(services),
        *own_repositories.routes(services),
        *repositories.routes(services),
        *graphql.routes(services.graphql),
    ]
    return [*rows, *avatars.routes(), *description.routes(rows, services.at)]
