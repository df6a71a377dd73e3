"""From one fact to the messages about it: one for each webhook that hears of it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct, field

from watchword.access.gate import require
from watchword.access.table import repositories as repository_table
from watchword.access.table import webhooks as table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.contents.ports import Readable, readable
from watchword.kernel.errors import NotFound
from watchword.kernel.events import Origin
from watchword.kernel.ids import RepoId
from watchword.repositories import owners
from watchword.repositories.model import Repository
from watchword.surfaces.hook_delivery import gone
from watchword.surfaces.hook_delivery.guid import guid
from watchword.surfaces.hook_delivery.scene import Look, Row, Scene, Shelf, payload
from watchword.surfaces.hook_delivery.table import BY_FACT
from watchword.surfaces.shapes.addresses import Addresses
from watchword.webhooks.model import Hook, Level, Place
from watchword.webhooks.ports import NewMessage
from watchword.work.unit import Database, Work

MOST_PARTS = 1_000
"""Messages about one fact to one webhook."""
AT_ONCE = 50
"""Messages that are put into the queue in one unit of work."""


class Audience(Struct, frozen=True):
    """Who hears of a fact, and as what."""

    rows: dict[Row, list[Hook]] = field(default_factory=dict)

    def heard_by(self, row: Row, hooks: Sequence[Hook]) -> None:
        """Note who hears of one event, if anybody."""
        if hooks:
            self.rows[row] = list(hooks)


class FanOut:
    """Puts facts into words and lets the messages wait."""

    def __init__(self, database: Database, at: Addresses, shelf: Shelf) -> None:
        """Read there, name addresses there, look into repositories there."""
        self._database = database
        self._at = at
        self._shelf = shelf

    def tell(self, fact: StoredEvent) -> None:
        """Put messages about a fact into the queue; told again, it adds nothing."""
        actor = resolve.system()
        found = self._database.read_now(lambda work: _audience(work, fact), actor.origin)
        if not found.rows:
            return
        seen = self._look(fact, found, actor.origin)

        def say(work: Work) -> list[NewMessage]:
            require(actor, table.SEND, SITE)
            return list(self._messages(work, fact, found, seen))

        messages = self._database.read_now(say, actor.origin)
        for start in range(0, len(messages), AT_ONCE):
            some = messages[start : start + AT_ONCE]

            def keep(work: Work, some: Sequence[NewMessage] = some) -> int:
                return work.hooks.queue(some, work.now)

            self._database.write_now(keep, actor.origin)

    def _look(self, fact: StoredEvent, audience: Audience, origin: Origin) -> object:
        """What lies in the repository, where that is to be told. All rows of a fact look alike."""
        look_for = next((row.look for row in audience.rows if row.look), None)
        if look_for is None:
            return None
        actor = resolve.system()

        def unit(work: Work) -> tuple[Readable, Look]:
            found = work.repositories.by_id(fact.body["repository_id"], None)
            return readable(require(actor, repository_table.READ, found)), look_for(work, fact)

        try:
            place, look = self._database.read_now(unit, origin)
            return self._shelf.open_now(place, look)
        except NotFound:
            # Deleted meanwhile: there is nobody left to tell.
            return []

    def _messages(
        self, work: Work, fact: StoredEvent, audience: Audience, seen: object
    ) -> Iterator[NewMessage]:
        repository = _repository(work, fact)
        scene = Scene(work, self._at, fact, repository, seen)
        for row, hooks in audience.rows.items():
            # The same number whoever else hears of it: it keeps a second call from saying it again.
            first = BY_FACT[fact.name].index(row) * MOST_PARTS
            for number, part in enumerate(islice(row.tell(scene), MOST_PARTS), first):
                action, text = payload(scene, row, part)
                for hook in hooks:
                    yield NewMessage(
                        hook=hook.id,
                        guid=guid(work.entropy),
                        event=row.event,
                        action=action,
                        repository=repository.id if repository else None,
                        payload=text,
                        source=fact.id,
                        part=number,
                    )


def _audience(work: Work, fact: StoredEvent) -> Audience:
    found = Audience()
    # Who was not there yet hears nothing of it.
    hooks = [one for one in _hooks(work, fact) if one.created_at * 1000 <= fact.at_ms]
    for row in BY_FACT.get(fact.name, ()):
        if row.only:
            found.heard_by(row, [one for one in hooks if one.id == fact.body["hook_id"]])
        else:
            found.heard_by(row, [one for one in hooks if one.hears(row.event)])
    return found


def _hooks(work: Work, fact: StoredEvent) -> Iterator[Hook]:
    """The webhooks of the repository that a fact is about, and of its organization."""
    repository = _repository(work, fact)
    org: int | None = fact.body.get("org_id")
    if repository is not None:
        yield from work.hooks.of(Place.repository(repository.id))
        yield from work.hooks.left_by(repository.id)
        org = repository.owner if repository.in_organization else None
    if org is not None:
        yield from work.hooks.of(Place(Level.ORGANIZATION, org))


def _repository(work: Work, fact: StoredEvent) -> Repository | None:
    number: RepoId | None = fact.body.get("repository_id")
    if number is None:
        return None
    found = work.repositories.by_id(number, None) or gone.repository_of(fact)
    # Of an account that went together with it nothing can be told any more.
    return found if found and owners.by_id(work, found.owner, None) else None
