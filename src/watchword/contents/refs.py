"""Branches and tags with the commits they lead to."""

from collections.abc import Sequence

from msgspec import Struct

from watchword.contents import reading
from watchword.contents.metered import Metered
from watchword.contents.model import RefKind, RefTip
from watchword.contents.ports import Store
from watchword.kernel.errors import NotFound, TooLarge
from watchword.ref_updates.model import BRANCHES, TAGS

MOST = 1_000
"""Branches or tags of one page."""
MOST_READ = 16 * 2**20
"""Bytes of commits and tags that are read for it."""
MOST_NAMES = 100
"""Names in the list from which one is picked."""
PREFIXES = {RefKind.BRANCH: BRANCHES.encode(), RefKind.TAG: TAGS.encode()}


class Names(Struct, frozen=True):
    """Short names, in order; `cut` when there are more of them."""

    names: Sequence[bytes]
    cut: bool


class Tips(Struct, frozen=True):
    """Branches or tags, the newest first; `cut` when there are more of them."""

    tips: Sequence[RefTip]
    cut: bool


def names(store: Store, kind: RefKind, most: int = MOST_NAMES) -> Names:
    """The first names of that kind."""
    prefix = PREFIXES[kind]
    found = [name[len(prefix) :] for name, _ in store.refs(prefix, most + 1)]
    return Names(found[:most], cut=len(found) > most)


def tips(store: Store, kind: RefKind) -> Tips:
    """Branches or tags with their commits; those that lead to no commit are left out."""
    prefix = PREFIXES[kind]
    found = store.refs(prefix, MOST + 1)
    metered = Metered(store, MOST_READ)
    told, cut = [], len(found) > MOST
    for name, target in found[:MOST]:
        try:
            commit, tag = reading.peel(metered, target)
            told.append(RefTip(name[len(prefix) :], reading.commit(metered, commit), tag))
        except NotFound:
            continue
        except TooLarge:
            cut = True
    told.sort(key=_made_at, reverse=True)
    return Tips(told, cut)


def _made_at(tip: RefTip) -> int:
    """When a tag was made, or a commit where nothing tells of the tag."""
    return (tip.tag.tagger.at if tip.tag else 0) or tip.commit.committer.at
