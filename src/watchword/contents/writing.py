"""The bytes of new objects: trees, commits and tags (git-mktree(1), git-commit-tree(1)).

What a person may choose is a text in a header or a name in a tree; here it is brought into a form
that cannot become another header. Whether git takes the whole is told by git itself, when the
objects are kept: as for a push.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from watchword.contents.model import Kind
from watchword.contents.ports import Type
from watchword.contents.signature import Signature

MODES = {
    Kind.TREE: b"40000",
    Kind.FILE: b"100644",
    Kind.EXECUTABLE: b"100755",
    Kind.LINK: b"120000",
    Kind.SUBMODULE: b"160000",
}
FOLDER = MODES[Kind.TREE]


class Line(Struct, frozen=True):
    """One line of a tree as it is written: the mode stays what it was."""

    mode: bytes
    name: bytes
    id: str

    @property
    def is_tree(self) -> bool:
        """Whether it is a folder."""
        return self.mode == FOLDER


def lines(tree: bytes) -> Iterator[Line]:
    """The lines of a tree that was kept before."""
    at = 0
    while at < len(tree):
        blank = tree.find(b" ", at)
        nul = tree.find(b"\0", blank)
        if blank < 0 or nul < 0:
            return
        mode = tree[at:blank].lstrip(b"0")
        yield Line(mode, tree[blank + 1 : nul], tree[nul + 1 : nul + 21].hex())
        at = nul + 21


def tree(entries: Iterable[Line]) -> bytes:
    """A tree; git orders its names as if folders ended in a slash."""
    ordered = sorted(entries, key=lambda one: one.name + b"/" if one.is_tree else one.name)
    return b"".join(b"%s %s\0%s" % (one.mode, one.name, bytes.fromhex(one.id)) for one in ordered)


def commit(
    of: str,
    parents: Sequence[str],
    author: Signature,
    committer: Signature,
    message: str,
    signature: str = "",
) -> bytes:
    """A commit of that tree. The signature is kept as it came, folded as git folds it."""
    headers = [
        f"tree {of}".encode(),
        *(f"parent {one}".encode() for one in parents),
        b"author " + author.line(),
        b"committer " + committer.line(),
    ]
    if signature:
        headers.append(b"gpgsig " + folded(signature))
    return b"\n".join(headers) + b"\n\n" + text(message)


def tag(target: str, kind: Type, name: str, tagger: Signature, message: str) -> bytes:
    """An annotated tag."""
    headers = [
        f"object {target}".encode(),
        f"type {kind.value}".encode(),
        f"tag {name}".encode("utf-8", "surrogateescape"),
        b"tagger " + tagger.line(),
    ]
    return b"\n".join(headers) + b"\n\n" + text(message)


def folded(value: str) -> bytes:
    """A value of several lines as one header: each further line begins with a blank."""
    return value.strip().replace("\r\n", "\n").replace("\n", "\n ").encode("utf-8", "replace")


def text(message: str) -> bytes:
    """A message; it holds no NUL, which would end it for git."""
    return message.replace("\0", "").encode("utf-8", "replace")
