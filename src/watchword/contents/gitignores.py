"""Lists of files that git is to leave alone, one for each language. The texts are git-ignore's."""

from functools import cache
from importlib import resources
from typing import Final

import git_ignore  # type: ignore[import-untyped]

FOLDER: Final = "template"
ENDING: Final = ".gitignore"


@cache
def names() -> tuple[str, ...]:
    """The names of all lists."""
    found = (one.name for one in (resources.files(git_ignore) / FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in found if name.endswith(ENDING)))


@cache
def find(name: str) -> str | None:
    """The list of exactly that name."""
    if name not in names():
        return None
    return (resources.files(git_ignore) / FOLDER / f"{name}{ENDING}").read_text("utf-8")
