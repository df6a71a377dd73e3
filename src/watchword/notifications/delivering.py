"""Telling somebody: whether they are to be told, and why."""

from collections.abc import Iterable

from msgspec.structs import replace

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, UserId
from watchword.notifications.model import NAMED, STRENGTH, Choice, Notice, Reason, Thread
from watchword.notifications.ports import Work


def tell(work: Work, user: UserId, notice: Notice, named_at: int | None = None) -> bool:
    """Tell somebody, unless they chose otherwise or know it; whether they were told.

    The same may be told again: what was written last is told once. `named_at` is when something
    came to name them that was written before (seconds since 1970).
    """
    account = work.users.by_id(user)
    if account is None or account.suspended_at is not None:
        return False
    before = work.threads.about(user, notice.subject, notice.key)
    if before is None:
        work.threads.put(user, notice, work.now)
        return True
    known = (
        _is_known(before, notice) if named_at is None else _knows_since(before, notice, named_at)
    )
    if known or not _wants(before, notice.reason):
        return False
    stronger = min(before.reason, notice.reason, key=STRENGTH.__getitem__)
    work.threads.put(user, replace(notice, reason=stronger), work.now)
    return True


def readers(
    work: Work, repository: RepoId, people: Iterable[UserId], least: Role = Role.READ
) -> frozenset[UserId]:
    """Those among some people who are that to a repository now."""
    found = set()
    for user in people:
        seen = work.repositories.by_id(repository, user)
        if seen is not None and seen.role_of_viewer >= least:
            found.add(user)
    return frozenset(found)


def _is_known(before: Thread, notice: Notice) -> bool:
    """Whether it was told already: a comment that is no newer, or a thing that happens once."""
    if notice.comment is None:
        return True
    return before.comment is not None and before.comment >= notice.comment


def _knows_since(before: Thread, notice: Notice, at: int) -> bool:
    """Whether somebody was told already that they are named, after that second or in it."""
    same = before.comment == notice.comment and before.updated_at == at
    return before.reason in NAMED and (same or before.updated_at > at)


def _wants(before: Thread, reason: Reason) -> bool:
    if before.choice is Choice.IGNORED:
        return False
    return before.choice is not Choice.UNSUBSCRIBED or reason in NAMED
