"""Asks the process that highlights, remembers its answers, and makes do where it gives up."""

import hashlib
from collections import OrderedDict
from typing import Final, Protocol

from markupsafe import Markup
from msgspec import Struct

from watchword.surfaces.web.typeset import lines, questions
from watchword.surfaces.web.typeset.questions import Base, Code, Markdown, Question

LARGEST: Final = 512 * 1_024
"""Characters that are highlighted or read as Markdown."""
MOST_LINES: Final = 10_000
REMEMBERED: Final = 16 * 2**20
"""Characters of answers in memory."""


class Bench(Protocol):
    """Something that answers questions, and can be stopped when it takes too long."""

    async def ask(self, question: bytes) -> bytes | None:
        """Give the answer; None when there is none in time."""


class Lines(Struct, frozen=True):
    """A file's rows of numbered lines."""

    html: Markup
    plain: bool = False
    """Without colours: it is too long for them, or they took too long."""
    cut: bool = False
    """Not all of its lines are there."""


class Typesetter:
    """Makes HTML of what lies in repositories."""

    def __init__(self, bench: Bench) -> None:
        """Let that do the work."""
        self._bench = bench
        self._answers: OrderedDict[bytes, str] = OrderedDict()
        self._remembered = 0

    async def code(self, name: str, text: str) -> Lines:
        """Make the numbered lines of a file."""
        long = len(text) > LARGEST or text.count("\n") > MOST_LINES
        html = None if long else await self._answer(Code(name, text))
        if html is not None:
            return Lines(Markup(html))  # noqa: S704 - made of escaped text by the formatter
        cut = text.count("\n") > MOST_LINES
        return Lines(Markup(lines.plain(text, MOST_LINES)), plain=True, cut=cut)  # noqa: S704

    async def markdown(self, text: str, base: Base) -> Markup | None:
        """Make the page of a Markdown file; None when it is too long, or takes too long."""
        html = await self._answer(Markdown(text, base)) if len(text) <= LARGEST else None
        return None if html is None else Markup(html)  # noqa: S704 - sanitised as the last step

    async def _answer(self, question: Question) -> str | None:
        """Ask, unless the same was asked before.

        What is remembered is found by the content alone: who asks has been let through already.
        """
        asked = questions.encode(question)
        name = hashlib.sha256(asked).digest()
        if (known := self._answers.get(name)) is not None:
            self._answers.move_to_end(name)
            return known
        answer = await self._bench.ask(asked)
        if answer is None:
            return None
        html = answer.decode()
        self._remember(name, html)
        return html

    def _remember(self, name: bytes, html: str) -> None:
        if name not in self._answers:
            self._remembered += len(html)
        self._answers[name] = html
        while self._remembered > REMEMBERED:
            self._remembered -= len(self._answers.popitem(last=False)[1])
