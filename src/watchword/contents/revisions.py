"""Which commit or object a person means by a word: a branch, a tag, an id, a full name."""

from collections.abc import Sequence

from msgspec import Struct

from watchword.contents import reading, resolve
from watchword.contents.model import Entry, Kind, Place, RefKind
from watchword.contents.ports import Store, Type
from watchword.kernel.errors import NotFound
from watchword.ref_updates.model import BRANCHES, TAGS
from watchword.ref_updates.names import LONGEST, is_ref_name

REFS = "refs/"
HEAD = "HEAD"
LONGEST_LINK = 4_096
"""Bytes of a link that is looked at."""


class Ref(Struct, frozen=True):
    """A ref by its full name, and the object on which it stands."""

    name: bytes
    object: str
    type: Type


def is_empty(store: Store) -> bool:
    """Whether there is no ref at all: nothing was pushed yet."""
    return not store.refs(REFS.encode(), 1)


def commit(store: Store, word: str, default_branch: str) -> Place:
    """The commit of a branch, a tag, a full name or an id, in this order. Raises NotFound.

    `HEAD` is the default branch, and so is no word at all.
    """
    name = word.encode("utf-8", "surrogateescape")
    if word in {"", HEAD}:
        found = resolve.branch(store, default_branch)
        if found is None:
            raise NotFound
        return found
    if (place := resolve.named(store, name)) is not None:
        return place
    for full in (word, REFS + word):
        if full.startswith(REFS) and (target := _target(store, full)) is not None:
            short = full.encode("utf-8", "surrogateescape")
            return _placed(short, reading.peel(store, target)[0])
    return Place(RefKind.COMMIT, name, resolve.commit(store, name))


def _placed(full: bytes, commit: str) -> Place:
    """The place for what a full name leads to, under its short name where it has one."""
    for kind, prefix in ((RefKind.BRANCH, BRANCHES.encode()), (RefKind.TAG, TAGS.encode())):
        if full.startswith(prefix):
            return Place(kind, full.removeprefix(prefix), commit)
    return Place(RefKind.COMMIT, commit.encode(), commit)


def tree(store: Store, word: str, default_branch: str) -> str:
    """The tree of that id, or that of a commit or ref told like in `commit`. Raises NotFound."""
    try:
        if store.size(word)[0] is Type.TREE:
            return word
    except NotFound:
        pass
    return reading.commit(store, commit(store, word, default_branch).commit).tree


def ref(store: Store, full_name: str) -> Ref:
    """The ref of exactly that name. Raises NotFound."""
    target = _target(store, full_name)
    if target is None:
        raise NotFound
    return Ref(full_name.encode("utf-8", "surrogateescape"), target, store.size(target)[0])


def typed(store: Store, name: bytes, target: str) -> Ref:
    """The ref with the type of what it stands on. Raises NotFound."""
    return Ref(name, target, store.size(target)[0])


def matching(store: Store, prefix: str, most: int) -> Sequence[tuple[bytes, str]]:
    """Refs whose full names begin like that, by name; those of the server itself left out."""
    folder, slash, _ = prefix.rpartition("/")
    if f"{folder}/" != REFS and not is_ref_name(folder):
        # A folder is looked for by that name: nothing but a ref's leads there (attack 47).
        return []
    begin = prefix.encode("utf-8", "surrogateescape")
    above = f"{folder}{slash}".encode("utf-8", "surrogateescape")
    found = (one for one in store.refs(above, most) if one[0].startswith(begin))
    return [one for one in found if not is_hidden(one[0])]


def is_hidden(name: bytes) -> bool:
    """Whether a ref is the server's own, and told to nobody."""
    return name.startswith(b"refs/watchword/")


def _target(store: Store, full_name: str) -> str | None:
    name = full_name.encode("utf-8", "surrogateescape")
    if len(name) > LONGEST or not is_ref_name(full_name) or is_hidden(name):
        return None
    return store.ref(name)


def link_target(store: Store, tree_id: str, path: tuple[bytes, ...]) -> Entry | None:
    """The file to which the link at a path leads, within the same tree; None for anything else.

    One step, to a file, found by names in trees: nothing leads out of the repository (attack 50).
    """
    entry = reading.lookup(store, tree_id, path)
    if entry is None or entry.kind is not Kind.LINK:
        return None
    data = reading.blob(store, entry.id, LONGEST_LINK).data
    if data is None or data.startswith(b"/"):
        return None
    where = list(path[:-1])
    for name in data.split(b"/"):
        if name == b"..":
            if not where:
                return None
            where.pop()
        elif name not in {b"", b"."}:
            where.append(name)
    found = reading.lookup(store, tree_id, tuple(where)) if where else None
    return found if found and found.kind in {Kind.FILE, Kind.EXECUTABLE} else None
