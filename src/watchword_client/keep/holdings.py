"""What each helper holds for a host: all of them are asked, at once, each for two seconds."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from watchword_client.credential import Credential
from watchword_client.git import Answer, Entry, Git
from watchword_client.host import Host
from watchword_client.keep import keepers
from watchword_client.keep.keepers import Keeper
from watchword_client.url_match import counts

HELPERS: Final = r"^credential\.(.*\.)?helper$"
ENTRY: Final = "credential."
HELPER: Final = ".helper"
AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A helper that git's configuration names for a host."""

    keeper: Keeper
    in_effect: bool
    """Git asks it; not so where an empty value stands after it."""
    scope: str
    """Of the entry: system, global, local …; "" for one that only the companion remembers."""
    origin: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A helper, and what it said."""

    named: Named
    answer: Answer

    @property
    def credential(self) -> Credential | None:
        """What it holds."""
        return self.answer.credential


def named(git: Git, host: Host, more: Iterable[str] = ()) -> list[Named]:
    """The helpers for a host, each once, in the order in which git asks those in effect.

    `more` are values that no entry names any more; they may hold something nevertheless.
    """
    found: dict[str, Named] = {}
    for entry in git.entries(HELPERS):
        if not _is_for(entry, host):
            continue
        if not entry.value:
            found = {key: _without_effect(one) for key, one in found.items()}
            continue
        found.pop(entry.value, None)
        keeper = keepers.recognised(entry.value)
        found[entry.value] = Named(keeper, True, entry.scope, entry.origin)  # noqa: FBT003
    for value in more:
        if value not in found:
            found[value] = Named(keepers.recognised(value), False, "", "")  # noqa: FBT003
    return list(found.values())


def ask_all(
    git: Git, host: Host, helpers: Sequence[Named], username: str | None = None
) -> list[Holding]:
    """Ask each what it holds for the host, or one account; answers come in the same order."""
    asked = Credential.of(host, username)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda one: git.ask(one.keeper.helper, "get", asked), helpers)
        return [Holding(*pair) for pair in zip(helpers, answers, strict=True)]


def _is_for(entry: Entry, host: Host) -> bool:
    if entry.key == "credential.helper":
        return True
    return counts(entry.key.removeprefix(ENTRY).removesuffix(HELPER), host.url)


def _without_effect(one: Named) -> Named:
    return Named(one.keeper, False, one.scope, one.origin)  # noqa: FBT003
