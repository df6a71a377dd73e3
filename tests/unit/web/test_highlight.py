"""Code is coloured by its name, escaped in any case, and never takes the server along."""

import asyncio
import re
from html import unescape

import pytest

from watchword.surfaces.web.typeset import highlight, lines, questions, typesetter, worker
from watchword.surfaces.web.typeset.questions import Base, Code, Markdown
from watchword.surfaces.web.typeset.typesetter import Typesetter

SPAN = re.compile(r"<span class=\"hl-[a-z0-9]+\">|</span>")


def shown(html):
    """The lines as people see them."""
    cells = re.findall(r'<td class="code-line">(.*?)\n</td>', html, re.DOTALL)
    return [SPAN.sub("", cell) for cell in cells]


@pytest.mark.parametrize(
    ("name", "text", "colour"),
    [
        ("a.py", "return 1\n", "hl-k"),
        ("deep/folder/a.rs", "fn main() {}\n", "hl-k"),
        ("Makefile", "all:\n\techo x\n", "hl-nf"),
        ("script", "#!/usr/bin/env python3\nreturn 1\n", "hl-k"),
        ("script", "#!/bin/sh\nif true; then\n", "hl-k"),
    ],
)
def test_the_language_is_told_by_the_name_or_the_first_line(name, text, colour):
    assert f'class="{colour}"' in highlight.code(name, text)


def test_a_file_of_no_known_language_is_shown_plain():
    assert "<span" not in highlight.code("words", "just words\n")


@pytest.mark.parametrize("name", ["a.py", "a.html", "a.js", "a.svg", "words", "a.md", "a.json"])
def test_markup_in_code_is_only_shown(name):
    text = "<script>alert(1)</script>\n\"'&<img src=x onerror=alert(1)>\n</td></table>\n"
    html = highlight.code(name, text)
    cells = "\n".join(shown(html))
    assert "<" not in cells
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in cells


def test_each_line_ends_within_itself():
    html = highlight.code("a.py", 'x = """one\ntwo\n\nthree"""\n')
    assert [unescape(line) for line in shown(html)] == ['x = """one', "two", "", 'three"""']
    for row in html.split("</tr>"):
        assert row.count("<span") == row.count("</span>")


@pytest.mark.parametrize("text", ["", "x", "x\n", "\n", "\n\nx", "a\r\nb", "a\rb", "\ttab  \n"])
def test_coloured_and_plain_lines_are_numbered_alike(text):
    coloured = highlight.code("words", text)
    assert shown(coloured) == shown(lines.plain(text, 100))


def test_the_process_answers_both_kinds_of_questions():
    asked = questions.encode(Code("a.py", "return 1\n"))
    assert b"hl-k" in worker.answer(asked)
    asked = questions.encode(Markdown("# Title", Base("", "/b/", "/r/")))
    assert b"user-content-title" in worker.answer(asked)


class Bench:
    """Answers, or gives up."""

    def __init__(self, *, gives_up=False):
        self.asked = []
        self._gives_up = gives_up

    async def ask(self, question):
        self.asked.append(question)
        return None if self._gives_up else worker.answer(question)


def test_what_was_answered_once_is_remembered():
    bench = Bench()
    setter = Typesetter(bench)
    first = asyncio.run(setter.code("a.py", "return 1\n"))
    assert asyncio.run(setter.code("a.py", "return 1\n")) == first
    assert len(bench.asked) == 1
    asyncio.run(setter.code("a.rs", "return 1\n"))
    assert len(bench.asked) == 2


def test_memory_of_answers_is_bounded(monkeypatch):
    monkeypatch.setattr(typesetter, "REMEMBERED", 1_000)
    setter = Typesetter(Bench())
    for number in range(50):
        asyncio.run(setter.code("words", f"{number}\n"))
    assert setter._remembered <= 1_000
    assert sum(map(len, setter._answers.values())) == setter._remembered


def test_what_takes_too_long_is_shown_without_colours():
    found = asyncio.run(Typesetter(Bench(gives_up=True)).code("a.py", "return <1>\n"))
    assert (found.plain, found.cut) == (True, False)
    assert shown(found.html) == ["return &lt;1&gt;"]
    assert asyncio.run(Typesetter(Bench(gives_up=True)).markdown("x", Base("", "/", "/"))) is None


def test_what_is_too_long_is_not_asked_for():
    bench = Bench()
    setter = Typesetter(bench)
    long = asyncio.run(setter.code("a.py", "x" * (typesetter.LARGEST + 1)))
    many = asyncio.run(setter.code("a.py", "x\n" * (typesetter.MOST_LINES + 5)))
    page = asyncio.run(setter.markdown("x" * (typesetter.LARGEST + 1), Base("", "/", "/")))
    assert (long.plain, long.cut) == (True, False)
    assert (many.plain, many.cut, len(shown(many.html))) == (True, True, typesetter.MOST_LINES)
    assert page is None
    assert bench.asked == []
