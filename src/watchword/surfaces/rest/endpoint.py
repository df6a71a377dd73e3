"""A row of the API: the route with its operation, and what is worked out of it once, at start."""

import inspect
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from watchword.access.kinds import Kind
from watchword.access.scopes import Scope, accepted
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.body import MEBIBYTE
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane
from watchword.surfaces.rest.answers import BYTES, Elsewhere, Known, Told
from watchword.surfaces.rest.errors import DOCUMENTATION
from watchword.surfaces.rest.headers import listed
from watchword.surfaces.rest.rate_limits import CORE, Resource
from watchword.surfaces.rest.reading import Nothing, names_of, placed

PREFIX = "/api/v3"
SAFE = frozenset({"GET", "HEAD"})


class Shape(Struct, frozen=True):
    """One type that a body may have; of a list, what is in it."""

    kind: Any
    is_list: bool


class Endpoint(Struct, frozen=True):
    """A route as the API serves it."""

    route: AnyRoute
    path: str
    """The whole path, with what stands before that of the route."""
    documentation: str
    """Where GitHub describes it; errors lead there."""
    counted: bool
    """Whether it counts against a limit of requests."""
    summary: str
    """One sentence, from the handler."""
    answers: tuple["Shape", ...]
    """What the handler may give as JSON: none, one, or one of several."""
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
    """Whether it may answer with something else than JSON."""
    given: Any
    """What the handler says it gives."""
    in_path: frozenset[str]
    """Fields of the request that are filled from the path."""
    by_media: frozenset[str]
    """Fields of the request that are filled from `Accept`."""
    uploads: frozenset[str]
    """The field of the request that is the body as it comes; at most one."""
    alone: str | None
    """The field that a body which is no object is the value of."""
    largest: int
    """Bytes of a body that is read."""
    reads_body: bool
    """Whether there is anything to be read in a request's body."""
    reads_query: bool
    """Whether there is anything to be read in the query."""

    resource: Resource = CORE
    """Against which limit it counts."""

    @property
    def is_open(self) -> bool:
        """Whether it admits nobody in particular: then a refusal means hidden or missing."""
        return Kind.ANONYMOUS in self.route.operation.who

    @property
    def told_accepted(self) -> tuple[bytes, bytes]:
        """The header that tells which scopes open it."""
        return b"x-accepted-oauth-scopes", self.accepted

    @property
    def tells_status(self) -> bool:
        """Whether the handler may choose the status of a success."""
        return any(get_origin(one) is Told for one in _alternatives(self.given))

    @property
    def leads_on(self) -> bool:
        """Whether it may lead to another address."""
        return any(one.kind is Elsewhere for one in _shapes(self.given))

    @property
    def only_leads_on(self) -> bool:
        """Whether it does nothing else."""
        return {one.kind for one in _shapes(self.given)} == {Elsewhere}


def endpoint(
    route: AnyRoute, documentation: str = "", *, counted: bool = True, prefix: str = PREFIX
) -> Endpoint:
    """Make a row. `documentation` is the last part of the address of GitHub's description.

    Raises ValueError for a handler that does not say what it gives or what it does.
    """
    given, summary, shapes = _said_of(getattr(route.handle, "__func__", route.handle))
    if given is None or not summary:
        msg = f"{route.method} {route.path}: the handler's type or its docstring is missing"
        raise ValueError(msg)
    answers = tuple(one for one in shapes if one.kind not in BYTES)
    asked: Any = route.body  # as a key of a cache: mypy thinks that types may have no hash
    in_path, by_media = placed(asked, "path"), placed(asked, "accept")
    uploads = placed(asked, "body")
    fields = names_of(asked) - in_path - by_media - uploads
    safe = route.method in SAFE
    return Endpoint(
        route=route,
        path=prefix + route.path,
        documentation=f"{DOCUMENTATION}/{documentation}" if documentation else DOCUMENTATION,
        counted=counted,
        summary=summary,
        answers=answers,
        is_dated=len(shapes) == 1 and not shapes[0].is_list and _is_dated(shapes[0].kind),
        accepted=_scopes_that_open(frozenset(route.operation.accepted)),
        decoder=_decoder(asked),
        fields=fields if safe or uploads else frozenset(),
        at_once=safe and route.lane is Lane.GLANCE,
        is_plain=len(answers) < len(shapes),
        given=given,
        in_path=in_path,
        by_media=by_media,
        largest=getattr(route.body, "largest", MEBIBYTE),
        uploads=uploads,
        alone=getattr(route.body, "alone", None),
        reads_body=bool(fields) and not safe and not uploads,
        reads_query=route.body is not Nothing and (safe or bool(uploads)),
    )


@lru_cache(maxsize=1024)
def _said_of(function: Callable[..., object]) -> tuple[Any, str, tuple[Shape, ...]]:
    """What a handler says it gives, what it does in one sentence, and what the first may be."""
    summary = (inspect.getdoc(function) or "").partition("\n")[0]
    given = get_type_hints(function).get("return")
    return given, summary, tuple(dict.fromkeys(_shapes(given)))


@lru_cache(maxsize=1024)
def _scopes_that_open(scopes: frozenset[Scope]) -> bytes:
    """The header that tells of these."""
    return listed(accepted(scopes))


@lru_cache(maxsize=1024)
def _decoder(body: Any) -> msgspec.json.Decoder[Any]:
    """Reads a body as that type; most rows share theirs with others."""
    return msgspec.json.Decoder(body)


def _shapes(given: Any) -> Iterator[Shape]:
    """Take apart what a handler says it gives."""
    origin = get_origin(given)
    if origin in {Union, UnionType}:
        for one in get_args(given):
            yield from _shapes(one)
    elif origin in {Told, Known}:
        yield from _shapes(get_args(given)[0])
    elif origin in {Page, list}:
        yield Shape(get_args(given)[0], is_list=True)
    elif given is not NoneType:
        yield Shape(given, is_list=False)


def _alternatives(given: Any) -> tuple[Any, ...]:
    """What a union is one of; anything else is its own only alternative."""
    return get_args(given) if get_origin(given) in {Union, UnionType} else (given,)


def _is_dated(kind: Any) -> bool:
    return hasattr(kind, "updated_at")
