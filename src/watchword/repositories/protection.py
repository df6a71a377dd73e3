"""Rules of protected branches, and which of them holds for a branch."""

from collections.abc import Sequence

from msgspec import Struct

from watchword.kernel.ids import ProtectionId, RepoId, TeamId, UserId
from watchword.repositories import patterns


class ProtectionRules(Struct, frozen=True):
    """What may not be done, or may be done after all. As it begins: no rewriting, no deleting."""

    restricted: bool = False
    """Only `users`, and who is in `teams`, may push."""
    users: tuple[UserId, ...] = ()
    teams: tuple[TeamId, ...] = ()
    allow_force_pushes: bool = False
    allow_deletions: bool = False
    enforce_admins: bool = False
    """It holds for those who run the repository as well."""
    lock_branch: bool = False
    """Nobody pushes."""
    block_creations: bool = False
    """Where it is restricted: only they make branches that the rule means."""


class Protection(Struct, frozen=True):
    """A rule: for branches of which names, and what may not be done to them."""

    id: ProtectionId
    repository: RepoId
    pattern: str
    rules: ProtectionRules

    @property
    def is_exact(self) -> bool:
        """Whether it means one branch only."""
        return patterns.is_plain(self.pattern)

    def means(self, branch: str) -> bool:
        """Whether a branch of that short name is among those that it means."""
        return patterns.matches(self.pattern, branch)


class Rulebook:
    """The rules of a repository, made ready to be asked about many branches."""

    def __init__(self, rules: Sequence[Protection]) -> None:
        """Take the rules, the oldest first."""
        self._named = {one.pattern: one for one in rules}
        self.meaning_several = [one for one in rules if not one.is_exact]

    def governing(self, branch: str) -> Protection | None:
        """The rule that holds for a branch: that of its name, else the oldest that means it."""
        meant = (one for one in self.meaning_several if one.means(branch))
        return self._named.get(branch) or next(meant, None)


def governing(rules: Sequence[Protection], branch: str) -> Protection | None:
    """The rule that holds for one branch."""
    return Rulebook(rules).governing(branch)
