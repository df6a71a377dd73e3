"""Fetches: one process for each request (gitprotocol-http(5)), or for a whole dialogue."""

from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import aclosing
from pathlib import Path

from watchword.git_process.feeding import Feeding
from watchword.git_process.parts import WAITING_BYTES, Parts
from watchword.git_process.response_cache import growing
from watchword.git_process.response_cache.growing import BrokenOff, Reader
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import Running
from watchword.git_process.slots import Claim
from watchword.git_transport.ls_refs import understood
from watchword.git_transport.notice import Insertion
from watchword.git_transport.pktline import FLUSH
from watchword.git_transport.request import Request, parse
from watchword.git_transport.sideband import remark
from watchword.git_transport.version import Version
from watchword.work.git_host import FileSink, Sink, Source, Visit

COMMAND = ("upload-pack", "--strict", "--stateless-rpc", ".")
DIALOGUE = ("upload-pack", "--strict", ".")
TRIES = 3
"""How often one whose shared answer broke off before it began asks again."""


async def upload(parts: Parts, visit: Visit, source: Source, sink: FileSink) -> None:
    """Answer one request of a fetch. Raises Busy before anything was sent.

    A small request is read before it waits for its turn, and goes to git through memory: whoever
    sends slowly holds no process.
    """
    first, whole = await source.head(WAITING_BYTES)
    if whole and first == FLUSH:
        await sink.write(b"")
        return
    shareable = visit.version is Version.V2 and parts.answers.is_on
    with parts.answers.large_requests.place(wanted=shareable and not whole) as most:
        if most:
            first, whole = await source.head(most)
        request = parse(first) if shareable and whole else None
        if request and await _shared(parts, visit, request, first, sink):
            return
        git = await _start(parts, visit, first if whole else None)
    feeding = None if whole else Feeding(git, source)
    try:
        await _relay(_blocks(git), _insertion(visit), sink)
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


async def _shared(
    parts: Parts, visit: Visit, request: Request, body: bytes, sink: FileSink
) -> bool:
    """Send the answer that all share who ask the same; False where git must be asked directly."""

    def start(stdout: int) -> Awaitable[Running]:
        return _start(parts, visit, body, stdout=stdout)

    for _ in range(TRIES):
        found = await parts.answers.find(visit.key, request, start)
        if found is None:
            break
        if isinstance(found, Path):
            await _send_file(found, _insertion(visit), sink)
            return True
        if await _read(found, _insertion(visit), sink):
            return True
    return False


async def _read(reader: Reader, insertion: Insertion | None, sink: Sink) -> bool:
    """Send an answer as it grows, and close it; False where it broke off before it began."""
    try:
        async with aclosing(reader.blocks()) as blocks:
            await _relay(blocks, insertion, sink)
    except BrokenOff as broken:
        if broken.sent:
            raise GitFailed(str(broken)) from broken
        return False
    finally:
        reader.close()
    return True


async def _send_file(path: Path, insertion: Insertion | None, sink: FileSink) -> None:
    if insertion is None:
        await sink.send_file(path)
    else:
        # A line for this person alone goes into the middle of what is kept for all.
        await _read(growing.read(path), insertion, sink)


async def ready(parts: Parts, visit: Visit, source: Source) -> bytes | Path | None:
    """The answer to a request for which no process is started, or where it lies already.

    None where git must be asked, or where it takes a while to find out.
    """
    if visit.version is not Version.V2:
        return None
    body, whole = await source.head(WAITING_BYTES)
    request = parse(body) if whole else None
    if request is None:
        return None
    if (asked := understood(request)) is not None:
        folder = parts.layout.checked(visit.key)
        return await parts.listing.answer(folder, asked, (visit.key, body))
    if visit.remark or not parts.answers.is_on:
        return None
    return parts.answers.kept(visit.key, request)


async def converse(parts: Parts, visit: Visit, source: Source, sink: Sink) -> int:
    """Serve a whole fetch, while the client holds its end open. Raises Busy.

    Gives git's exit status; what it says of an error is in its answer already.
    """
    git = await _start(parts, visit, None, DIALOGUE)
    feeding = Feeding(git, source, at_once=True)
    try:
        await _relay(_blocks(git), None, sink)
        status = await git.ended()
        await feeding.finish(drain=False)
    finally:
        git.close()
        await feeding.stop()
    if status < 0:
        raise GitFailed(f"upload-pack was ended by signal {-status}: {git.stderr.text}")
    return status


async def _start(
    parts: Parts,
    visit: Visit,
    body: bytes | None,
    command: Sequence[str] = COMMAND,
    stdout: int | None = None,
) -> Running:
    seat = await parts.queue.seat(Claim(visit.key, visit.account))
    try:
        child = parts.runner.start(
            command,
            parts.layout.checked(visit.key),
            stdin=None if body is None else body_file(body),
            stdout=stdout,
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


async def _blocks(git: Running) -> AsyncGenerator[bytes, None]:
    while block := await git.stdout.read():
        yield block


async def _relay(
    blocks: AsyncGenerator[bytes, None], insertion: Insertion | None, sink: Sink
) -> None:
    async for block in blocks:
        ready = block if insertion is None else insertion.feed(block)
        if ready:
            await sink.write(ready)
    if insertion is not None and (held := insertion.finish()):
        await sink.write(held)
