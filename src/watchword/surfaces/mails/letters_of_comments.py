"""Mails about comments on commits: who is named in one reads it, and may let go of it."""

from collections.abc import Sequence
from typing import Final

from watchword.audit.model import StoredEvent
from watchword.surfaces.mails.letter import Addressee, Values, account
from watchword.surfaces.shapes.commit_comments import page_of
from watchword.work.comment_notices import said, told_by_mail
from watchword.work.unit import Work

HOUR: Final = 3_600
MOST_AN_HOUR: Final = 100
"""Mails that what one person writes may cause: nobody's words shall fill the boxes of all."""
LONGEST: Final = 4_000
"""Characters of a comment that a mail shows."""


def who_is_named(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """Those who are named in it, may read it, and did not ask for quiet."""
    written = said(work, event)
    if written is None:
        return ()
    found = [one for user in told_by_mail(work, written) for one in account(work, user)]
    bucket, hour = f"mention-mail:{written.by}", work.now // HOUR * HOUR
    sent = work.counters.add({(bucket, hour): len(found)})[bucket, hour] if found else 0
    return found if sent <= MOST_AN_HOUR else ()


def what_was_written(work: Work, event: StoredEvent) -> Values | None:
    """The comment, who named people in it, and where it stands; nothing of one that is gone."""
    written = said(work, event)
    writer = None if written is None else work.users.by_id(written.by)
    if written is None or writer is None:
        return None
    comment = written.comment
    cut = len(comment.body) > LONGEST
    return {
        "author": writer.login,
        "repository": comment.repository.full_name,
        "commit": comment.sha[:7],
        "text": comment.body[:LONGEST] + ("…" if cut else ""),
        "path": page_of(comment),
    }
