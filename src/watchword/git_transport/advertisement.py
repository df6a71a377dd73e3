"""The answer to `info/refs`: refs, and what the server can do (gitprotocol-http(5))."""

from collections.abc import Iterable
from enum import Enum

from watchword.git_transport.pktline import FLUSH, line, packet
from watchword.git_transport.version import Version


class Service(Enum):
    """What a client may want of a repository."""

    UPLOAD_PACK = "git-upload-pack"
    """To fetch: the server uploads."""
    RECEIVE_PACK = "git-receive-pack"
    """To push."""

    @property
    def command(self) -> str:
        """The name as a command of git."""
        return self.value.removeprefix("git-")


def preamble(service: Service, version: Version) -> bytes:
    """What stands before git's own output.

    Version 2 begins with its own line; a push is version 0 or 1 whatever was asked, since git has
    no version 2 of it.
    """
    if service is Service.UPLOAD_PACK and version is Version.V2:
        return b""
    return line(f"# service={service.value}") + FLUSH


def spoken(service: Service, version: Version) -> Version:
    """The version that is spoken of what was asked for."""
    if service is Service.RECEIVE_PACK and version is Version.V2:
        return Version.V0
    return version


NO_REF = b"0" * 40 + b" capabilities^{}"
"""What stands in the place of the first ref where there is none (gitprotocol-pack(5))."""


def capabilities_of(advertised: bytes) -> bytes | None:
    """What git says that it can do, from an advertisement of its own for an empty repository.

    None where that looks otherwise: git has to speak for itself then.
    """
    beginning = NO_REF + b"\0"
    if advertised[4:].startswith(beginning) and advertised.endswith(b"\n" + FLUSH):
        told = advertised[4 + len(beginning) : -len(FLUSH) - 1]
        if advertised == _first(NO_REF, told) + FLUSH:
            return told
    return None


def for_push(refs: Iterable[tuple[bytes, bytes]], capabilities: bytes) -> bytes:
    """What a push is told in version 0: names and values, in the order of the names."""
    lines = [value + b" " + name for name, value in refs] or [NO_REF]
    rest = (packet(one + b"\n") for one in lines[1:])
    return b"".join((_first(lines[0], capabilities), *rest, FLUSH))


def _first(ref: bytes, capabilities: bytes) -> bytes:
    return packet(ref + b"\0" + capabilities + b"\n")
