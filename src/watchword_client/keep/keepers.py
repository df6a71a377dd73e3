"""Which helpers can keep a credential on this system, and what is known of each by its name."""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SECOND: Final = 1
UNITS: Final = {"s": SECOND, "m": 60, "h": 3_600, "d": 86_400}
DURATION = re.compile(r"([1-9][0-9]{0,6})([smhd]?)")
LONGEST: Final = 366 * 86_400
WORKDAY: Final = 8 * 3_600
"""Seconds for which memory keeps a credential where no duration is named."""


class Kind(StrEnum):
    """Where a credential lies."""

    KEYCHAIN = "keychain"
    MEMORY = "memory"
    FILE = "file"
    """A file that whoever reads it can use: plain text."""
    OTHER = "other"
    """Of another program, which is not known here."""


@dataclass(frozen=True, slots=True)
class Keep:
    """What the person wants; `kind` is None for the best there is."""

    kind: Kind | None = None
    seconds: int = WORKDAY


@dataclass(frozen=True, slots=True)
class Keeper:
    """One helper that keeps credentials."""

    helper: str
    """The value of `credential.helper`."""
    kind: Kind
    renews: bool = False
    """It gets the next token before one ends."""
    stores: bool = True
    """It keeps what git gives it; gh and git-credential-oauth give only their own."""
    title: str = ""

    @property
    def name(self) -> str:
        """What to call it: its value, or its title where that is a whole command line."""
        return self.title if self.helper.startswith("!") and self.title else self.helper

    @property
    def is_plain(self) -> bool:
        """Whether what it keeps can be read by who gets hold of the disk."""
        return self.kind is Kind.FILE


def read_keep(text: str) -> Keep:
    """Read `keychain`, `file`, `memory` or `memory=DURATION`. Raises ValueError."""
    name, equals, duration = text.partition("=")
    if name not in {Kind.KEYCHAIN, Kind.MEMORY, Kind.FILE} or (equals and name != Kind.MEMORY):
        msg = f"{text!r} is none of keychain, memory, memory=DURATION and file"
        raise ValueError(msg)
    return Keep(Kind(name), seconds(duration) if equals else WORKDAY)


def seconds(text: str) -> int:
    """Read a duration such as 900, 30m, 8h or 7d. Raises ValueError."""
    found = DURATION.fullmatch(text)
    length = int(found[1]) * UNITS[found[2] or "s"] if found else 0
    if not 0 < length <= LONGEST:
        msg = f"{text!r} is no duration such as 900, 30m, 8h or 7d, of a year at most"
        raise ValueError(msg)
    return length


def candidates(
    keep: Keep, system: str, ours: str | None, there: Callable[[str], bool]
) -> list[Keeper]:
    """The helpers to be tried, best first.

    `ours` is how git is told to run `git-credential-watchword`; `there` tells whether git has a
    helper of that name. Plain text is among them only where it was asked for.
    """
    found = []
    if keep.kind in {None, Kind.KEYCHAIN}:
        found += _keychains(system, ours, there)
    if keep.kind in {None, Kind.MEMORY}:
        found += _memories(keep.seconds, system, ours, there)
    if keep.kind is Kind.FILE:
        found += _files(ours, there)
    return found


KEYCHAINS: Final = {
    "darwin": (("osxkeychain", "the macOS keychain"), ("manager", "")),
    "win32": (("wincred", "the Windows Credential Manager"), ("manager", "")),
    "linux": (("libsecret", "the keyring of the desktop"), ("manager", "")),
}
MANAGER: Final = "Git Credential Manager"


def _keychains(system: str, ours: str | None, there: Callable[[str], bool]) -> list[Keeper]:
    found = []
    if ours is not None:
        title = "the keychain of this system"
        found.append(Keeper(f"{ours} --store=keychain", Kind.KEYCHAIN, renews=True, title=title))
    for name, title in KEYCHAINS.get(system, ()):
        if there(name):
            found.append(Keeper(name, Kind.KEYCHAIN, title=title or MANAGER))
    return found


def _memories(
    length: int, system: str, ours: str | None, there: Callable[[str], bool]
) -> list[Keeper]:
    """What holds sockets of Unix; Windows has none that git's daemon could use."""
    if system == "win32":
        return []
    found = []
    if ours is not None:
        words = f"{ours} --store=memory --timeout={length}"
        found.append(Keeper(words, Kind.MEMORY, renews=True, title="memory"))
    if there("cache"):
        found.append(Keeper(f"cache --timeout={length}", Kind.MEMORY, title="git's memory"))
    return found


def _files(ours: str | None, there: Callable[[str], bool]) -> list[Keeper]:
    found = []
    if ours is not None:
        title = "a plain file of yours"
        found.append(Keeper(f"{ours} --store=file", Kind.FILE, renews=True, title=title))
    if there("store"):
        found.append(Keeper("store", Kind.FILE, title="the plain file ~/.git-credentials"))
    return found


def recognised(helper: str) -> Keeper:
    """What is known of a value of `credential.helper`."""
    words = _words(helper)
    name = _name(words)
    if name == "watchword":
        return _ours(helper, words)
    kinds = {
        "store": (Kind.FILE, "git's plain file"),
        "cache": (Kind.MEMORY, "git's memory"),
        "osxkeychain": (Kind.KEYCHAIN, "the macOS keychain"),
        "libsecret": (Kind.KEYCHAIN, "the keyring of the desktop"),
        "gnome-keyring": (Kind.KEYCHAIN, "the keyring of the desktop"),
        "wincred": (Kind.KEYCHAIN, "the Windows Credential Manager"),
        "manager": (Kind.OTHER, MANAGER),
        "manager-core": (Kind.OTHER, MANAGER),
        "gh": (Kind.OTHER, "gh"),
        "oauth": (Kind.OTHER, "git-credential-oauth"),
    }
    kind, title = kinds.get(name, (Kind.OTHER, name or "a script"))
    return Keeper(helper, kind, title=title, stores=name not in {"gh", "oauth"})


def _ours(helper: str, words: list[str]) -> Keeper:
    stores = [word.partition("=")[2] for word in words if word.startswith("--store=")]
    kind = {"memory": Kind.MEMORY, "file": Kind.FILE}.get(stores[-1] if stores else "")
    titles = {Kind.MEMORY: "memory", Kind.FILE: "a plain file of yours"}
    if kind is None:
        return Keeper(helper, Kind.KEYCHAIN, renews=True, title="the keychain of this system")
    return Keeper(helper, kind, renews=True, title=titles[kind])


def _words(helper: str) -> list[str]:
    try:
        # Backslashes are what separates folders on Windows, and are left alone.
        lexer = shlex.shlex(helper.removeprefix("!"), posix=True, punctuation_chars=False)
        lexer.whitespace_split = True
        lexer.escape = ""
        lexer.commenters = ""
        return list(lexer)
    except ValueError:
        return helper.split()


def _name(words: list[str]) -> str:
    """The name of a helper, whether it is written as a name, as a path, or behind `!git`."""
    for word in words:
        base = re.split(r"[/\\]", word)[-1].removesuffix(".exe")
        if base in {"git", "credential"}:
            continue
        if base.startswith("python") or base in {"-P", "-m", "py"}:
            continue
        if base.startswith("watchword_client.credential_helper"):
            return "watchword"
        return base.removeprefix("git-credential-").removeprefix("credential-")
    return ""
