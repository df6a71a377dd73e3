"""Reading one's threads, and choosing what one is told of."""

from watchword.access.gate import Grant
from watchword.access.table import notifications as table
from watchword.accounts.model import User
from watchword.kernel.ids import UserId
from watchword.notifications.model import Choice, Notice, Reason, Subject, Thread
from watchword.notifications.ports import Sight, Work
from watchword.repositories.model import Repository


def mark_all(
    work: Work, grant: Grant[User], sight: Sight, until: int | None, *, read: bool = True
) -> None:
    """Mark as read what nothing happened to after that second; all of it where none is named."""
    grant.must_cover(table.MARK_ALL)
    work.threads.mark(sight, work.now if until is None else until, work.now, read=read)


def mark_repository(work: Work, grant: Grant[Repository], sight: Sight, until: int | None) -> None:
    """The same of one repository."""
    grant.must_cover(table.MARK_REPOSITORY)
    assert sight.repository == grant.target
    work.threads.mark(sight, work.now if until is None else until, work.now)


def mark(work: Work, grant: Grant[Thread]) -> None:
    """Mark a thread as read."""
    grant.must_cover(table.CHANGE_THREAD)
    work.threads.mark_one(grant.target.id, work.now)


def done(work: Work, grant: Grant[Thread]) -> None:
    """Put a thread out of the inbox."""
    grant.must_cover(table.CHANGE_THREAD)
    work.threads.done(grant.target.id, work.now)


def choose(work: Work, grant: Grant[Thread], choice: Choice) -> Thread:
    """Choose what one is told of a thread."""
    grant.must_cover(table.CHANGE_THREAD)
    work.threads.choose(grant.target.id, choice, work.now)
    found = work.threads.find(grant.target.user, grant.target.id)
    assert found is not None, "it was there in this unit"
    return found


def follow_commit(
    work: Work, grant: Grant[Repository], user: UserId, sha: str, title: str, choice: Choice
) -> None:
    """Choose it for a commit of which one was not told yet, or was."""
    grant.must_cover(table.FOLLOW_COMMIT)
    key = commit_key(grant.target, sha)
    if work.threads.about(user, Subject.COMMIT, key) is None:
        notice = Notice(Subject.COMMIT, key, title, Reason.MANUAL, grant.target.id)
        work.threads.put(user, notice, work.now, unread=False)
    found = work.threads.about(user, Subject.COMMIT, key)
    assert found is not None
    work.threads.choose(found.id, choice, work.now)


def commit_key(repository: Repository, sha: str) -> str:
    """What tells a commit of a repository from all others."""
    return f"{repository.id}/{sha}"
