"""The tables that people read: ratios only, since times differ from machine to machine."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.rotation import Series
from bench.targets import TOLERATED, Plan, Spread, Target, Verdict


@dataclass(frozen=True)
class Row:
    """One thing that was done, by us and by somebody else in the same run."""

    plan: Plan
    what: str
    rival: str
    series: Series
    ours: str

    @property
    def targets(self) -> tuple[Target, ...]:
        """What is promised against this peer."""
        return self.plan.targets if self.rival == self.plan.against else ()

    def spread(self, target: Target) -> Spread | None:
        """What was measured of the quantity that a target bounds."""
        if target.is_ratio:
            return self.series.ratio(self.ours, self.rival, target.quantity)
        return self.series.own(self.ours, target.quantity)

    def verdicts(self, tolerated: float = TOLERATED) -> list[tuple[Target, Verdict]]:
        """Each target with what the measurement says of it."""
        return [(one, one.verdict(self.spread(one), tolerated)) for one in self.targets]

    def raw(self) -> str:
        """All that was measured, in a line of JSON."""
        return json.dumps({"row": self.plan.name, "what": self.what, **self.series.values})


@dataclass(frozen=True)
class Column:
    """A head and what stands below it."""

    head: str
    cell: Callable[[Row], str]


def ratio(head: str, quantity: str) -> Column:
    """Ours over theirs: median, then the smallest and the largest of the repeats."""

    def cell(row: Row) -> str:
        found = row.series.ratio(row.ours, row.rival, quantity)
        return "" if found is None else str(found)

    return Column(head, cell)


def both(head: str, quantity: str) -> Column:
    """The medians of both, ours and theirs; their ratio as well where it has a target."""

    def cell(row: Row) -> str:
        spreads = [row.series.own(who, quantity) for who in (row.ours, row.rival)]
        told = " / ".join(f"{one.median:.0f}" if one else "none" for one in spreads)
        ratios = [row.spread(one) for one in row.targets if one.bounds_ratio_of(quantity)]
        return " = ".join([told, *map(str, ratios)]) if any(spreads) else ""

    return Column(head, cell)


def text(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """A table in Markdown, with what is promised and whether it is kept in its last columns."""
    every = [
        Column("Request or command", lambda row: row.what),
        Column("Compared to", lambda row: row.rival),
        *columns,
        Column("Target", lambda row: ", ".join(map(str, row.targets))),
        Column("Met", _met),
    ]
    cells = [tuple(column.cell(row) for column in every) for row in rows]
    return _table(tuple(column.head for column in every), cells)


def missed(rows: Sequence[Row], tolerated: float = TOLERATED) -> Iterator[str]:
    """A sentence for each target that a row's whole range misses."""
    for row in rows:
        for target, verdict in row.verdicts(tolerated):
            if verdict is Verdict.MISSED:
                yield (
                    f"{row.plan.name}: {target} against {row.rival} is missed "
                    f"by more than {tolerated:.0%}: {row.spread(target)}"
                )


def _met(row: Row) -> str:
    verdicts = [verdict for _, verdict in row.verdicts()]
    if len(set(verdicts)) <= 1:
        return "".join(verdict.value for verdict in verdicts[:1])
    return ", ".join(verdict.value for verdict in verdicts)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]

    def line(cells: tuple[str, ...]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([line(heads), rule, *map(line, rows)])
