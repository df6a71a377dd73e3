"""What a path asks of Git LFS."""

import re
from enum import Enum
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from watchword.access.operation import Operation
from watchword.access.table import lfs as table
from watchword.lfs.model import OID

DOT_GIT: Final = ".git"
PLACE: Final = "/info/lfs/"


class Place(Enum):
    """The places of the protocol, below `/info/lfs/`, with what is asked for there first.

    Whether the batch API may be asked to upload is decided when its body was read.
    """

    BATCH = ("POST", r"objects/batch", table.DOWNLOAD)
    DOWNLOAD = ("GET", r"objects/(?P<thing>[^/]+)", table.DOWNLOAD)
    UPLOAD = ("PUT", r"objects/(?P<thing>[^/]+)", table.UPLOAD)
    VERIFY = ("POST", r"objects/(?P<thing>[^/]+)/verify", table.UPLOAD)
    LIST_LOCKS = ("GET", r"locks", table.LIST_LOCKS)
    LOCK = ("POST", r"locks", table.LOCK)
    VERIFY_LOCKS = ("POST", r"locks/verify", table.VERIFY_LOCKS)
    UNLOCK = ("POST", r"locks/(?P<thing>[^/]+)/unlock", table.UNLOCK)

    def __init__(self, method: str, pattern: str, operation: Operation) -> None:
        """Keep them by name."""
        self.method = method
        self.pattern = re.compile(pattern)
        self.operation = operation

    @property
    def is_transfer(self) -> bool:
        """Whether bytes are moved there, or looked for: a ticket opens it, and nothing else."""
        return self in {Place.DOWNLOAD, Place.UPLOAD, Place.VERIFY}

    @property
    def path(self) -> str:
        """The path as documents write it."""
        told = {"objects": "{oid}", "locks": "{id}"}[self.pattern.pattern.split("/")[0]]
        return f"/{{owner}}/{{repo}}.git{PLACE}" + re.sub(r"\(.*\)", told, self.pattern.pattern)


class Asked(Struct, frozen=True):
    """What a request wants."""

    place: Place
    owner: str
    name: str
    """Without `.git`."""
    thing: str
    """The file or the lock; empty where the place has none."""


class Elsewhere(Struct, frozen=True):
    """No place of the protocol."""

    methods: tuple[str, ...]
    """What may be asked at that path, where it is one."""


def parse(raw_path: str, method: str) -> Asked | Elsewhere:
    """Read a path as it came, before any decoding. The method tells places apart, no parameter."""
    _, owner, name, _, _, tail = raw_path.split("/", 5)
    fitting = [(one, found) for one in Place if (found := one.pattern.fullmatch(tail))]
    for place, found in fitting:
        if place.method == method and (not place.is_transfer or OID.fullmatch(found["thing"])):
            thing = found.groupdict().get("thing", "")
            return Asked(place, unquote(owner), unquote(name).removesuffix(DOT_GIT), thing)
    return Elsewhere(tuple(place.method for place, _ in fitting if place.method != method))
