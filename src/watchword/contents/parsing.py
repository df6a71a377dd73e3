"""The formats of git's objects: trees, commits and tags (git-cat-file(1), git-mktree(1)).

What was pushed passed fsck, less the exceptions that old histories need; so these readers take what
they can get from a malformed object instead of failing.
"""

import re
from collections.abc import Iterator

from watchword.contents.model import FOREVER, NOBODY, AnnotatedTag, Commit, Entry, Kind, Person
from watchword.contents.names import shown

ID_BYTES = 20
SECONDS = re.compile(rb"\s*(-?\d{1,19})\b")
ENCODING = re.compile(
    r"iso-?8859-\d{1,2}|latin-?1|(windows-|cp)125\d|koi8-[ru]|euc-(jp|kr)|shift[_-]?jis|sjis"
    r"|iso-2022-jp|gbk|gb2312|gb18030|big5"
)
"""Encodings that old histories name. Python knows others, some slow on purpose-made input."""
SIGNATURE = re.compile(r"^-----BEGIN (?:PGP|SSH) (?:SIGNATURE|MESSAGE)-----$", re.MULTILINE)
KINDS = {b"120000": Kind.LINK, b"160000": Kind.SUBMODULE}
LONGEST_MESSAGE = 65_536
"""Characters of a message that are kept."""


def tree(data: bytes) -> Iterator[Entry]:
    """The entries of a tree in git's order; ends where the data stop making sense."""
    at = 0
    while at < len(data):
        blank = data.find(b" ", at)
        nul = data.find(b"\0", blank)
        end = nul + 1 + ID_BYTES
        if blank < 0 or nul < 0 or end > len(data):
            return
        yield Entry(data[blank + 1 : nul], _kind(data[at:blank]), data[nul + 1 : end].hex())
        at = end


def find(data: bytes, name: bytes) -> Entry | None:
    """The entry of that name in a tree; the same as looking for it in `tree`, made quick."""
    at = 0
    while at < len(data):
        blank = data.find(b" ", at)
        nul = data.find(b"\0", blank)
        end = nul + 1 + ID_BYTES
        if blank < 0 or nul < 0 or end > len(data):
            return None
        if data[blank + 1 : nul] == name:
            return Entry(name, _kind(data[at:blank]), data[nul + 1 : end].hex())
        at = end
    return None


def _kind(mode: bytes) -> Kind:
    """What a mode says (octal). Permission bits beyond the executable one mean nothing to git."""
    mode = mode.lstrip(b"0")
    if mode.startswith(b"4"):
        return Kind.TREE
    if mode in KINDS:
        return KINDS[mode]
    return Kind.EXECUTABLE if mode == b"100755" else Kind.FILE


def commit(name: str, data: bytes) -> Commit:
    """A commit of that id."""
    headers, text = _split(data)
    first = dict(reversed(headers))
    return Commit(
        id=name,
        tree=_id(first.get(b"tree", b"")),
        parents=tuple(_id(value) for key, value in headers if key == b"parent"),
        author=_person(first.get(b"author", b"")),
        committer=_person(first.get(b"committer", b"")),
        message=_text(text, first.get(b"encoding", b"")),
        is_signed=b"gpgsig" in first,
    )


def tag(data: bytes) -> AnnotatedTag:
    """An annotated tag."""
    headers, text = _split(data)
    first = dict(reversed(headers))
    message = _text(text, first.get(b"encoding", b""))
    return AnnotatedTag(
        _id(first.get(b"object", b"")), _person(first.get(b"tagger", b"")), _unsigned(message)
    )


def _split(data: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Headers in their order, each with its first line, and the text below the blank line."""
    head, _, text = data.partition(b"\n\n")
    lines = (line for line in head.split(b"\n") if not line.startswith(b" "))
    pairs = (line.partition(b" ") for line in lines)
    return [(key, value) for key, _, value in pairs], text


def _id(value: bytes) -> str:
    return value.decode("ascii", "replace").strip().lower()


def _person(value: bytes) -> Person:
    """Read `Name <email> seconds zone`; the zone is not kept, times are told in UTC."""
    if not value:
        return NOBODY
    name, _, rest = value.partition(b"<")
    email, _, tail = rest.rpartition(b">")
    found = SECONDS.match(tail)
    seconds = min(max(int(found[1]), 0), FOREVER) if found else 0
    return Person(shown(name.strip()), shown(email.strip()), seconds)


def _text(data: bytes, encoding: bytes) -> str:
    """The message in the encoding that the object names (git-commit(1), DISCUSSION), else UTF-8."""
    name = encoding.decode("ascii", "replace").lower()
    try:
        text = data.decode(name if ENCODING.fullmatch(name) else "utf-8", "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\0", "\ufffd")[:LONGEST_MESSAGE]


def _unsigned(message: str) -> str:
    """A tag's message without the signature that stands below it."""
    return SIGNATURE.split(message, maxsplit=1)[0]
