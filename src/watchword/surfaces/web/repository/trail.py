"""Where on a repository's pages somebody is: the way back up, and the other branches and tags."""

from collections.abc import Iterator

from msgspec import Struct

from watchword.contents import refs
from watchword.contents.model import Place, RefKind
from watchword.contents.names import quoted, shown
from watchword.contents.ports import Store
from watchword.contents.refs import Names
from watchword.surfaces.web.repository.finding import Head
from watchword.surfaces.web.typeset.questions import Base


class Crumb(Struct, frozen=True):
    """One step of the way down; the last one has no address."""

    name: str
    address: str


class Choice(Struct, frozen=True):
    """A branch or tag that may be looked at instead."""

    name: str
    address: str
    current: bool


class Offered(Struct, frozen=True):
    """The names between which pages switch."""

    branches: Names
    tags: Names


class Trail(Struct, frozen=True):
    """A place in a repository, as a page of that kind shows it."""

    head: Head
    place: Place
    page: str
    """`tree`, `blob` or `commits`."""
    offered: Offered

    @property
    def crumbs(self) -> Iterator[Crumb]:
        """The way from the top of the tree to the place."""
        depth = len(self.place.path)
        if depth:
            top = self.head.to("tree", self.place.quoted)
            yield Crumb(self.head.repository.name, top)
        for count, name in enumerate(self.place.path, 1):
            above = b"/".join(self.place.path[:count])
            address = self.head.to("tree", self.place.quoted, above) if count < depth else ""
            yield Crumb(shown(name), address)

    @property
    def branches(self) -> Iterator[Choice]:
        """The same page of other branches."""
        return self._choices(self.offered.branches, RefKind.BRANCH)

    @property
    def tags(self) -> Iterator[Choice]:
        """The same page of other tags."""
        return self._choices(self.offered.tags, RefKind.TAG)

    @property
    def name(self) -> str:
        """What stands at the end of the path; empty at the top."""
        return shown(self.place.path[-1]) if self.place.path else ""

    @property
    def above(self) -> bytes:
        """The path of the folder above."""
        return b"/".join(self.place.path[:-1])

    def to(self, page: str, *names: bytes) -> str:
        """The address of another page of this place, or of what lies below it."""
        path = b"/".join((*self.place.path, *names))
        return self.head.to(page, self.place.quoted, path)

    @property
    def permanent(self) -> str:
        """The address of this page that never shows anything else."""
        return self.head.to(self.page, self.place.commit, self.place.whole_path)

    def base(self, folder: tuple[bytes, ...]) -> Base:
        """Where the links of a Markdown file in that folder lead."""
        beginnings = (self.head.to(page, self.place.quoted) + "/" for page in ("blob", "raw"))
        return Base(quoted(b"/".join(folder)), *beginnings)

    def _choices(self, names: Names, kind: RefKind) -> Iterator[Choice]:
        for name in names.names:
            address = self.head.to(self.page, quoted(name), self.place.whole_path)
            current = self.place.kind is kind and self.place.name == name
            yield Choice(shown(name), address, current)


def offered(store: Store) -> Offered:
    """Read the names between which pages switch."""
    return Offered(refs.names(store, RefKind.BRANCH), refs.names(store, RefKind.TAG))
