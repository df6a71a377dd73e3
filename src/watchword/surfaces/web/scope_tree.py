"""The scopes as the token forms show them: a tree, with what has no effect yet folded away."""

from collections.abc import Collection, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from msgspec import Struct

from watchword.access import table
from watchword.access.operation import REGISTERED
from watchword.access.scopes import (
    BY_NAME,
    TREE,
    Row,
    Scope,
    accepted,
    expand,
)

ALWAYS = frozenset(map(Scope, ("repo", "workflow", "gist", "admin:org", "delete_repo", "user")))
"""Heads of trees that stand in the open whatever they open today: people look for them there."""
ALSO = {Scope("workflow"): Scope("repo")}
"""Alone of little use: a token with `workflow` only cannot push (GHES behaviour)."""


class Node(Struct, frozen=True):
    """One scope of the form."""

    name: Scope
    text: str
    """To be translated."""
    ticked: bool
    idle: bool
    """Nothing that this server offers asks for it."""
    also: Scope | None
    """The scope that is ticked along with it."""
    children: tuple["Node", ...]


class ScopeTree(Struct, frozen=True):
    """All scopes: the open part and the folded one."""

    offered: tuple[Node, ...]
    folded: tuple[Node, ...]

    @property
    def folded_ticked(self) -> bool:
        """Whether the folded part must be shown, since something in it is ticked."""
        return any(node.ticked for node in _flat(self.folded))


def tree(granted: Iterable[Scope]) -> ScopeTree:
    """Build the form's tree; what the granted scopes imply is ticked as well."""
    ticked = expand(granted)
    effective = with_effect()
    heads = [_node(row, ticked, effective) for row in TREE if row.parent is None]
    offered = tuple(node for node in heads if node.name in ALWAYS or not _all_idle(node))
    return ScopeTree(offered, tuple(node for node in heads if node not in offered))


@cache
def with_effect() -> frozenset[Scope]:
    """The scopes that some operation asks for, and those that carry them."""
    for capability in iter_modules(table.__path__):
        # Rows register themselves; a surface that is not running must not hide its own.
        import_module(f"{table.__name__}.{capability.name}")
    asked = frozenset[Scope]().union(*(operation.accepted for operation in REGISTERED.values()))
    return frozenset(accepted(asked))


def _node(row: Row, ticked: Collection[Scope], effective: Collection[Scope]) -> Node:
    children = (child for child in TREE if child.parent == row.name)
    return Node(
        name=row.name,
        text=BY_NAME[row.name].text,
        ticked=row.name in ticked,
        idle=row.name not in effective,
        also=ALSO.get(row.name),
        children=tuple(_node(child, ticked, effective) for child in children),
    )


def _all_idle(node: Node) -> bool:
    return all(one.idle for one in _flat((node,)))


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _flat(node.children)
