"""Mails about comments on commits: who is named in one reads it, and may let go of it."""

from collections.abc import Sequence
from typing import Final

from watchword.audit.model import StoredEvent
from watchword.kernel.ids import CommitCommentId, RepoId
from watchword.social.comments.model import CommitComment
from watchword.surfaces.mails.letter import Addressee, Values, account
from watchword.surfaces.shapes.commit_comments import page_of
from watchword.work.comment_notices import told_by_mail
from watchword.work.unit import Work

HOUR: Final = 3_600
MOST_AN_HOUR: Final = 100
"""Mails that what one person writes may cause: nobody's words shall fill the boxes of all."""
LONGEST: Final = 4_000
"""Characters of a comment that a mail shows."""


def who_is_named(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """Those who are named in it, may read it, and did not ask for quiet."""
    comment = _comment(work, event)
    if comment is None:
        return ()
    found = [one for user in told_by_mail(work, comment) for one in account(work, user)]
    bucket, hour = f"mention-mail:{comment.author}", work.now // HOUR * HOUR
    sent = work.counters.add({(bucket, hour): len(found)})[bucket, hour] if found else 0
    return found if sent <= MOST_AN_HOUR else ()


def what_was_written(work: Work, event: StoredEvent) -> Values | None:
    """The comment, by whom it is, and where it stands; nothing of one that is gone."""
    comment = _comment(work, event)
    author = None if comment is None else work.users.by_id(comment.author)
    if comment is None or author is None:
        return None
    cut = len(comment.body) > LONGEST
    return {
        "author": author.login,
        "repository": comment.repository.full_name,
        "commit": comment.sha[:7],
        "text": comment.body[:LONGEST] + ("…" if cut else ""),
        "path": page_of(comment),
    }


def _comment(work: Work, event: StoredEvent) -> CommitComment | None:
    repository = work.repositories.by_id(RepoId(event.body["repository_id"]), None)
    number = CommitCommentId(event.body["comment"])
    return None if repository is None else work.commit_comments.find(repository, number)
