"""Slows down guessing, without locking anybody out of a live token.

It is asked only after a look-up failed, so a valid token behind the same address never meets it;
and for passwords before the hash is worked out (attacks 18, 19). Devices are counted as they begin.
"""

import hashlib
import ipaddress

from watchword.accounts.names import RESERVED
from watchword.authn.counters import Counters
from watchword.authn.credential import Presented
from watchword.kernel.errors import Busy
from watchword.kernel.ids import UserId

MINUTE = 60
QUARTER = 900
BAD_TOKENS = 60
"""Bad credentials from one network in a minute."""
BAD_TOKENS_OF_ACCOUNT = 300
"""Bad credentials beside one account's name in a minute, from everywhere."""
FEW = 4
"""Hexadecimal digits by which those names are told apart: people paste secrets there too."""
BAD_PASSWORDS_HERE = 10
"""Wrong passwords for one account from one network in a quarter of an hour."""
BAD_PASSWORDS = 100
"""Wrong passwords for one account from everywhere, and from one network for all accounts."""
BAD_USER_CODES = 5
"""Codes of devices that there are not, typed by one person in a minute (RFC 8628 section 5.1)."""
BAD_USER_CODES_HERE = 20
"""The same from one network."""
DEVICES = 60
"""Devices of one network that begin a sign-in in a minute: each is kept for a day."""
HANDSHAKES = 60
"""Connections over SSH from one network in a minute that tried something and proved nothing."""
TEXT = "Too many failed attempts. Wait a while and try again."
TOO_MANY_DEVICES = "Too many devices began to sign in. Wait a while and try again."


def network(address: str) -> str:
    """What counts as one caller: an IPv4 address, or a /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


class Throttle:
    """Counts failures, and says when there were too many."""

    def __init__(self, counters: Counters) -> None:
        """Count in those counters."""
        self._counters = counters

    def bad_credential(self, address: str, presented: Presented | None = None) -> None:
        """Count a dead or unknown credential. Raises Busy when there were too many.

        They are counted by network, and by the name that came beside them; whether anybody has
        that name is not looked up (attack 17).
        """
        here = self._counters.add(f"bad:{network(address)}", MINUTE) > BAD_TOKENS
        name = presented.username if presented else None
        # Programs send these beside any token; they are nobody's, and so there is nobody to guard.
        if name and name.lower() not in RESERVED:
            bucket = f"bad::{_short(name)[:FEW]}"
            here |= self._counters.add(bucket, MINUTE) > BAD_TOKENS_OF_ACCOUNT
        if here:
            raise Busy(TEXT, retry_after=MINUTE)

    def try_password(self, address: str, login: str) -> None:
        """Count a password as wrong before it is checked. Raises Busy after too many wrong ones.

        Checking takes its time: guesses that come meanwhile must find those before them counted.
        """
        buckets = self._buckets(address, login)
        for bucket, most in buckets.items():
            if self._counters.total(bucket, QUARTER) >= most:
                raise Busy(TEXT, retry_after=QUARTER)
        for bucket in buckets:
            self._counters.add(bucket, QUARTER)

    def take_back_password(self, address: str, login: str) -> None:
        """Count a password no longer: it was right, or was not checked after all."""
        for bucket in self._buckets(address, login):
            # Where the window ended meanwhile it counts no more; below zero would be more guesses.
            if self._counters.total(bucket, QUARTER) > 0:
                self._counters.add(bucket, QUARTER, -1)

    def begin_device(self, address: str) -> None:
        """Count a device that begins a sign-in. Raises Busy when there were too many."""
        if self._counters.add(f"device:{network(address)}", MINUTE) > DEVICES:
            raise Busy(TOO_MANY_DEVICES, retry_after=MINUTE)

    def failed_handshake(self, address: str) -> None:
        """Count a connection over SSH that ended without a proof."""
        self._counters.add(f"ssh:{network(address)}", MINUTE)

    def is_suspect(self, address: str) -> bool:
        """Whether too many such connections came from there: the next ones wait longer."""
        return self._counters.total(f"ssh:{network(address)}", MINUTE) >= HANDSHAKES

    def before_user_code(self, address: str, user: UserId) -> None:
        """Ask whether the code of a device may be looked up. Raises Busy."""
        for bucket, most in _of_user_codes(address, user).items():
            if self._counters.total(bucket, MINUTE) >= most:
                raise Busy(TEXT, retry_after=MINUTE)

    def bad_user_code(self, address: str, user: UserId) -> None:
        """Count a code that no device waits with."""
        for bucket in _of_user_codes(address, user):
            self._counters.add(bucket, MINUTE)

    def _buckets(self, address: str, login: str) -> dict[str, int]:
        here, account = network(address), _short(login)
        return {
            f"pw:{here}:{account}": BAD_PASSWORDS_HERE,
            f"pw:{here}": BAD_PASSWORDS,
            f"pw::{account}": BAD_PASSWORDS,
        }


def _of_user_codes(address: str, user: UserId) -> dict[str, int]:
    return {
        f"code:{network(address)}": BAD_USER_CODES_HERE,
        f"code::{user}": BAD_USER_CODES,
    }


def _short(login: str) -> str:
    """A few bits that tell logins apart; two of one number would merely be counted together.

    What was typed is not stored: people type their password there, and whatever else they like.
    """
    return hashlib.sha256(login.lower().encode("utf-8", "surrogateescape")).hexdigest()[:8]
