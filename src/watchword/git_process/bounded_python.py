"""A Python process of our own for work on other people's bytes that must be stoppable.

A thread cannot be stopped: one regular expression that never ends would hold the interpreter, and
with it every request of the worker. This process can be ended, and is, when an answer takes too
long. It starts with the first question, ends after a while without any, and ends by itself when we
do, since its standard input ends then.
"""

import asyncio
import struct
import sys
from pathlib import Path

import structlog

import watchword
from watchword.git_process.environment import Environment
from watchword.git_process.runner import Runner
from watchword.git_process.running import Running

log = structlog.get_logger("watchword.bounded")

SECONDS = 2.0
"""For one answer."""
START_SECONDS = 10.0
"""More for the first one, before which the process has to start."""
IDLE = 300.0
"""Seconds without a question after which it ends."""
MOST_WAITING = 32
LARGEST_ANSWER = 32 * 2**20
"""Bytes."""
LENGTH = struct.Struct(">I")
"""Before each question and each answer: its length in bytes."""
SOURCES = Path(watchword.__file__).parents[1]


class BoundedPython:
    """One process that answers one question at a time; the others wait."""

    def __init__(
        self, environment: Environment, folder: Path, module: str, seconds: float = SECONDS
    ) -> None:
        """Run that module in a folder, with `seconds` for each answer."""
        self._runner = Runner(environment, sys.executable)
        self._folder = folder
        self._module = module
        self._seconds = seconds
        self._running: Running | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._idle: asyncio.TimerHandle | None = None

    async def ask(self, question: bytes) -> bytes | None:
        """Give the answer; None when it failed, took too long, or too many wait."""
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        try:
            # What was begun is finished, so that the next answer is not taken for this one.
            return await asyncio.shield(asyncio.ensure_future(self._in_turn(question)))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the process."""
        if self._idle is not None:
            self._idle.cancel()
        if self._running is not None:
            self._running.close()
            self._running = None

    async def stop(self) -> None:
        """End the process, and wait until it is gone."""
        running = self._running
        self.close()
        if running is not None:
            await running.ended()

    async def _in_turn(self, question: bytes) -> bytes | None:
        async with self._turn:
            try:
                allowed = self._seconds + (0.0 if self._running else START_SECONDS)
                async with asyncio.timeout(allowed):
                    answer = await self._exchange(self._running or self._start(), question)
            except TimeoutError:
                answer = None
            if answer is None:
                self._complain(len(question))
                self.close()
            else:
                self._rest()
            return answer

    def _start(self) -> Running:
        child = self._runner.start(
            ["-P", "-s", "-B", "-m", self._module],
            self._folder,
            extra={"PYTHONPATH": str(SOURCES)},
        )
        self._running = Running(child)
        return self._running

    async def _exchange(self, child: Running, question: bytes) -> bytes | None:
        assert child.stdin is not None
        if not await child.stdin.write(LENGTH.pack(len(question)) + question):
            return None
        head = await _exactly(child, LENGTH.size)
        if head is None or (length := LENGTH.unpack(head)[0]) > LARGEST_ANSWER:
            return None
        return await _exactly(child, length)

    def _rest(self) -> None:
        """Begin to wait for the next question."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE, self.close)

    def _complain(self, size: int) -> None:
        said = self._running.stderr.text if self._running else ""
        log.warning("bounded.gave_up", module=self._module, question_bytes=size, said=said[-500:])


async def _exactly(child: Running, length: int) -> bytes | None:
    """Read that many bytes; None when it ends before."""
    parts: list[bytes] = []
    while length:
        block = await child.stdout.read(length)
        if not block:
            return None
        parts.append(block)
        length -= len(block)
    return b"".join(parts)
