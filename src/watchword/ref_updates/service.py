"""How a change of refs is opened before git makes it, and closed after."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import contents, releases
from watchword.access.table import gists as gist_table
from watchword.access.table import git as table
from watchword.accounts.model import Site
from watchword.gists.events import GistPushed
from watchword.gists.model import Gist
from watchword.kernel.errors import NotPermitted
from watchword.kernel.ids import GistId, PushId, RepoId
from watchword.ref_updates import protected
from watchword.ref_updates.events import Pushed
from watchword.ref_updates.model import Command, Push
from watchword.ref_updates.ports import Work
from watchword.ref_updates.protected import BranchProtected
from watchword.ref_updates.told import told_of
from watchword.repositories.model import Repository
from watchword.repositories.protection_events import PolicyOverridden

MOVING_REFS = (
    table.MOVING_REFS | gist_table.MOVING_REFS | contents.MOVING_REFS | releases.MOVING_REFS
)
"""The operations that move refs."""
ARCHIVED = "This repository was archived so it is read-only."
"""GitHub's sentence to git (GHES behaviour)."""


class Opened(Struct, frozen=True):
    """A push that git may now carry out."""

    id: PushId
    repository: RepoId | GistId
    """What was pushed to: the number of a repository, or the id of a gist."""
    key: str
    """The name of the repository's folder."""
    others: Sequence[Push]
    """Pushes to the same repository that are open too: in progress, or left by a crash."""


def open_push(
    work: Work,
    grant: Grant[Repository] | Grant[Gist],
    commands: Sequence[Command],
    straight: Collection[Command] = (),
) -> Opened:
    """Keep what git is about to do; only after that it may.

    `straight` are the commands that go on from where their branch stood (ref_updates/protected.py).
    Raises NotPermitted when the repository is archived, and BranchProtected.
    """
    must_move_refs(grant)
    repository = grant.target
    _must_be_free(work, grant, commands, straight)
    others = work.pushes.left_open(repository.id)
    opened = work.pushes.open(repository.id, commands, grant.actor.origin, work.now)
    return Opened(opened, repository.id, repository.key, others)


def _must_be_free(
    work: Work,
    grant: Grant[Repository] | Grant[Gist],
    commands: Sequence[Command],
    straight: Collection[Command],
) -> None:
    """Raise BranchProtected where rules are against it; record where they were overridden."""
    rules = protected.rules_of(work, grant.target)
    judged = protected.judge(rules, protected.standing(work, grant, rules), commands, straight)
    if judged.refused:
        raise BranchProtected(judged.refused)
    for rule, one in judged.overridden:
        work.record(PolicyOverridden(rule.repository, rule.id, one.ref, one.old, one.new))


def must_move_refs(grant: Grant[Repository] | Grant[Gist]) -> None:
    """Stop who was granted something else. Raises NotPermitted when the repository is archived."""
    if grant.operation not in MOVING_REFS:
        msg = f"grant for {grant.operation.name} used to move refs"
        raise AssertionError(msg)
    if grant.target.is_archived:
        raise NotPermitted(ARCHIVED)


def left_open(
    work: Work, grant: Grant[Site], repository: RepoId | GistId | None = None
) -> Sequence[Push]:
    """Pushes that are open, of one place or of all: in progress, or left by a crash."""
    grant.must_cover(table.SETTLE)
    return work.pushes.left_open(repository)


def close_push(
    work: Work,
    push: Opened | Push,
    done: Sequence[Command],
    default_branch: str | None = None,
) -> bool:
    """Keep what git did, and record it when it did anything.

    `default_branch` is a short name, given when the push made the repository's first branch. Gives
    False when somebody else closed the push before, or the repository is gone: nothing is recorded
    then. The unit's origin must be that of the push.
    """
    if not work.pushes.close(push.id, done, work.now):
        return False
    if done:
        _moved(work, push, done, default_branch)
    return True


def _moved(
    work: Work, push: Opened | Push, done: Sequence[Command], default_branch: str | None
) -> None:
    first, place = done[0], push.repository
    told = (push.id, first.ref, first.old, first.new, len(done), push.key)
    if isinstance(place, str):
        work.gists.pushed(place, work.now, default_branch)
        work.record(GistPushed(place, *told))
        return
    work.repositories.pushed(place, work.now)
    if default_branch is not None:
        work.repositories.update(place, {"default_branch": default_branch}, work.now)
    several = tuple((one.ref, one.old, one.new) for one in told_of(done))
    work.record(Pushed(place, *told, told=several if len(done) > 1 else None))
