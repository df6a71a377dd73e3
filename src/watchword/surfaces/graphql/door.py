"""The way in, which starts up at once: the room behind it is furnished at the first question."""

import asyncio
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from watchword.authn.resolve import Caller
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.create_repository import Folders, RepositoryMaker
from watchword.work.templates import Fill, Templates
from watchword.work.unit import Database, Work

if TYPE_CHECKING:
    from watchword.surfaces.graphql.asking import Shelf
    from watchword.surfaces.graphql.room import Room


class GraphQL:
    """Answers documents."""

    def __init__(
        self,
        database: Database,
        repositories: RepositoryMaker,
        shelf: "Shelf",
        templates: Templates,
        at: Addresses,
    ) -> None:
        """Take the database, what makes repositories, and where things are."""
        self._shelf = shelf
        self._templates = templates
        self._database = database
        self._repositories = repositories
        self._at = at
        self._room: Room | None = None
        self._furnishing = Lock()

    async def answer(
        self, caller: Caller, query: str, variables: Mapping[str, Any], operation_name: str | None
    ) -> dict[str, object]:
        """Run a document in one unit of work; gives the response as of GraphQL's section 7.

        Raises Malformed for an empty one, Busy, and what is a fault of ours.
        """
        room = await asyncio.to_thread(self._furnished)
        from watchword.surfaces.graphql.document import Question  # noqa: PLC0415 - see above
        from watchword.surfaces.graphql.room import Undone  # noqa: PLC0415

        question = Question(query, variables, operation_name)
        readable = await asyncio.to_thread(room.read, question)
        if isinstance(readable, dict):
            return readable

        afterwards: list[Fill] = []

        def unit(work: Work, folders: Folders | None = None) -> dict[str, object]:
            return room.answer(work, caller, readable, question, folders, afterwards)

        if not readable.writes:
            return await self._database.read(unit, caller.actor.origin)
        try:
            answer = await self._repositories.within(unit, caller.actor.origin)
        except Undone as undone:
            return undone.answer
        for one in afterwards:
            await self._templates.fill(caller.actor, one)
        return answer

    def _furnished(self) -> "Room":
        """Import the library and build the schema: most starts of a server need neither soon."""
        with self._furnishing:
            if self._room is None:
                from watchword.surfaces.graphql.room import Room  # noqa: PLC0415 - on first use

                self._room = Room(self._at, self._shelf)
            return self._room
