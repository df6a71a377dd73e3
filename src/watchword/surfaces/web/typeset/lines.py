"""Numbered lines of a file, as rows of a table."""

from collections.abc import Iterable
from html import escape


def rows(lines: Iterable[str]) -> str:
    """Make the rows; each line is HTML already and ends within itself."""
    return "".join(
        f'<tr id="L{number}"><td class="code-number"><a href="#L{number}">{number}</a></td>'
        f'<td class="code-line">{line}\n</td></tr>'
        for number, line in enumerate(lines, 1)
    )


def plain(text: str, most: int) -> str:
    """Make the rows of the first lines of a text, without colours."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return rows(escape(line) for line in lines[:most])
