"""Licences that people choose from, and which one a text is. The texts are pychoosealicense's."""

import re
from functools import cache
from importlib import resources
from typing import Final

from msgspec import Struct

SOURCE: Final = "pychoosealicense"
TEXTS: Final = "_licenses"
FIELDS: Final = ("year", "fullname", "login", "email", "project", "description", "projecturl")
"""What stands in brackets in a licence until somebody uses it."""
LARGEST: Final = 256 * 1_024
"""Bytes of a file that is compared with the licences."""
ALIKE: Final = 0.95
"""Of two texts: how much of their words they must share (Dice's coefficient)."""
COPYRIGHT: Final = re.compile(r"^\W*(?:copyright|\(c\)|©|all rights reserved).*$", re.MULTILINE)
WORD: Final = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
STEMS: Final = ("licen", "copying", "unlicense")
"""How names of files begin that hold a licence, in order of preference."""


class Licence(Struct, frozen=True):
    """A licence."""

    key: str
    name: str
    spdx_id: str
    description: str
    implementation: str
    permissions: tuple[str, ...]
    conditions: tuple[str, ...]
    limitations: tuple[str, ...]
    body: str
    featured: bool
    hidden: bool
    """Not among those that are offered first."""
    nickname: str | None

    def filled(self, **values: str) -> str:
        """The text with the brackets filled in; what is not told stays."""
        text = self.body
        for name, value in values.items():
            text = text.replace(f"[{name}]", value)
        return text


@cache
def every() -> tuple[Licence, ...]:
    """All licences, by key."""
    folder = resources.files(SOURCE) / TEXTS
    keys = (one.name.removesuffix(".txt") for one in folder.iterdir())
    return tuple(_read(key) for key in sorted(keys) if not key.startswith("__"))


def find(key: str) -> Licence | None:
    """The licence of that key, whatever the case."""
    return _by_key().get(key.lower())


@cache
def _by_key() -> dict[str, Licence]:
    return {one.key: one for one in every()}


def recognised(data: bytes) -> Licence | None:
    """Which licence a file is; None where it is none of them, or a changed one."""
    if len(data) > LARGEST:
        return None
    words = _words(data.decode("utf-8", "replace"))
    found = max(((_alike(words, _known(one.key)), one.key) for one in every()), default=(0.0, ""))
    return find(found[1]) if found[0] >= ALIKE else None


def rank(name: bytes) -> int | None:
    """How well a file's name tells that a licence is in it, 0 the best; None: not at all."""
    text = name.lower().decode("utf-8", "replace")
    return next((at for at, stem in enumerate(STEMS) if text.startswith(stem)), None)


def _read(key: str) -> Licence:
    # It reads files of YAML as it is imported, and few requests ever need it.
    from pychoosealicense import get_license  # noqa: PLC0415

    found = get_license(key)
    brackets = {name: f"[{name}]" for name in FIELDS}
    return Licence(
        key=key,
        name=found.title,
        spdx_id=found.spdx_id,
        description=found.description,
        implementation=found.how.format(**brackets),
        permissions=tuple(rule.tag for rule in found.permissions),
        conditions=tuple(rule.tag for rule in found.conditions),
        limitations=tuple(rule.tag for rule in found.limitations),
        body=found.content.format(**brackets).strip("\n") + "\n",
        featured=found.featured,
        hidden=found.hidden,
        nickname=found.nickname,
    )


@cache
def _known(key: str) -> frozenset[str]:
    found = find(key)
    assert found is not None
    return _words(found.body)


def _words(text: str) -> frozenset[str]:
    """The words of a text without lines that tell whose it is: those are everybody's own."""
    return frozenset(WORD.findall(COPYRIGHT.sub("", text.lower())))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)
