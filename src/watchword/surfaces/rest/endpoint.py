"""A row of the API: the route with its operation, and what is worked out of it once, at start."""

import inspect
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from watchword.access.kinds import Kind
from watchword.access.scopes import accepted
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.errors import DOCUMENTATION
from watchword.surfaces.rest.headers import listed
from watchword.surfaces.rest.reading import Nothing, names_of

PREFIX = "/api/v3"
SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A route as the API serves it."""

    route: AnyRoute
    path: str
    """The whole path, with what stands before that of the route."""
    documentation: str
    """Where GitHub describes it; errors lead there."""
    counted: bool
    """Whether it counts against the limit of requests an hour."""
    summary: str
    """One sentence, from the handler."""
    answer: type[Any]
    """What the handler gives; of a list, what is in it."""
    is_list: bool
    is_dated: bool
    """Whether the answer tells when it changed last."""
    accepted: bytes
    """`X-Accepted-OAuth-Scopes`."""
    decoder: msgspec.json.Decoder[Any]
    fields: frozenset[str]
    """The names of the query that it knows."""

    @property
    def at_once(self) -> bool:
        """Whether one unit of work both tells who asks and answers."""
        return self.route.lane is Lane.GLANCE and self.route.method in SAFE

    @property
    def is_plain(self) -> bool:
        """Whether it answers with something else than JSON."""
        return self.answer is Plain

    @property
    def reads_body(self) -> bool:
        """Whether there is anything to be read in a request's body."""
        return self.route.method not in SAFE and self.route.body is not Nothing

    @property
    def reads_query(self) -> bool:
        """Whether there is anything to be read in the query."""
        return self.route.method in SAFE and self.route.body is not Nothing

    @property
    def is_open(self) -> bool:
        """Whether it admits nobody in particular: then a refusal means hidden or missing."""
        return Kind.ANONYMOUS in self.route.operation.who


def endpoint(
    route: AnyRoute, documentation: str = "", *, counted: bool = True, prefix: str = PREFIX
) -> Endpoint:
    """Make a row. `documentation` is the last part of the address of GitHub's description.

    Raises ValueError for a handler that does not say what it gives or what it does.
    """
    given = get_type_hints(route.handle).get("return")
    summary = (inspect.getdoc(route.handle) or "").partition("\n")[0]
    if given is None or not summary:
        msg = f"{route.method} {route.path}: the handler's type or its docstring is missing"
        raise ValueError(msg)
    is_list = get_origin(given) in {Page, list}
    answer = get_args(given)[0] if is_list else given
    return Endpoint(
        route=route,
        path=prefix + route.path,
        documentation=f"{DOCUMENTATION}/{documentation}" if documentation else DOCUMENTATION,
        counted=counted,
        summary=summary,
        answer=answer,
        is_list=is_list,
        is_dated=not is_list and hasattr(answer, "updated_at"),
        accepted=listed(accepted(route.operation.accepted)),
        decoder=msgspec.json.Decoder(route.body),
        fields=names_of(route.body) if route.method in SAFE else frozenset(),
    )
