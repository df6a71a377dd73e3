"""Rules of `url.<base>.insteadOf`: what git really asks when a remote says something else."""

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watchword_client.git import Git

KEYS = r"^url\..*\.(insteadof|pushinsteadof)$"
"""For `git config --get-regexp`."""
_KEY = re.compile(r"url\.(.*)\.(insteadof|pushinsteadof)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """Addresses that begin with `instead_of` are read as if they began with `base`."""

    base: str
    instead_of: str
    only_push: bool = False
    scope: str = "global"
    """Where it stands: system, global, local, worktree or command."""

    @property
    def removal(self) -> str | None:
        """The command that takes it away; None where that is not the person's to do."""
        if self.scope not in {"global", "local"}:
            return None
        kind = "pushInsteadOf" if self.only_push else "insteadOf"
        front = ("git", "config", f"--{self.scope}", "--fixed-value", "--unset-all")
        return shlex.join((*front, f"url.{self.base}.{kind}", self.instead_of))


def of(git: Git) -> list[Rule]:
    """All rules that hold in the folder that git is run in."""
    return read((one.scope, one.key, one.value) for one in git.entries(KEYS))


def read(entries: Iterable[tuple[str, str, str]]) -> list[Rule]:
    """Read rules from entries of a configuration: scope, key, value."""
    found = []
    for scope, key, value in entries:
        match = _KEY.fullmatch(key)
        if match and value:
            only_push = match[2].lower() == "pushinsteadof"
            found.append(Rule(match[1], value, only_push=only_push, scope=scope))
    return found


def deciding(url: str, rules: Sequence[Rule], *, pushing: bool = False) -> Rule | None:
    """The rule that git applies to an address: the one that stands instead of most of it."""
    fitting = [one for one in rules if url.startswith(one.instead_of)]
    for_pushes = [one for one in fitting if one.only_push] if pushing else []
    candidates = for_pushes or [one for one in fitting if not one.only_push]
    return max(candidates, key=lambda one: len(one.instead_of), default=None)


def asked(url: str, rules: Sequence[Rule], *, pushing: bool = False) -> str:
    """The address that git asks."""
    rule = deciding(url, rules, pushing=pushing)
    return url if rule is None else rule.base + url.removeprefix(rule.instead_of)
