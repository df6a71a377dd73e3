"""The lines that differ in the files of a commit, as far as they can be shown."""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from watchword.contents import reading, text
from watchword.contents.compare import Change, Changes
from watchword.contents.model import Entry, Kind
from watchword.contents.ports import Hunk, Store
from watchword.kernel.errors import NotFound

LARGEST_FILE = 512 * 1_024
"""Bytes of a file whose lines are compared."""
MOST_LINES = 10_000
"""Lines of one page of differences."""
MOST_COMPARED = 8 * 2**20
"""Bytes that are read for one page of differences."""
MOST_LINES_COMPARED = 200_000
"""Lines that are compared for it: made on purpose, 10,000 of them take 40 ms without a pause."""


class Hidden(Enum):
    """Why the lines of a file are not shown."""

    BINARY = "binary"
    TOO_LARGE = "too large"
    SUBMODULE = "submodule"
    NOTHING = "nothing"
    """Its bytes are the same: it was moved, or its mode changed."""


class FileDifference(Struct, frozen=True):
    """One file of a difference."""

    change: Change
    hunks: Sequence[Hunk] = ()
    hidden: Hidden | None = None

    @property
    def added(self) -> int:
        """Lines that came."""
        return sum(line.mark == "+" for hunk in self.hunks for line in hunk.lines)

    @property
    def removed(self) -> int:
        """Lines that went."""
        return sum(line.mark == "-" for hunk in self.hunks for line in hunk.lines)

    @property
    def turns(self) -> bool:
        """Whether a line that came holds marks that turn the direction of text."""
        added = (line for hunk in self.hunks for line in hunk.lines if line.mark == "+")
        return any(text.turns_direction(line.text.decode("utf-8", "replace")) for line in added)

    @property
    def mode_changed(self) -> bool:
        """Whether it became executable, or a link, or no longer is."""
        before, after = self.change.before, self.change.after
        return bool(before and after and before.kind is not after.kind)


class _Budget(Struct):
    lines: int = MOST_LINES
    bytes: int = MOST_COMPARED
    compared: int = MOST_LINES_COMPARED


def of(store: Store, changes: Changes, most_lines: int = MOST_LINES) -> list[FileDifference]:
    """The lines of each file, in order; past the bounds files are told without their lines."""
    budget = _Budget(most_lines)
    return [_file(store, change, budget) for change in changes.files]


def _file(store: Store, change: Change, budget: _Budget) -> FileDifference:
    sides = (change.before, change.after)
    if any(side and side.kind is Kind.SUBMODULE for side in sides):
        return FileDifference(change, hidden=Hidden.SUBMODULE)
    if change.before and change.after and change.before.id == change.after.id:
        return FileDifference(change, hidden=Hidden.NOTHING)
    data = [_bytes(store, side, budget) for side in sides]
    if any(one is not None and text.is_binary(one) for one in data):
        return FileDifference(change, hidden=Hidden.BINARY)
    before, after = data
    if before is None or after is None or not _fits(before, after, budget):
        return FileDifference(change, hidden=Hidden.TOO_LARGE)
    hunks = store.hunks(before, after)
    lines = sum(len(hunk.lines) for hunk in hunks)
    if lines > budget.lines:
        return FileDifference(change, hidden=Hidden.TOO_LARGE)
    budget.lines -= lines
    # An empty file that came or went differs in no line.
    return FileDifference(change, hunks, None if hunks else Hidden.NOTHING)


def _fits(before: bytes, after: bytes, budget: _Budget) -> bool:
    """Whether two texts may still be compared; counts them if so."""
    counts = text.line_count(before), text.line_count(after)
    if max(counts) > MOST_LINES or budget.lines <= 0 or sum(counts) > budget.compared:
        return False
    budget.compared -= sum(counts)
    return True


def _bytes(store: Store, entry: Entry | None, budget: _Budget) -> bytes | None:
    """The bytes of one side; None when there are too many of them."""
    if entry is None:
        return b""
    try:
        blob = reading.blob(store, entry.id, min(LARGEST_FILE, budget.bytes))
    except NotFound:
        return None
    if blob.data is not None:
        budget.bytes -= blob.size
    return blob.data


def totals(files: Sequence[FileDifference]) -> tuple[int, int]:
    """Lines that came and lines that went, of all files whose lines are shown."""
    return sum(one.added for one in files), sum(one.removed for one in files)
