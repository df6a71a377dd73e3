"""Git on this machine, as the surfaces see it."""

import asyncio
from contextlib import suppress
from pathlib import Path

from watchword.git_process.background import Background
from watchword.git_process.budget import Budget
from watchword.git_process.environment import Environment
from watchword.git_process.hooks import Hooks
from watchword.git_process.layout import Layout
from watchword.git_process.maintenance import Upkeep
from watchword.git_process.parts import Parts
from watchword.git_process.presence import Presence
from watchword.git_process.receive import receive
from watchword.git_process.response_cache.cache import ResponseCache
from watchword.git_process.response_cache.store import Store
from watchword.git_process.runner import GitFailed, Runner, state_of
from watchword.git_process.running import Running, answer_of
from watchword.git_process.settling import Settling
from watchword.git_process.slots import Claim, Limits, Slots
from watchword.git_process.upload import converse, ready, upload
from watchword.git_process.waiting import Queue
from watchword.git_transport.advertisement import Service, capabilities_of, preamble, spoken
from watchword.git_transport.version import Version
from watchword.kernel.clock import Clock
from watchword.work.git_host import FileSink, Pushing, Sink, Source, Visit
from watchword.work.unit import Database

TEMPLATE = "0" * 32
"""The key of an empty repository that is asked for what is the same for all."""
MOST_CAPABILITIES = 65_536
LEFT_BEHIND = 3_600
"""Seconds after which something of a push that is no longer in progress was left by a crash."""


class LocalGit:
    """Serves repositories through the installed git. One for each process of the server."""

    def __init__(
        self,
        database: Database,
        layout: Layout,
        run: Path,
        limits: Limits,
        clock: Clock,
        *,
        largest_push: int,
        longest_wait: float = 600.0,
        upkeep_percent: int = 25,
        answers: Store | None = None,
    ) -> None:
        """Serve the repositories of `layout`; locks, hooks and git's empty home are below `run`.

        `largest_push` is in bytes, `longest_wait` in seconds, `upkeep_percent` of the time. Answers
        are shared and kept in the store that is given. Raises FileNotFoundError without git.
        """
        home = run / "home"
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        hooks = Hooks(run)
        self._clock = clock
        self._template = Layout(run / "template")
        slots = Slots(run, limits)
        presence = Presence(run)
        self.runner = Runner(Environment(home, hooks.none, largest_push))
        self.settling = Settling(layout, database, slots, presence)
        budget = Budget(clock, upkeep_percent)
        self.upkeep = Upkeep(layout, self.runner, self.settling, run, clock, budget)
        background = Background()
        store = answers or Store(run, 0, clock)
        self.answers = ResponseCache(store, layout, self.runner, background, clock)
        more = hooks, Queue(slots, longest_wait), presence, self.settling, background, self.answers
        self.parts = Parts(database, layout, self.runner, *more)
        self._said: dict[Service, tuple[object, bytes]] = {}
        """What git advertises of an empty repository, and the program that said it."""

    async def capabilities(self) -> bytes:
        """The advertisement of protocol version 2: the same for all repositories."""
        return await self._template_says(Service.UPLOAD_PACK, Version.V2)

    async def _template_says(self, service: Service, version: Version) -> bytes:
        """What git advertises of an empty repository.

        It is asked for it once, and again when the program was replaced by another one.
        """
        program = state_of(self.runner.program)
        known, told = self._said.get(service, (None, b""))
        if known != program:
            if not self._template.path(TEMPLATE).exists():
                # Another request, or another process, may make it at the same time.
                with suppress(FileExistsError):
                    await asyncio.to_thread(self._template.create, TEMPLATE, "main")
            path, protocol = self._template.path(TEMPLATE), version.variable
            child = self.runner.start(_advertising(service), path, protocol=protocol)
            told = await answer_of(child, MOST_CAPABILITIES)
            self._said[service] = program, told
        return told

    def known_capabilities(self) -> bytes | None:
        """The same where it is known already, of the program that is there now; else None."""
        program, told = self._said.get(Service.UPLOAD_PACK, (None, b""))
        return told if program == state_of(self.runner.program) else None

    def told_before(self, visit: Visit, request: bytes) -> bytes | None:
        """The list of refs that was told to the same request, if nothing was touched since then."""
        return self.parts.listing.kept.find((visit.key, request))

    async def advertise(self, visit: Visit, service: Service, sink: Sink) -> None:
        """Tell the refs, for versions 0 and 1. Raises Busy."""
        seat = await self.parts.queue.seat(Claim(visit.key, visit.account))
        try:
            child = self.runner.start(
                _advertising(service),
                self.parts.layout.checked(visit.key),
                protocol=spoken(service, visit.version).variable,
                keep=seat.descriptors,
            )
        finally:
            seat.leave()
        git = Running(child)
        try:
            if not visit.dialogue:
                await sink.write(preamble(service, visit.version))
            while block := await git.stdout.read():
                await sink.write(block)
            if status := await git.ended():
                raise GitFailed(f"{service.command} ended with {status}: {git.stderr.text}")
        finally:
            git.close()

    async def for_push(self, visit: Visit) -> bytes | None:
        """The whole advertisement for a push, where no process is needed for it; else None."""
        service, version = Service.RECEIVE_PACK, spoken(Service.RECEIVE_PACK, visit.version)
        if version is not Version.V0:
            return None
        can = capabilities_of(await self._template_says(service, version))
        if can is None:
            return None
        told = await self.parts.listing.for_push(self.parts.layout.checked(visit.key), can)
        return None if told is None else preamble(service, version) + told

    async def ready(self, visit: Visit, source: Source) -> bytes | Path | None:
        """The whole answer to a request that needs no process, or where it lies; else None."""
        return await ready(self.parts, visit, source)

    async def upload(self, visit: Visit, source: Source, sink: FileSink) -> None:
        """Answer one request of a fetch. Raises Busy, before anything was sent."""
        await upload(self.parts, visit, source, sink)

    async def converse(self, visit: Visit, source: Source, sink: Sink) -> int:
        """Serve a whole fetch in one dialogue. Raises Busy, before anything was sent."""
        return await converse(self.parts, visit, source, sink)

    async def receive(self, visit: Visit, push: Pushing, source: Source, sink: Sink) -> None:
        """Take a push. Raises Busy, Malformed and TooLarge, before anything was sent."""
        await receive(self.parts, visit, push, source, sink)

    def sweep(self) -> None:
        """Remove what crashed pushes left in the folder of locks and hooks."""
        self.parts.hooks.sweep(self._clock.seconds() - LEFT_BEHIND)

    async def stop(self, seconds: float = 5.0) -> None:
        """Wait for pushes that go on without their client; end what is done in the background."""
        self.runner.stop_background()
        await self.parts.background.finish(seconds)


def _advertising(service: Service) -> list[str]:
    return [service.command, "--stateless-rpc", "--http-backend-info-refs", "."]
