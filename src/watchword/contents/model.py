"""Values for what lies in a repository. Object ids are 40 hexadecimal digits in lower case."""

from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from watchword.contents.names import quoted, shown

FOREVER = 253_402_300_799
"""The last second of the year 9999: no calendar here goes farther."""


class Kind(Enum):
    """What an entry of a tree is."""

    TREE = "tree"
    FILE = "file"
    EXECUTABLE = "executable"
    LINK = "link"
    SUBMODULE = "submodule"

    @property
    def is_blob(self) -> bool:
        """Whether its object holds bytes of this repository."""
        return self in {Kind.FILE, Kind.EXECUTABLE, Kind.LINK}


class Entry(Struct, frozen=True):
    """One name in a tree."""

    name: bytes
    kind: Kind
    id: str

    @property
    def shown(self) -> str:
        """The name as people see it."""
        return shown(self.name)

    @property
    def quoted(self) -> str:
        """The name as a part of an address."""
        return quoted(self.name)


class Listing(Struct, frozen=True):
    """The entries of a tree, folders first; `cut` when there are more of them than are told."""

    id: str
    entries: tuple[Entry, ...]
    cut: bool = False


class Person(Struct, frozen=True):
    """Who wrote or committed something, by their own word: nobody checked it."""

    name: str
    email: str
    at: int
    """Seconds since 1970, brought into the years 1970 to 9999."""


NOBODY = Person("", "", 0)


class Commit(Struct, frozen=True):
    """A commit."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    message: str
    is_signed: bool = False

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.strip("\n").partition("\n")[0].strip()

    @property
    def body(self) -> str:
        """The message after its first line."""
        return self.message.strip("\n").partition("\n")[2].strip("\n").rstrip()

    @property
    def short(self) -> str:
        """The beginning of the id, as people write it."""
        return self.id[:7]


class AnnotatedTag(Struct, frozen=True):
    """A tag that is an object of its own."""

    target: str
    tagger: Person
    message: str

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.strip("\n").partition("\n")[0].strip()


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's bytes, or only its size when there are more of them than were asked for."""

    id: str
    size: int
    data: bytes | None = field(repr=False)


class RefKind(Enum):
    """What a name stands for."""

    BRANCH = "branch"
    TAG = "tag"
    COMMIT = "commit"


class Place(Struct, frozen=True):
    """A commit, the name it was asked for by, and a path in its tree."""

    kind: RefKind
    name: bytes
    """Short name of the branch or tag, or the id of the commit."""
    commit: str
    path: tuple[bytes, ...] = ()

    @property
    def shown(self) -> str:
        """The name as people see it; commits by the beginning of their id."""
        text = shown(self.name)
        return text[:10] if self.kind is RefKind.COMMIT else text

    @property
    def quoted(self) -> str:
        """The name as a part of an address."""
        return quoted(self.name)

    @property
    def whole_path(self) -> bytes:
        """The path with its slashes."""
        return b"/".join(self.path)


class RefTip(Struct, frozen=True):
    """A branch or tag and the commit that it leads to."""

    name: bytes
    commit: Commit
    tag: AnnotatedTag | None = None

    @property
    def shown(self) -> str:
        """The name as people see it."""
        return shown(self.name)

    @property
    def quoted(self) -> str:
        """The name as a part of an address."""
        return quoted(self.name)
