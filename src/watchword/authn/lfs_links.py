"""What git-lfs is given instead of a credential: `RemoteAuth …`, for one thing and a short time.

A ticket opens one operation on one file of one repository, and nothing else; one for a visit, as
SSH hands it out, opens one operation on one repository. It stands for the credential that it was
made for: when that ends, or loses its right, so does the ticket. Whoever holds it may use it, as
often as they like, until it ends: git-lfs resumes a transfer with the ticket that it has.
"""

import hmac
import re
from enum import Enum
from typing import Final

from msgspec import Struct

from watchword.authn.credential import LONGEST
from watchword.kernel.errors import BadCredential
from watchword.kernel.ids import KeyId, RepoId, TokenId
from watchword.kernel.secret import KeyRing, Secret

SCHEME: Final = "RemoteAuth"
PURPOSE: Final = "git lfs ticket"
LIFE: Final = 900
"""Seconds for which any ticket lives."""
SLOWEST: Final = 64 * 1_024
"""Bytes in a second: so slow a line may be, and still the ticket lives as long as its transfer."""
LONGEST_LIFE: Final = 86_400
FORM: Final = re.compile(
    r"([a-z]{4,8})\.([0-9]{1,18})\.(0|[tk][1-9][0-9]{0,17})\.([0-9]{1,18})\.([0-9]{1,12})\.([0-9a-f]{64})"
)


class Aim(Enum):
    """What a ticket is for."""

    DOWNLOAD = "download"
    UPLOAD = "upload"
    VERIFY = "verify"
    FETCH = "fetch"
    """A visit to read, opened by SSH."""
    PUSH = "push"
    """A visit to write, opened by SSH."""


class Holder(Struct, frozen=True):
    """A token, or an SSH key; neither: nobody in particular, who may read what is public."""

    token: TokenId | None = None
    key: KeyId | None = None

    @property
    def written(self) -> str:
        """What stands for it in a ticket."""
        if self.key is not None:
            return f"k{self.key:d}"
        return "0" if self.token is None else f"t{self.token:d}"


NOBODY: Final = Holder()


class Ticket(Struct, frozen=True):
    """What is signed."""

    aim: Aim
    repository: RepoId
    holder: Holder
    """The credential that it stands for."""
    oid: str = ""
    """The file; a visit is for none."""
    size: int = 0
    """Its bytes."""

    @property
    def life(self) -> int:
        """Seconds: LIFE, and as long as so many bytes take over a slow line, a day at most."""
        return min(LIFE + self.size // SLOWEST, LONGEST_LIFE)


class Tickets:
    """Makes and reads them."""

    def __init__(self, keys: KeyRing) -> None:
        """Sign with the keys under which secrets are hashed."""
        self._keys = keys

    def made(self, ticket: Ticket, now: int) -> str:
        """The value of `Authorization`; `now` in seconds."""
        ends = now + ticket.life
        signature = self._keys.digest(PURPOSE, _signed(ticket, ends)).hex()
        said = (ticket.aim.value, ticket.repository, ticket.holder.written, ticket.size, ends)
        return f"{SCHEME} {'.'.join(map(str, said))}.{signature}"

    def read(self, value: str, oid: str, now: int) -> Ticket:
        """Read the value of `Authorization` where it is for that file. Raises BadCredential."""
        found = FORM.fullmatch(value.partition(" ")[2])
        if found is None or found[1] not in {one.value for one in Aim}:
            raise BadCredential
        holder = _holder(found[3])
        ticket = Ticket(Aim(found[1]), RepoId(int(found[2])), holder, oid, int(found[4]))
        ends, given = int(found[5]), bytes.fromhex(found[6])
        known = self._keys.digests(PURPOSE, _signed(ticket, ends))
        if not any(hmac.compare_digest(one, given) for one in known) or ends <= now:
            raise BadCredential
        return ticket


def presented(values: list[bytes]) -> str | None:
    """The ticket in `Authorization`; None where something else is there, or nothing.

    git-lfs sends what `http.extraHeader` says beside what it was told to send: a ticket then
    stands beside a token, and the ticket is what counts. Raises BadCredential for two tickets.
    """
    scheme = SCHEME.lower().encode() + b" "
    found = [one for one in values if one.lower().startswith(scheme)]
    if not found:
        return None
    if len(found) > 1 or len(found[0]) > LONGEST:
        raise BadCredential
    return found[0].decode("latin-1")


def _holder(written: str) -> Holder:
    if written == "0":
        return NOBODY
    number = int(written[1:])
    return Holder(key=KeyId(number)) if written[0] == "k" else Holder(TokenId(number))


def _signed(ticket: Ticket, ends: int) -> Secret:
    parts = (
        ticket.aim.value,
        ticket.repository,
        ticket.holder.written,
        ticket.oid,
        ticket.size,
        ends,
    )
    return Secret("\0".join(str(part) for part in parts))
