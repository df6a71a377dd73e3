"""Finds a route by method and path segments: fixed before parameter, the rest of a path last."""

from collections.abc import Iterable
from typing import Generic, TypeVar
from urllib.parse import unquote

import msgspec
from msgspec import Struct, field

R = TypeVar("R")


class Node(Struct, Generic[R]):
    """One place between two slashes."""

    fixed: dict[str, "Node[R]"] = field(default_factory=dict)
    any: "Node[R] | None" = None
    rest: "Node[R] | None" = None
    routes: dict[str, tuple[R, tuple[str, ...]]] = field(default_factory=dict)


class Found(msgspec.Struct, Generic[R], frozen=True):
    """A route and the values of its parameters, decoded."""

    route: R
    params: dict[str, str]


class Trie(Generic[R]):
    """All routes of a surface. `{name}` is one segment, `{*name}` all that is left."""

    def __init__(self, routes: Iterable[tuple[str, str, R]]) -> None:
        """Take method, path and route of each. Raises ValueError for one that is there twice."""
        self._root: Node[R] = Node()
        self._whole: dict[tuple[str, str], R] = {}
        """Routes without parameters: such a path stands for itself alone."""
        for method, path, route in routes:
            self._add(method, path, route)

    def find(self, method: str, raw_path: str) -> Found[R] | None:
        """Find the route. HEAD goes wherever GET does. A trailing slash is a segment of its own."""
        if (route := self._whole.get((method, raw_path))) is not None:
            return Found(route, {})
        parts = raw_path.removeprefix("/").split("/")
        found = _walk(self._root, method, parts, 0, ())
        if found is None and method == "HEAD":
            found = _walk(self._root, "GET", parts, 0, ())
        return found

    def methods(self, raw_path: str) -> frozenset[str]:
        """The methods that the path knows; empty when there is no such path."""
        parts = raw_path.removeprefix("/").split("/")
        known = {method for method in METHODS if _walk(self._root, method, parts, 0, ())}
        return frozenset(known | ({"HEAD"} if "GET" in known else set()))

    def _add(self, method: str, path: str, route: R) -> None:
        node, names = self._root, []
        for part in path.removeprefix("/").split("/"):
            if part.startswith("{*"):
                node.rest = node.rest or Node()
                node = node.rest
                names.append(part[2:-1])
            elif part.startswith("{"):
                node.any = node.any or Node()
                node = node.any
                names.append(part[1:-1])
            else:
                node = node.fixed.setdefault(part, Node())
        if method in node.routes:
            msg = f"{method} {path} is there twice"
            raise ValueError(msg)
        node.routes[method] = (route, tuple(names))
        if not names:
            self._whole[method, path] = route


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def _walk(
    node: Node[R], method: str, parts: list[str], at: int, values: tuple[str, ...]
) -> Found[R] | None:
    """Go down one segment; come back and try the next kind when that leads nowhere."""
    if at == len(parts):
        return _hit(node, method, values)
    part = parts[at]
    if (child := node.fixed.get(part)) and (found := _walk(child, method, parts, at + 1, values)):
        return found
    if (
        part
        and node.any
        and (found := _walk(node.any, method, parts, at + 1, (*values, unquote(part))))
    ):
        return found
    if node.rest:
        # What is no UTF-8 stays what it was: git's paths may be any bytes.
        rest = unquote("/".join(parts[at:]), errors="surrogateescape")
        return _hit(node.rest, method, (*values, rest))
    return None


def _hit(node: Node[R], method: str, values: tuple[str, ...]) -> Found[R] | None:
    if (hit := node.routes.get(method)) is None:
        return None
    return Found(hit[0], dict(zip(hit[1], values, strict=True)))
