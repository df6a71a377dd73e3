"""Which hosts the file of ssh gives other names to (ssh_config(5): Host, HostName, Include)."""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase

Included = Callable[[str], Iterable[str]]
"""The texts of the files that a pattern of Include stands for."""

_LINE = re.compile(r"\s*([A-Za-z]+)(?:\s*=\s*|\s+)(\S.*)")
MOST_INCLUDES = 16
"""How deep files include each other; ssh has the same limit."""


def real_host(alias: str, text: str, included: Included = lambda _: ()) -> str | None:
    """The HostName of an alias, in lower case; None where the file gives it none.

    Blocks of `Match` are passed over: they may run commands.
    """
    for name in _host_names(alias, text, included, MOST_INCLUDES):
        return name.replace("%h", alias).lower()
    return None


def _host_names(alias: str, text: str, included: Included, depth: int) -> Iterator[str]:
    applies = True
    for keyword, values in _lines(text):
        if keyword == "host":
            applies = _matches(alias, values)
        elif keyword == "match":
            applies = [value.lower() for value in values] == ["all"]
        elif applies and keyword == "hostname" and values:
            yield values[0]
        elif applies and keyword == "include" and depth:
            for pattern in values:
                for inner in included(pattern):
                    yield from _host_names(alias, inner, included, depth - 1)


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if not found:
            continue
        try:
            values = shlex.split(found[2], comments=True)
        except ValueError:
            continue
        yield found[1].lower(), values


def _matches(alias: str, patterns: list[str]) -> bool:
    if any(fnmatchcase(alias, one[1:]) for one in patterns if one.startswith("!")):
        return False
    return any(fnmatchcase(alias, one) for one in patterns if not one.startswith("!"))
