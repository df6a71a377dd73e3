"""The process that highlights: reads questions from standard input, writes answers, until the end.

It holds no secret, opens no file but Python's own modules, and may use only so much of the machine.
"""

import os
import resource
import struct
import sys
from collections.abc import Iterator

from watchword.surfaces.web.typeset import highlight, markdown, questions
from watchword.surfaces.web.typeset.questions import Code

LENGTH = struct.Struct(">I")
LARGEST_QUESTION = 4 * 2**20
MOST_MEMORY = 1_024 * 2**20
"""Bytes of addresses."""
MOST_SECONDS = 10
"""Of a processor, for one question: whoever asked gave up long before."""


def answer(question: bytes) -> bytes:
    """Answer one question."""
    asked = questions.decode(question)
    if isinstance(asked, Code):
        return highlight.code(asked.name, asked.text).encode("utf-8", "replace")
    return markdown.page(asked.text, asked.base).encode("utf-8", "replace")


def _asked(stream: int) -> Iterator[bytes]:
    while head := _exactly(stream, LENGTH.size):
        length = LENGTH.unpack(head)[0]
        if length > LARGEST_QUESTION or (question := _exactly(stream, length)) is None:
            return
        yield question


def _exactly(stream: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(stream, length)
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _limit() -> None:
    """Give up what highlighting does not need."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def _more_time() -> None:
    """Allow so many seconds from now; the kernel ends who takes more, also when nobody is left."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + MOST_SECONDS
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def main() -> None:
    """Answer until there is nobody left who asks."""
    out = os.dup(sys.stdout.fileno())
    # What a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit()
    for question in _asked(sys.stdin.fileno()):
        _more_time()
        found = answer(question)
        # A pipe gives way by parts; a file object writes all of it.
        with os.fdopen(os.dup(out), "wb") as stream:
            stream.write(LENGTH.pack(len(found)) + found)


if __name__ == "__main__":
    main()
