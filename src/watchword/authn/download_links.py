"""Links that open one download for some minutes, to who follows a redirect without a credential.

A link stands for the token that it was made for: when that token ends, or loses its right, so does
the link. It is no credential: it opens the one thing that it names, and nothing else.
"""

import hmac
import re
from typing import Final

from watchword.kernel.errors import BadCredential
from watchword.kernel.ids import TokenId
from watchword.kernel.secret import KeyRing, Secret

PURPOSE: Final = "download link"
LIFE: Final = 300
"""Seconds (GHES behaviour)."""
FORM: Final = re.compile(r"([0-9]{1,18})\.([0-9]{1,12})\.([0-9a-f]{64})")


class DownloadLinks:
    """Makes and reads such links."""

    def __init__(self, keys: KeyRing) -> None:
        """Sign with the keys under which secrets are hashed."""
        self._keys = keys

    def made(self, token: TokenId, thing: str, now: int) -> str:
        """What is put behind `?token=` in the address of a thing; `now` in seconds."""
        ends = now + LIFE
        signature = self._keys.digest(PURPOSE, _signed(token, ends, thing))
        return f"{token:d}.{ends:d}.{signature.hex()}"

    def read(self, text: str, thing: str, now: int) -> TokenId:
        """The token for which the link to that thing was made. Raises BadCredential."""
        found = FORM.fullmatch(text)
        if found is None or int(found[2]) <= now:
            raise BadCredential
        token = TokenId(int(found[1]))
        secret, given = _signed(token, int(found[2]), thing), bytes.fromhex(found[3])
        known = (hmac.compare_digest(one, given) for one in self._keys.digests(PURPOSE, secret))
        if not any(known):
            raise BadCredential
        return token


def _signed(token: TokenId, ends: int, thing: str) -> Secret:
    return Secret(f"{token:d}\0{ends:d}\0{thing}")
