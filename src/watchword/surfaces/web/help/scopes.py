"""The table of scopes on the page about them: made of the access table, so it is always true."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from watchword.access.kinds import SCOPED
from watchword.access.operation import REGISTERED
from watchword.access.scopes import TREE, Row, Scope
from watchword.surfaces.web.scope_tree import with_effect


class Line(Struct, frozen=True):
    """One scope."""

    name: Scope
    text: str
    """To be translated."""
    depth: int
    """How many scopes carry it."""
    carries: tuple[Scope, ...]
    """The scopes right below it."""
    idle: bool
    """Nothing that this server offers asks for it."""
    opens: Mapping[str, tuple[str, ...]]
    """What it opens by itself: the verbs of operations by what they are done to."""

    @property
    def count(self) -> int:
        """How many operations it opens by itself."""
        return sum(map(len, self.opens.values()))


@cache
def table() -> tuple[Line, ...]:
    """Give all scopes, each before what it carries."""
    effective, opened = with_effect(), _opened()
    return tuple(
        Line(
            name=row.name,
            text=row.text,
            depth=depth,
            carries=tuple(child.name for child in TREE if child.parent == row.name),
            idle=row.name not in effective,
            opens=opened.get(row.name, {}),
        )
        for row, depth in _tree(None, 0)
    )


def _opened() -> Mapping[Scope, Mapping[str, tuple[str, ...]]]:
    found: dict[Scope, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for operation in REGISTERED.values():
        if operation.who & SCOPED:
            thing, _, verb = operation.name.partition(".")
            for scope in operation.accepted:
                found[scope][thing].append(verb)
    return {
        scope: {thing: tuple(sorted(verbs)) for thing, verbs in sorted(things.items())}
        for scope, things in found.items()
    }


def _tree(parent: Scope | None, depth: int) -> Iterator[tuple[Row, int]]:
    for row in TREE:
        if row.parent == parent:
            yield row, depth
            yield from _tree(row.name, depth + 1)
