"""The answer to `info/refs`: refs, and what the server can do (gitprotocol-http(5))."""

from enum import Enum

from watchword.git_transport.pktline import FLUSH, line
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
