"""Finding gists and what stands below them, and putting them into GitHub's shape."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.table import gists as table
from watchword.accounts.model import SITE, Site, User
from watchword.authn.resolve import Caller
from watchword.contents import gist_files
from watchword.contents.gist_files import Snapshot
from watchword.contents.ports import Readable
from watchword.gists.model import Comment, Gist
from watchword.kernel.ids import GistCommentId, GistId, UserId
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.library import Library
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.gists import BaseGist, base_gist
from watchword.work.unit import Work

GIST = "/gists/{gist_id}"
COMMENTS = GIST + "/comments"
COMMENT = COMMENTS + "/{comment_id}"


def by_id(work: Work, _caller: Caller, params: Params) -> Gist | None:
    """The gist of that id."""
    return work.gists.by_id(GistId(params["gist_id"]))


def own(work: Work, caller: Caller, params: Params) -> Gist | None:
    """The same, of one's own: to change those of others is told as if they were not there."""
    found = by_id(work, caller, params)
    mine = found is not None and found.owner == caller.actor.user
    return found if mine else None


def comment(work: Work, caller: Caller, params: Params) -> Comment | None:
    """A comment below the gist of the path, and below no other one (attack 58)."""
    found, gist = number(params["comment_id"]), by_id(work, caller, params)
    if found is None or gist is None:
        return None
    return work.gists.comment(gist.id, GistCommentId(found))


def oneself_or_everybody(_work: Work, caller: Caller, _params: Params) -> User | Site:
    """Whoever asks; nobody in particular asks about the whole site."""
    return caller.user or SITE


class Seen(Struct, frozen=True):
    """A gist that somebody may read, with what the database tells of it."""

    gist: Gist
    owner: User
    readable: Readable


def seen(work: Work, actor: Actor, gists: Sequence[Gist]) -> list[Seen]:
    """Ask the gate for each of them, and look up the owners."""
    owners = {user: owner_of(work, user) for user in {one.owner for one in gists}}
    return [
        Seen(one, owners[one.owner], gist_files.readable(require(actor, table.READ, one)))
        for one in gists
    ]


def owner_of(work: Work, number: UserId) -> User:
    """The account of that number, which has a gist."""
    found = work.users.by_id(number)
    assert found is not None, "accounts with gists are not deleted"
    return found


class Told:
    """Reads gists from the disk and puts them into shape."""

    def __init__(self, library: Library, at: Addresses) -> None:
        """Read from its shelf; name addresses there."""
        self._library = library
        self._at = at

    async def snapshot(
        self,
        one: Seen,
        *,
        version: str | None = None,
        contents: bool = True,
        versions: int = 0,
    ) -> Snapshot:
        """What lies in a gist. Raises NotFound, Busy."""
        read = partial(
            gist_files.snapshot,
            default_branch=one.readable.default_branch,
            version=version,
            contents=contents,
            versions=versions,
        )
        return await self._library.shelf.open(one.readable, read)

    async def base(self, one: Seen) -> BaseGist:
        """Say of a gist what lists say."""
        held = await self.snapshot(one, contents=False)
        return base_gist(one.gist, one.owner, held, self._at)

    async def all(self, found: Sequence[Seen]) -> list[BaseGist]:
        """Say it of several, in their order."""
        return [await self.base(one) for one in found]
