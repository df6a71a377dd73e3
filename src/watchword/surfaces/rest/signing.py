"""Who a commit or a tag says it is by, as requests tell it."""

from datetime import UTC, datetime

from msgspec import Struct

from watchword.contents.signature import Signature
from watchword.kernel.errors import Invalid

LONGEST = 1_024


class Signer(Struct, kw_only=True):
    """A person and, where it is told, a time."""

    name: str
    email: str
    date: datetime | None = None

    def signature(self, now: int) -> Signature:
        """The same for git; `now` in seconds stands for a time that is not told."""
        if not self.name.strip() or not self.email.strip():
            raise Invalid(text="Invalid request.\n\nA person needs a name and an email.")
        at, zone = now, 0
        if self.date is not None:
            date = self.date if self.date.tzinfo else self.date.replace(tzinfo=UTC)
            offset = date.utcoffset()
            zone = int(offset.total_seconds()) // 60 if offset else 0
            at = int(date.timestamp())
        return Signature(self.name[:LONGEST], self.email[:LONGEST], at, zone)
