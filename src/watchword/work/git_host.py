"""What surfaces ask of git: the port behind which processes are started."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.gists.model import Gist
from watchword.git_transport.advertisement import Service
from watchword.git_transport.version import Version
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId, RepoId
from watchword.repositories.model import Repository
from watchword.work.unit import Work


class Visit(Struct, frozen=True):
    """Somebody who was let in to a repository, as git is to serve them."""

    repository: RepoId | GistId
    key: str
    """The name of the repository's folder."""
    account: str
    """Whose share of the machine it is: an account, or the network of somebody without one."""
    version: Version
    remark: str = ""
    """A line for the person at the terminal; empty: none."""
    dialogue: bool = False
    """Whether both sides hold one connection open to its end (SSH). Nothing then tells where a
    request of the client's ends but what it says, so nobody waits for more than has come."""


class Pushing(Struct, frozen=True):
    """What a push must know beyond that."""

    default_branch: str
    origin: Origin
    authorise: Callable[[Work], Grant[Repository]] | Callable[[Work], Grant[Gist]]
    """Asks the gate again, in the unit of work that opens the push: much may have happened since
    the client began to send."""
    workflow_refusal: Callable[[str], str] | None = None
    """Given a path below `.github/workflows`, the reason for which a ref that brings it is refused;
    None when the credential may bring such files."""
    flat: bool = False
    """Whether folders are refused: a gist holds files and nothing else."""


class Source(Protocol):
    """What the client sends."""

    async def read(self) -> bytes:
        """The next block, at most 256 KiB; nothing at the end.

        Raises Malformed, TooLarge, or whatever says that the client has gone.
        """

    async def head(self, size: int) -> tuple[bytes, bool]:
        """Wait for the first `size` bytes, or for the end; whether that was all.

        They are given again by `read`.
        """


class Sink(Protocol):
    """Where the answer goes."""

    async def write(self, block: bytes) -> None:
        """Send a block, and wait until there is room for the next one.

        Raises whatever says that the client has gone, or takes too little.
        """


class FileSink(Sink, Protocol):
    """Where the answer to one request goes, and all of it at once where it lies in a file."""

    async def send_file(self, path: Path) -> None:
        """Send the whole answer that lies there; nothing was written before, nothing follows."""


class GitHost(Protocol):
    """Serves git's protocol out of repositories. Access was granted before."""

    async def capabilities(self) -> bytes:
        """The advertisement of protocol version 2: the same for all repositories."""

    def known_capabilities(self) -> bytes | None:
        """The same where it is known already; else None."""

    def told_before(self, visit: Visit, request: bytes) -> bytes | None:
        """The answer to a request as it came, if it was told before and would be the same now."""

    async def advertise(self, visit: Visit, service: Service, sink: Sink) -> None:
        """Tell the refs, for versions 0 and 1. Raises Busy."""

    async def for_push(self, visit: Visit) -> bytes | None:
        """The whole advertisement for a push, where no process is needed for it; else None."""

    async def ready(self, visit: Visit, source: Source) -> bytes | Path | None:
        """The whole answer to a request that needs no process, or where it lies.

        None for any other one: what was read of the source until then is given again.
        """

    async def upload(self, visit: Visit, source: Source, sink: FileSink) -> None:
        """Answer one request of a fetch. Raises Busy, before anything was sent."""

    async def converse(self, visit: Visit, source: Source, sink: Sink) -> int:
        """Serve a whole fetch in one dialogue, from the refs to the pack; gives git's status.

        Raises Busy, before anything was sent.
        """

    async def receive(self, visit: Visit, push: Pushing, source: Source, sink: Sink) -> None:
        """Take a push. Raises Busy, Malformed and TooLarge, before anything was sent."""
