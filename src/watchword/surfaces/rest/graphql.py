"""GraphQL, which is not there yet, and says so in a way that clients do not remember."""

from watchword.access.gate import Grant
from watchword.access.table import site as table
from watchword.accounts.model import Site
from watchword.surfaces.http_kit.route_table import Lane, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import Unavailable
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.reading import Nothing
from watchword.work.unit import Work

TEXT = "This server does not speak GraphQL yet. Please use the REST API."


def refuse(_work: Work, _grant: Grant[Site], _asked: Nothing) -> None:
    """Answer 503: gh keeps any other answer to its first question for a day."""
    raise Unavailable(TEXT)


def routes() -> list[Endpoint]:
    """The row."""
    row = route("POST", "/graphql", table.ASK_GRAPHQL, site, refuse, Nothing, Lane.GLANCE)
    return [endpoint(row, prefix="/api")]
