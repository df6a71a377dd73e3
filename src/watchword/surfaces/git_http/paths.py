"""What a path and a query ask of git."""

from enum import Enum
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from msgspec import Struct

from watchword.git_transport.advertisement import Service

DOT_GIT = ".git"
GIST = "gist"
"""Stands in the place of an owner before the id of a gist; no account is called so."""


class Endpoint(Enum):
    """The three places of git's smart protocol (gitprotocol-http(5))."""

    INFO_REFS = "info/refs"
    UPLOAD_PACK = "git-upload-pack"
    RECEIVE_PACK = "git-receive-pack"

    @property
    def method(self) -> str:
        """The only method that it takes."""
        return "GET" if self is Endpoint.INFO_REFS else "POST"


ENDINGS = (
    ("/info/refs", Endpoint.INFO_REFS, None),
    ("/git-upload-pack", Endpoint.UPLOAD_PACK, Service.UPLOAD_PACK),
    ("/git-receive-pack", Endpoint.RECEIVE_PACK, Service.RECEIVE_PACK),
)
"""How paths end, what that is, and the service that it names by itself."""
SHORT = 256
"""Characters of a path with its query of which is remembered what they mean."""
BY_QUERY = {f"service={service.value}".encode(): service for service in Service}
"""Queries as git writes them."""


class Asked(Struct, frozen=True):
    """What a request wants."""

    endpoint: Endpoint
    owner: str
    name: str
    """Without `.git`. Owner and name are empty where the path holds no two parts."""
    dot_git: bool
    service: Service | None
    """None: the service was not named, or not so that it can be understood."""

    @property
    def full_name(self) -> str:
        """OWNER/NAME as it was asked for."""
        return f"{self.owner}/{self.name}"

    @property
    def of_gist(self) -> bool:
        """Whether it is about a gist: its id is the name then."""
        return self.owner == GIST


def parse(raw_path: str, query: bytes) -> Asked | None:
    """Read a path as it came, before any decoding; None where git answers nothing.

    Which service it is, is told by the path of a POST and by nothing else; only `info/refs` looks
    at its query, and asks the gate for that service (attack 37).
    """
    short = len(raw_path) + len(query) <= SHORT
    return (_known if short else _parsed)(raw_path, query)


def _parsed(raw_path: str, query: bytes) -> Asked | None:
    found = next((row for row in ENDINGS if raw_path.endswith(row[0])), None)
    if found is None:
        return None
    ending, endpoint, posted = found
    parts = raw_path.removesuffix(ending).split("/")
    service = posted or _service(query)
    if len(parts) != 3 or parts[0]:
        return Asked(endpoint, "", "", dot_git=False, service=service)
    owner, name = unquote(parts[1]), unquote(parts[2])
    bare = name.removesuffix(DOT_GIT)
    return Asked(endpoint, owner, bare, dot_git=bare != name, service=service)


_known = lru_cache(1_024)(_parsed)


def _service(query: bytes) -> Service | None:
    """The service that `info/refs` is asked for: named once, exactly as git names it."""
    if query in BY_QUERY:
        return BY_QUERY[query]
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    named = [value for key, value in pairs if key == "service"]
    known = {service.value: service for service in Service}
    return known.get(named[0]) if len(named) == 1 else None
