"""The table that people read: ratios only, since times differ from machine to machine."""

import json
from dataclasses import dataclass

from bench.rotation import Series


@dataclass(frozen=True)
class Row:
    """One thing that was done, by us and by somebody else in the same run."""

    what: str
    rival: str
    series: Series
    ours: str

    def ratio(self, quantity: str) -> str:
        """Ours over theirs: median, then the smallest and the largest of the repeats."""
        found = self.series.ratio(self.ours, self.rival, quantity)
        return "" if found is None else str(found)

    def memory(self) -> str:
        """MiB over idle at the peak: ours, then theirs."""
        both = [self.series.median(who, "memory") for who in (self.ours, self.rival)]
        return " / ".join("none" if one is None else f"{one:.0f}" for one in both)

    def raw(self) -> str:
        """All that was measured, in a line of JSON."""
        return json.dumps({"what": self.what, **self.series.values})


API_HEADS = ("Request", "Compared to", "Requests/s (more is better)", "Server CPU per request")
GIT_HEADS = (
    "Command",
    "Compared to",
    "Wall time",
    "Server CPU",
    "Peak memory over idle, MiB: Watchword / the other",
)

START_HEADS = ("Command", "Compared to", "Wall time", "CPU")


def of_api(rows: list[Row]) -> str:
    """The table of requests."""
    return _table(API_HEADS, [(r.what, r.rival, r.ratio("rate"), r.ratio("cpu")) for r in rows])


def of_git(rows: list[Row]) -> str:
    """The table of git's commands."""
    return _table(
        GIT_HEADS,
        [(r.what, r.rival, r.ratio("wall"), r.ratio("cpu"), r.memory()) for r in rows],
    )


def of_starts(rows: list[Row]) -> str:
    """The table of commands that start."""
    return _table(START_HEADS, [(r.what, r.rival, r.ratio("wall"), r.ratio("cpu")) for r in rows])


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]

    def line(cells: tuple[str, ...]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([line(heads), rule, *map(line, rows)])
