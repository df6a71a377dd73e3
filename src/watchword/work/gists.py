"""Making and changing gists: the folder first, then the row.

Several surfaces do it, and it takes more than one unit of work; that is why it stands here. A
folder whose row never came is swept a day later.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.access.table import gists as table
from watchword.accounts.model import User
from watchword.contents.signature import Signature, signature
from watchword.gists import names, service
from watchword.gists.edit import FileEdit
from watchword.gists.model import Gist
from watchword.gists.service import Place, Wanted
from watchword.kernel.clock import Clock
from watchword.kernel.entropy import Entropy
from watchword.kernel.errors import NotFound
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId
from watchword.work.unit import Database, Work

ID_BYTES = 16
"""Of chance, written as 32 hexadecimal digits."""

Edits = Mapping[str, FileEdit | None]


class Writer(Protocol):
    """The disk that gists lie on."""

    async def begin(self, key: str, edits: Edits, who: Signature) -> None:
        """Make the folder of a new gist with its first commit. Raises Invalid for bad files."""

    async def fork(self, source: Gist, key: str, account: str) -> None:
        """Make the folder of a copy that shares nothing with its source. Raises Busy."""

    async def remove(self, key: str) -> None:
        """Remove a folder of which nothing came."""

    async def edit(
        self,
        gist: Gist,
        edits: Edits,
        who: Signature,
        authorise: Callable[[Work], Grant[Gist]],
        origin: Origin,
    ) -> None:
        """Make one more commit, unless all stays as it is. Raises Invalid, Conflict, Busy."""


class Gists:
    """Makes gists, copies and changes them."""

    def __init__(
        self, database: Database, writer: Writer, entropy: Entropy, clock: Clock, host: str
    ) -> None:
        """Take what it is made of; `host` is the name behind the @ of who shows no address."""
        self._database = database
        self._writer = writer
        self._entropy = entropy
        self._clock = clock
        self._host = host

    async def make(self, actor: Actor, wanted: Wanted, edits: Edits) -> Gist:
        """Make a gist of the actor's own. Raises Invalid, and what the gate raises."""
        names.description(wanted.description)

        def granted(work: Work) -> Grant[User]:
            return require(actor, table.CREATE, _oneself(work, actor))

        who = await self._signature(actor, lambda work: granted(work).target)
        place = self._place()
        try:
            await self._writer.begin(place.key, edits, who)
            return await self._database.write(
                lambda work: service.create(work, granted(work), wanted, place), actor.origin
            )
        except BaseException:
            await self._writer.remove(place.key)
            raise

    async def fork(self, actor: Actor, source: GistId) -> Gist:
        """Make a copy of somebody's gist. Raises Invalid for one's own, and Busy."""

        def granted(work: Work) -> Grant[Gist]:
            return require(actor, table.FORK, work.gists.by_id(source))

        def before(work: Work) -> tuple[Gist, User]:
            found, user = granted(work).target, _oneself(work, actor)
            if user is None:
                raise NotFound
            service.must_be_of_others(found, user.id)
            return found, user

        found, user = await self._database.read(before, actor.origin)
        place = self._place()
        try:
            await self._writer.fork(found, place.key, f"user {user.id}")
            return await self._database.write(
                lambda work: service.fork(work, granted(work), user.id, place), actor.origin
            )
        except BaseException:
            await self._writer.remove(place.key)
            raise

    async def edit(self, actor: Actor, gist: GistId, edits: Edits) -> None:
        """Change files. Raises Invalid, Conflict when somebody was faster, and Busy."""

        def granted(work: Work) -> Grant[Gist]:
            return require(actor, table.UPDATE, work.gists.by_id(gist))

        found = await self._database.read(lambda work: granted(work).target, actor.origin)
        who = await self._signature(actor, lambda work: _oneself(work, actor))
        await self._writer.edit(found, edits, who, granted, actor.origin)

    async def _signature(self, actor: Actor, find: Callable[[Work], User | None]) -> Signature:
        user = await self._database.read(find, actor.origin)
        if user is None:
            raise NotFound
        return signature(user, self._host, self._clock.seconds())

    def _place(self) -> Place:
        return Place(GistId(self._entropy(ID_BYTES).hex()), self._entropy(ID_BYTES).hex())


def _oneself(work: Work, actor: Actor) -> User | None:
    return None if actor.user is None else work.users.by_id(actor.user)
