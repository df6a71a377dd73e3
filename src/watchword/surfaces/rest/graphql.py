"""The row of GraphQL: one request of the API as far as credentials, limits and headers go.

What is asked in it is answered by another surface, through the port GraphQL of services.py.
"""

from typing import Any

from msgspec import Struct, field

from watchword.access.table import site as table
from watchword.accounts.model import Site
from watchword.surfaces.http_kit.route_table import Steps, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.services import GraphQL


class Question(Struct, kw_only=True):
    """A document, values for its variables, and which of its operations is to be run."""

    query: str | None = None
    variables: dict[str, Any] | None = None
    operation_name: str | None = field(default=None, name="operationName")


class Asking:
    """The handler."""

    def __init__(self, graphql: GraphQL) -> None:
        """Let that answer."""
        self._graphql = graphql

    async def ask(self, steps: Steps[Site], question: Question) -> dict[str, object]:
        """Run a document of GraphQL."""
        return await self._graphql.answer(
            steps.caller, question.query or "", question.variables or {}, question.operation_name
        )


def routes(graphql: GraphQL) -> list[Endpoint]:
    """The row."""
    ask = Asking(graphql).ask
    row = steps("POST", "/graphql", table.ASK_GRAPHQL, site, ask, Question)
    return [endpoint(row, prefix="/api")]
