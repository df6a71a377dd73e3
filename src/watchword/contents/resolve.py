"""Which commit an address means: `REF/PATH` without a mark between the two."""

import re
from collections.abc import Iterator

from watchword.contents import names, reading
from watchword.contents.model import Place, RefKind
from watchword.contents.ports import Store, Type
from watchword.kernel.errors import NotFound
from watchword.ref_updates.model import BRANCHES, TAGS
from watchword.ref_updates.names import LONGEST, is_ref_name

OBJECT = re.compile(rb"[0-9a-f]{7,40}")
"""Git's own shortest abbreviation is 4 digits; 7 is what it prints."""
WHOLE_ID = 40
HEAD = b"HEAD"
SPACES = ((RefKind.BRANCH, BRANCHES.encode()), (RefKind.TAG, TAGS.encode()))
"""Where names are looked for, in this order: a branch wins over a tag of the same name."""


def place(store: Store, rest: bytes, default_branch: str) -> Place:
    """Split an address into the longest name of a branch or tag, and the path behind it.

    `HEAD` is the default branch; ids of commits may be abbreviated. Raises NotFound.
    """
    parts = names.parts(rest)
    if not parts:
        raise NotFound
    for count in range(len(parts), 0, -1):
        name = b"/".join(parts[:count])
        if found := named(store, name):
            return Place(found.kind, found.name, found.commit, parts[count:])
    if parts[0] == HEAD:
        found = branch(store, default_branch)
        if found:
            return Place(found.kind, found.name, found.commit, parts[1:])
    return Place(RefKind.COMMIT, *_commit(store, parts[0]), parts[1:])


def branch(store: Store, name: str) -> Place | None:
    """The top of a branch; None when there is none of that name."""
    short = name.encode("utf-8", "surrogateescape")
    return next((one for one in _found(store, short) if one.kind is RefKind.BRANCH), None)


def first(store: Store, default_branch: str) -> Place | None:
    """The top of the default branch, else of the first by name; None where there is no branch."""
    prefix = BRANCHES.encode()
    found = branch(store, default_branch)
    if found is None:
        names = store.refs(prefix, 1)
        found = named(store, names[0][0].removeprefix(prefix)) if names else None
    return found


def named(store: Store, name: bytes) -> Place | None:
    """The branch, else the tag, of that short name."""
    return next(_found(store, name), None)


def _found(store: Store, name: bytes) -> Iterator[Place]:
    for kind, prefix in SPACES:
        full = prefix + name
        if len(full) > LONGEST or not is_ref_name(full.decode("utf-8", "surrogateescape")):
            return
        target = store.ref(full)
        if target is not None:
            yield Place(kind, name, reading.peel(store, target)[0])


def _commit(store: Store, text: bytes) -> tuple[bytes, str]:
    """A commit by its id, whole or abbreviated: the id as bytes and as text. Raises NotFound."""
    if not OBJECT.fullmatch(text):
        raise NotFound
    name: str | None = text.decode()
    if len(text) < WHOLE_ID:
        name = store.complete(text.decode())
    if name is None or store.size(name)[0] is not Type.COMMIT:
        raise NotFound
    return name.encode(), name


def commit(store: Store, text: bytes) -> str:
    """The id of a commit that is told whole or abbreviated. Raises NotFound."""
    return _commit(store, text)[1]
