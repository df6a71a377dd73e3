"""The header `Git-Protocol`: what a client may ask for before it reaches git's environment."""

import re
from enum import IntEnum

LONGEST = 256
"""Bytes; git itself sends nine."""
SHAPE = re.compile(rb"[a-z0-9-]+(=[A-Za-z0-9._-]+)?(:[a-z0-9-]+(=[A-Za-z0-9._-]+)?)*")
VERSIONS = {b"version=0": 0, b"version=1": 1, b"version=2": 2}


class Version(IntEnum):
    """The versions of git's wire protocol."""

    V0 = 0
    V1 = 1
    V2 = 2

    @property
    def variable(self) -> str | None:
        """What GIT_PROTOCOL is set to; None: it is not set."""
        return f"version={self.value}" if self else None


def parse(header: bytes | None) -> Version:
    """The highest version that the client names.

    Git's rule is that keys it does not know are passed over (git(1), GIT_PROTOCOL), so is a header
    of another shape: nothing of the client's reaches the environment, only the number that was
    understood (attack 39).
    """
    if header == b"version=2":
        return Version.V2
    if header is None or len(header) > LONGEST or not SHAPE.fullmatch(header):
        return Version.V0
    asked = (VERSIONS[key] for key in header.split(b":") if key in VERSIONS)
    return Version(max(asked, default=0))
