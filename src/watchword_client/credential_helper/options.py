"""The words that git puts behind the name of the helper; a parser would cost more than they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

STORES: Final = ("keychain", "memory", "file")
VALUED: Final = ("--store", "--timeout", "--file")
FLAGS: Final = ("--allow-http", "--help", "--version")
DEFAULT_TIMEOUT: Final = 900
"""Seconds, as with git's own credential-cache."""
USAGE: Final = """\
git-credential-watchword keeps credentials for git and renews them. Git calls it; set it up with

    git config --global credential.https://HOST.helper ''
    git config --global --add credential.https://HOST.helper 'watchword --store=keychain'

    --store=keychain    the keychain of this system (the default)
    --store=memory      the memory of a process, for --timeout=SECONDS (900)
    --store=file        a plain file that only you can read, at --file=PATH
    --allow-http        also for addresses without TLS
"""


class Misused(Exception):  # noqa: N818 - names what is wrong with the command line
    """Words that mean nothing here."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    store: str = "keychain"
    timeout: int = 0
    file: str = ""
    allow_http: bool = False
    action: str = ""


def read(words: Sequence[str]) -> Options:
    """Read `[OPTIONS] ACTION`. Raises Misused."""
    values: dict[str, str] = {}
    actions = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not word.startswith("--"):
            actions.append(word)
        elif name in VALUED:
            values[name] = value if equals else next(rest, "")
        elif word in FLAGS:
            values[word] = "yes"
        else:
            raise Misused(f"there is no option {name}")
    if "--help" in values or "--version" in values:
        return Options(action="--help" if "--help" in values else "--version")
    return _options(values, actions)


def _options(values: dict[str, str], actions: list[str]) -> Options:
    store = values.get("--store", "keychain")
    if store not in STORES:
        raise Misused(f"--store is one of {', '.join(STORES)}")
    if len(actions) != 1:
        raise Misused("say one of get, store, erase and capability")
    if "--file" in values and (store != "file" or not values["--file"]):
        raise Misused("--file names the file of --store=file")
    return Options(
        store,
        _timeout(values.get("--timeout"), store),
        values.get("--file", ""),
        "--allow-http" in values,
        actions[0],
    )


def _timeout(text: str | None, store: str) -> int:
    if store != "memory":
        if text is not None:
            raise Misused("--timeout is for --store=memory")
        return 0
    if text is None:
        return DEFAULT_TIMEOUT
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) <= 10**9):
        raise Misused("--timeout takes seconds")
    return int(text)
