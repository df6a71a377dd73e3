"""Fetches: one process for each request (gitprotocol-http(5)), or for a whole dialogue."""

from collections.abc import Sequence

from watchword.git_process.feeding import Feeding
from watchword.git_process.parts import WAITING_BYTES, Parts
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import Running
from watchword.git_process.slots import Claim
from watchword.git_transport.ls_refs import understood
from watchword.git_transport.notice import Insertion
from watchword.git_transport.pktline import FLUSH
from watchword.git_transport.request import parse
from watchword.git_transport.sideband import remark
from watchword.git_transport.version import Version
from watchword.work.git_host import Sink, Source, Visit

COMMAND = ("upload-pack", "--strict", "--stateless-rpc", ".")
DIALOGUE = ("upload-pack", "--strict", ".")


async def upload(parts: Parts, visit: Visit, source: Source, sink: Sink) -> None:
    """Answer one request of a fetch. Raises Busy before anything was sent.

    A small request is read before it waits for its turn, and goes to git through memory: whoever
    sends slowly holds no process.
    """
    first, whole = await source.head(WAITING_BYTES)
    if whole and first == FLUSH:
        await sink.write(b"")
        return
    if whole and (told := await _refs(parts, visit, first)) is not None:
        await sink.write(told)
        return
    git = await _start(parts, visit, first if whole else None)
    feeding = None if whole else Feeding(git, source)
    try:
        await _relay(git, _insertion(visit), sink)
        status = await git.ended()
        if feeding is not None:
            await feeding.finish(drain=False)
    finally:
        git.close()
        if feeding is not None:
            await feeding.stop()
    # An error that git has a word for is in its answer already. A signal is not.
    if status < 0:
        raise GitFailed(f"upload-pack was ended by signal {-status}: {git.stderr.text}")


async def _refs(parts: Parts, visit: Visit, body: bytes) -> bytes | None:
    """The answer to `ls-refs`, for which no process is started; None where git must be asked."""
    if visit.version is not Version.V2 or (request := parse(body)) is None:
        return None
    if (asked := understood(request)) is None:
        return None
    return await parts.listing.answer(parts.layout.checked(visit.key), asked)


async def converse(parts: Parts, visit: Visit, source: Source, sink: Sink) -> int:
    """Serve a whole fetch, while the client holds its end open. Raises Busy.

    Gives git's exit status; what it says of an error is in its answer already.
    """
    git = await _start(parts, visit, None, DIALOGUE)
    feeding = Feeding(git, source, at_once=True)
    try:
        await _relay(git, None, sink)
        status = await git.ended()
        await feeding.finish(drain=False)
    finally:
        git.close()
        await feeding.stop()
    if status < 0:
        raise GitFailed(f"upload-pack was ended by signal {-status}: {git.stderr.text}")
    return status


async def _start(
    parts: Parts, visit: Visit, body: bytes | None, command: Sequence[str] = COMMAND
) -> Running:
    seat = await parts.queue.seat(Claim(visit.key, visit.account))
    try:
        child = parts.runner.start(
            command,
            parts.layout.checked(visit.key),
            stdin=None if body is None else body_file(body),
            protocol=visit.version.variable,
            keep=seat.descriptors,
        )
        return Running(child)
    finally:
        seat.leave()


def _insertion(visit: Visit) -> Insertion | None:
    if not visit.remark or visit.version is not Version.V2:
        return None
    return Insertion(remark(visit.remark))


async def _relay(git: Running, insertion: Insertion | None, sink: Sink) -> None:
    while block := await git.stdout.read():
        ready = block if insertion is None else insertion.feed(block)
        if ready:
            await sink.write(ready)
    if insertion is not None and (held := insertion.finish()):
        await sink.write(held)
