"""In what condition a repository is, read from its folder without git: what upkeep would gain."""

from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from watchword.git_process.pack_index import NAME, packs_listed

MOST_PACKS = 8
"""Packs that no multi-pack index lists, and so no bitmap covers."""
MOST_LOOSE = 512
"""Loose objects, estimated from one of the 256 folders (as `git gc --auto` does it)."""
MOST_LOOSE_REFS = 200
SMALL = 2**20
"""Bytes of packs up to which bitmaps and graphs gain nothing."""
WEEK = 7 * 86_400
RARELY = 8 * WEEK
LARGE = 2 * 2**30
"""Bytes of packs that put off the next pruning by a week."""
PRUNED = "watchword-pruned"
"""A file in the repository's folder; it was last pruned when that was last changed."""


class Condition(Struct, frozen=True):
    """What was found."""

    packs: int
    bytes: int
    """Of all packs."""
    listed: int | None
    """Packs that the multi-pack index lists; None where there is none."""
    loose: int
    refs: int
    """Loose refs and their folders, counted no further than it matters."""
    pruned: int
    """When what nothing leads to was last removed, or the repository made: seconds since 1970."""
    pushed: int
    """When something last came: seconds since 1970."""

    @property
    def scattered(self) -> bool:
        """Whether gathering what lies about pays: one pack and one bitmap in the place of many.

        Packs in the index do not count, however many: git lets stand what is large beside the rest.
        """
        if self.listed is None:
            unlisted, lacking = self.packs, self.bytes > SMALL
        else:
            unlisted, lacking = self.packs - self.listed, False
        many = unlisted > MOST_PACKS or self.loose > MOST_LOOSE
        return many or lacking or self.refs > MOST_LOOSE_REFS

    @property
    def sizeable(self) -> bool:
        """Whether it is large enough for a graph of its commits to pay."""
        return self.bytes > SMALL

    def is_due_for_pruning(self, now: int) -> bool:
        """Whether a week has passed since the last time, and anything was pushed since then.

        All of it is written anew for that, so large repositories wait longer, eight weeks at most.
        """
        pause = min(RARELY, WEEK * (1 + self.bytes // LARGE))
        return self.pruned < now - pause and self.pruned < self.pushed


def condition_of(path: Path) -> Condition:
    """Look at the repository in that folder. Raises OSError."""
    packs = path / "objects/pack"
    sizes = pack_sizes(packs)
    return Condition(
        packs=len(sizes),
        bytes=sum(sizes),
        listed=packs_listed(packs / NAME),
        loose=len(list((path / "objects/17").glob("*"))) * 256,
        refs=sum(1 for _ in islice((path / "refs").rglob("*"), MOST_LOOSE_REFS + 1)),
        pruned=_changed(path / PRUNED) or _changed(path / "config"),
        pushed=max(_changed(path / "packed-refs"), _changed(packs)),
    )


def pack_sizes(packs: Path) -> list[int]:
    """Bytes of each pack in a folder of them."""
    return [_size(pack) for pack in packs.glob("pack-*.pack")]


def _size(path: Path) -> int:
    """Bytes of a file; 0 when it has gone since it was seen."""
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _changed(path: Path) -> int:
    """When it was last changed, in seconds since 1970; 0 when it is not there."""
    with suppress(FileNotFoundError):
        return int(path.stat().st_mtime)
    return 0
