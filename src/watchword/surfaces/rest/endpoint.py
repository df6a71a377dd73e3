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

    at_once: bool
    """Whether one unit of work both tells who asks and answers."""
    is_plain: bool
    """Whether it answers with something else than JSON."""
    reads_body: bool
    """Whether there is anything to be read in a request's body."""
    reads_query: bool
    """Whether there is anything to be read in the query."""
    is_open: bool
    """Whether it admits nobody in particular: then a refusal means hidden or missing."""


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
    safe, asks = route.method in SAFE, route.body is not Nothing
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
        fields=names_of(route.body) if safe else frozenset(),
        at_once=safe and route.lane is Lane.GLANCE,
        is_plain=answer is Plain,
        reads_body=asks and not safe,
        reads_query=asks and safe,
        is_open=Kind.ANONYMOUS in route.operation.who,
    )
