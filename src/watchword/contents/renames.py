"""Puts together what went in one place and came in another, as git does it (git-diff(1), -M)."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from watchword.contents import reading
from watchword.contents.compare import Change, Changes, Status
from watchword.contents.ports import Store
from watchword.kernel.errors import NotFound

EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
"""The file of no bytes: wherever it comes, it comes from nowhere in particular."""
ALIKE = 50
"""Per cent of the bytes that must be the same."""
MOST_COMPARED = 40
"""Files on each side that are compared by what is in them."""
LARGEST = 128 * 1_024
"""Bytes of a file that is compared."""


def paired(store: Store, changes: Changes) -> Changes:
    """The same changes, with each removed and added file that are alike told as one that moved."""
    gone = [one for one in changes.files if one.status is Status.REMOVED and _is_file(one)]
    come = [one for one in changes.files if one.status is Status.ADDED and _is_file(one)]
    pairs = dict(_same(gone, come))
    pairs |= _similar(
        store,
        [one for one in gone if one not in pairs.values()],
        [one for one in come if one.path not in pairs],
    )
    taken = {source.path for source in pairs.values()}
    return replace(changes, files=tuple(_told(changes.files, pairs, taken)))


def _told(
    files: Iterable[Change], pairs: dict[bytes, Change], taken: set[bytes]
) -> Iterator[Change]:
    for change in files:
        if change.status is Status.ADDED and (source := pairs.get(change.path)):
            yield replace(change, status=Status.RENAMED, before=source.before, old_path=source.path)
        elif change.status is not Status.REMOVED or change.path not in taken:
            yield change


def _is_file(change: Change) -> bool:
    entry = change.before or change.after
    return entry is not None and entry.kind.is_blob and entry.id != EMPTY


def _id(change: Change) -> str:
    entry = change.before or change.after
    return entry.id if entry else ""


def _same(gone: Iterable[Change], come: Iterable[Change]) -> Iterator[tuple[bytes, Change]]:
    """Pairs of the same bytes, in their order."""
    sources: dict[str, list[Change]] = {}
    for change in gone:
        sources.setdefault(_id(change), []).append(change)
    for change in come:
        if waiting := sources.get(_id(change)):
            yield change.path, waiting.pop(0)


def _similar(store: Store, gone: list[Change], come: list[Change]) -> dict[bytes, Change]:
    """Pairs that have at least half of their lines in common, the most alike first."""
    if not gone or not come or max(len(gone), len(come)) > MOST_COMPARED:
        return {}
    old = {change.path: _lines(store, change) for change in gone}
    new = {change.path: _lines(store, change) for change in come}
    scored = sorted(
        ((_alike(old[one.path], new[other.path]), one, other) for one in gone for other in come),
        key=lambda scored: -scored[0],
    )
    pairs: dict[bytes, Change] = {}
    taken: set[bytes] = set()
    for score, source, change in scored:
        if score >= ALIKE and change.path not in pairs and source.path not in taken:
            pairs[change.path] = source
            taken.add(source.path)
    return pairs


def _lines(store: Store, change: Change) -> Counter[bytes]:
    """How often each line is there; nothing for what is too large to be compared."""
    try:
        data = reading.blob(store, _id(change), LARGEST).data or b""
    except NotFound:
        data = b""
    return Counter(data.splitlines(keepends=True))


def _alike(old: Counter[bytes], new: Counter[bytes]) -> int:
    """Per cent of the larger file's bytes that stand in lines of both."""
    larger = max(_bytes(old), _bytes(new))
    return 100 * _bytes(old & new) // larger if larger else 0


def _bytes(lines: Counter[bytes]) -> int:
    return sum(len(line) * count for line, count in lines.items())
