"""What the rows about contents and git's objects are given, and how a repository is opened."""

from collections.abc import AsyncGenerator, Callable
from typing import Protocol, TypeVar
from urllib.parse import quote

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.authn.download_links import DownloadLinks
from watchword.authn.throttle import network
from watchword.contents.keeping import Keeper
from watchword.contents.kinship import Genealogy
from watchword.contents.ports import Readable, Shelf, Store, readable
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps, StepsHandler, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import MovedInside
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.commits import Places
from watchword.work import former_branches
from watchword.work.ref_changes import RefMover
from watchword.work.unit import Work

B = TypeVar("B")
R = TypeVar("R")


class Streams(Protocol):
    """Files of any size."""

    def blocks(self, repository: Readable, blob: str, account: str) -> AsyncGenerator[bytes, None]:
        """Give the bytes of a file block by block; Busy is raised before the first."""


class Markup(Protocol):
    """Makes HTML of files, sanitised and within bounds."""

    async def html(self, name: bytes, data: bytes, site: str, ref: str, folder: str) -> str:
        """The page of a file. `site` is the repository's address; the others are quoted."""

    async def comment(self, text: str, site: str, ref: str) -> str:
        """What somebody wrote, as HTML; links lead to files of that ref."""

    async def text(self, html: str) -> str:
        """The words of such HTML without its marks."""


class Library(Struct, frozen=True):
    """Ports to the repositories on disk."""

    shelf: Shelf
    streams: Streams
    genealogy: Genealogy
    keeper: Keeper
    refs: RefMover
    markup: Markup
    links: DownloadLinks


class Opened(Struct, frozen=True):
    """A repository that somebody was let in to."""

    repository: Repository
    readable: Readable
    places: Places
    account: str
    """For whom slots of git are taken."""
    library: Library

    async def read(self, fn: Callable[[Store], R]) -> R:
        """Run a function that reads the repository, in a thread."""
        return await self.library.shelf.open(self.readable, fn)


class Rooms:
    """What handlers of these rows share."""

    def __init__(self, at: Addresses, library: Library) -> None:
        """Name addresses there, and open repositories by that."""
        self.at = at
        self.library = library

    async def opened(self, steps: Steps[Repository]) -> Opened:
        """Open the repository that was asked for."""

        def unit(_work: Work, grant: Grant[Repository]) -> Opened:
            found = grant.target
            places, account = Places(found, self.at), account_of(grant.actor)
            return Opened(found, readable(grant), places, account, self.library)

        return await steps.read(unit)


async def must_not_have_moved(
    steps: Steps[Repository], here: Opened, at: Addresses, word: str, begin: str
) -> None:
    """Raise MovedInside where a word is the former name of a branch.

    `begin` is the address as far as the word, below that of the repository.
    """
    present = await former_branches.renamed(steps, here.library.shelf, word)
    if present is not None:
        there = at.repository_by_id(here.repository.id)
        raise MovedInside(f"{there}/{begin}{quote(present)}")


def account_of(actor: Actor) -> str:
    """For whom a slot is taken: an account, or the network of somebody without one."""
    user = actor.user
    return f"address {network(actor.origin.address)}" if user is None else f"user {user}"


def rows(
    at: Addresses,
    method: str,
    tail: str,
    operation: Operation,
    handle: StepsHandler[Repository, B],
    body: type[B],
    documentation: str,
    *,
    status: int = 200,
) -> list[Endpoint]:
    """Make the rows of a path below a repository."""

    def make(path: str, finder: FinderFor) -> Endpoint:
        row = steps(method, path, operation, finder(operation), handle, body, status)
        return endpoint(row, documentation)

    return in_repository(at, tail, make)
