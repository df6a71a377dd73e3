"""What the rules of protected branches say to changes of refs (GHES behaviour).

Nobody rewrites or deletes a protected branch unless its rule allows it. Who may push at all, and
whether a branch is locked, does not bind those who run the repository, unless the rule says so.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from watchword.access.gate import Grant
from watchword.access.kinds import INSIDE
from watchword.access.roles import Role
from watchword.gists.model import Gist
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import TeamId, UserId
from watchword.ref_updates.model import BRANCHES, Command
from watchword.repositories.model import Repository
from watchword.repositories.ports import Work
from watchword.repositories.protection import Protection, Rulebook

DECLINED: Final = "protected branch hook declined"
"""What git's report says of such a ref (GHES behaviour)."""
FAILED: Final = "error: GH006: Protected branch update failed for {ref}."
"""The line above the reasons, for the person at the terminal (GHES behaviour)."""
DELETION: Final = "Cannot delete this branch"
REWRITING: Final = "Cannot force-push to this branch"
LOCKED: Final = "Cannot change this locked branch"
NOT_AUTHORIZED: Final = "You're not authorized to push to this branch."
MOST: Final = 1_000
"""Refs of one push, where rules mean patterns of names."""
TOO_MANY: Final = f"Push at most {MOST} refs at once: patterns of names are protected here"
NOT_CREATED: Final = "You're not authorized to create this branch."


class BranchProtected(Invalid):
    """Rules of protected branches are against it; nothing was changed."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        """Keep the reason of each ref."""
        complaints = (
            FieldError("Reference", "ref", "custom", f"{ref}: {reason}")
            for ref, reason in reasons.items()
        )
        super().__init__(*complaints, text=next(iter(reasons.values())))
        self.reasons = dict(reasons)


class Standing(Struct, frozen=True):
    """Who wants to change refs."""

    user: UserId | None
    runs_it: bool
    """Runs the repository, or the server."""
    teams: frozenset[TeamId] = frozenset()
    """The teams that rules name and that the person is in, or in one below."""


class Judged(Struct):
    """What the rules say."""

    refused: dict[str, str] = field(default_factory=dict)
    """Refs that stay as they are, each with the reason."""
    overridden: list[tuple[Protection, Command]] = field(default_factory=list)
    """What is done only because somebody who runs the repository does it."""


def rules_of(work: Work, target: Repository | Gist) -> Sequence[Protection]:
    """The rules that hold for what is pushed to; a gist has none."""
    return work.protections.of(target.id) if isinstance(target, Repository) else ()


def standing(
    work: Work, grant: Grant[Repository] | Grant[Gist], rules: Sequence[Protection]
) -> Standing:
    """Who it is, by those rules, that was granted to move refs."""
    actor, user = grant.actor, grant.actor.user
    named = {team for one in rules for team in one.rules.teams}
    teams = () if user is None else (one for one in named if work.teams.member(one, user))
    runs_it = actor.kind in INSIDE or grant.target.role_of(actor) >= Role.ADMIN
    return Standing(user, runs_it, frozenset(teams))


def unsure(rules: Sequence[Protection], commands: Sequence[Command]) -> list[Command]:
    """The commands of which it matters whether they rewrite history."""
    book = Rulebook(rules)
    if _too_many(book, commands):
        return []
    moved = [one for one in commands if not one.creates and not one.deletes]
    held = [(one, _rule(book, one)) for one in moved]
    return [one for one, rule in held if rule and not rule.rules.allow_force_pushes]


def judge(
    rules: Sequence[Protection],
    who: Standing,
    commands: Sequence[Command],
    straight: Collection[Command],
) -> Judged:
    """Judge commands. `straight` are those that go on from where the branch stood.

    What is not known to go on from there counts as rewriting.
    """
    judged, book = Judged(), Rulebook(rules)
    if _too_many(book, commands):
        branches = (one.ref for one in commands if one.ref.startswith(BRANCHES))
        return Judged(dict.fromkeys(branches, TOO_MANY))
    for command in commands:
        if (rule := _rule(book, command)) is None:
            continue
        free = who.runs_it and not rule.rules.enforce_admins
        always, bound = _for_all(rule, command, straight), _for_some(rule, who, command)
        if always or (bound and not free):
            judged.refused[command.ref] = always or bound
        elif bound:
            judged.overridden.append((rule, command))
    return judged


def _too_many(book: Rulebook, commands: Sequence[Command]) -> bool:
    """Whether it would take too long to hold each branch against each pattern."""
    return bool(book.meaning_several) and len(commands) > MOST


def _rule(book: Rulebook, command: Command) -> Protection | None:
    if not command.ref.startswith(BRANCHES):
        return None
    return book.governing(command.ref.removeprefix(BRANCHES))


def _for_all(rule: Protection, command: Command, straight: Collection[Command]) -> str:
    """What nobody may do, whoever it is."""
    if command.deletes:
        return "" if rule.rules.allow_deletions else DELETION
    if command.creates or rule.rules.allow_force_pushes or command in straight:
        return ""
    return REWRITING


def _for_some(rule: Protection, who: Standing, command: Command) -> str:
    """What some may not do."""
    rules = rule.rules
    if rules.lock_branch and not command.creates:
        return LOCKED
    if not rules.restricted or who.user in rules.users or who.teams.intersection(rules.teams):
        return ""
    if command.creates:
        return NOT_CREATED if rules.block_creations else ""
    return NOT_AUTHORIZED
