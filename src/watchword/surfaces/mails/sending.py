"""From a fact to the mails that tell of it: run by the queue, which tries again on failure."""

import hashlib
from collections.abc import Sequence

from msgspec import Struct

from watchword.access.gate import require
from watchword.access.table import mails as table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.surfaces.mails import message
from watchword.surfaces.mails.letter import Addressee, Letter, Values
from watchword.surfaces.mails.letters import LETTERS
from watchword.surfaces.mails.outbox import Outbox
from watchword.surfaces.mails.rendering import worded
from watchword.work.unit import Database, Work

KEY_LENGTH = 12


class Mailer(Struct, frozen=True):
    """Tells people of facts."""

    database: Database
    outbox: Outbox
    sender: str
    """The address that mails come from."""
    site: str
    """Scheme, host and port: links begin with it."""

    def tell(self, event: StoredEvent) -> None:
        """Send what is to be told of a fact to whom it concerns."""
        letter = LETTERS.get(event.name, Letter())
        addressees, values = self._composed(letter, event)
        for one in addressees:
            self._send(event, one, values)

    def _composed(self, letter: Letter, event: StoredEvent) -> tuple[Sequence[Addressee], Values]:
        actor = resolve.system()

        def unit(work: Work) -> tuple[Sequence[Addressee], Values]:
            require(actor, table.SEND, SITE)
            addressees = letter.to(work, event)
            values = letter.values(work, event) if addressees else None
            return ((), {}) if values is None else (addressees, values)

        run = self.database.write_now if letter.writes else self.database.read_now
        return run(unit, actor.origin)

    def _send(self, event: StoredEvent, to: Addressee, values: Values) -> None:
        at = event.at_ms // 1000
        given = {
            "event": event.body,
            "origin": event.origin,
            "at": at,
            "user": to.user,
            "site": self.site,
            **values,
        }
        words = worded(event.name, to.user.language, given)
        key = f"{event.id}-{hashlib.sha256(to.address.encode()).hexdigest()[:KEY_LENGTH]}"
        mail = message.written(words, to=to.address, sender=self.sender, key=key, at=at)
        self.outbox.send(key, mail)
