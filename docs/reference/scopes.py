"""Writes the page of scopes: what each opens, and which are held and reported and no more."""

from collections import defaultdict
from collections.abc import Iterator

from docs.reference.surfaces import every_route
from watchword.access.kinds import SCOPED
from watchword.access.scopes import TREE, Row, Scope, accepted

INTRODUCTION = """# Scopes

What the scopes of a classic token open here. A scope carries those that stand below it, indented.
It never gives more than the owner of the token may do, and without any scope a token reads what is
public. [access.md](access.md) tells the same the other way round, for each operation and route.

| Scope | Opens |
|---|---|
"""
WITHOUT = """
## Held and reported only

Nothing that this server offers asks for these today. They can be chosen for a token, are kept, and
are reported in `X-OAuth-Scopes`; the form of a new token folds them under "Scopes without effect
yet", or marks them "no effect yet" where their parent has an effect. Packages, projects,
discussions, runners, codespaces, copilot and billing are left out of this server for now, and their
scopes with them.

"""
DROPPED = """
Names that are in neither list are dropped from what an application asks for, and so is
`offline_access`.
"""


def opened() -> dict[Scope, set[str]]:
    """The operations that each scope opens by itself or with another, and that have a route."""
    found: dict[Scope, set[str]] = defaultdict(set)
    for _, _, operation in every_route():
        if operation.who & SCOPED:
            for scope in operation.accepted:
                found[scope].add(operation.name)
    return found


def with_effect() -> frozenset[Scope]:
    """The scopes that open something, and those that carry them."""
    return frozenset(accepted(opened()))


def page() -> str:
    """Give the page."""
    working, by_scope = with_effect(), opened()
    rows = "".join(
        f"| {_name(row)} | {_operations(by_scope.get(row.name, set()))} |\n"
        for row in _tree(None)
        if row.name in working
    )
    idle = "".join(f"* `{row.name}`\n" for row in _tree(None) if row.name not in working)
    return INTRODUCTION + rows + WITHOUT + idle + DROPPED


def _tree(parent: Scope | None) -> Iterator[Row]:
    """The rows from the top, each before what it carries."""
    for row in TREE:
        if row.parent == parent:
            yield row
            yield from _tree(row.name)


def _name(row: Row) -> str:
    depth, parent = 0, row.parent
    while parent is not None:
        depth, parent = depth + 1, next(one.parent for one in TREE if one.name == parent)
    return "&emsp;" * depth + f"`{row.name}`"


def _operations(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "what it carries"
