"""Writing below commits."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import comments as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import UserId
from watchword.kernel.words import filled
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live
from watchword.social.comments.events import (
    CommitCommentDeleted,
    CommitCommented,
    CommitCommentUpdated,
)
from watchword.social.comments.mentions import mentions
from watchword.social.comments.model import CommitComment
from watchword.social.comments.ports import NewComment, Work

RESOURCE: Final = "CommitComment"
LONGEST: Final = 65_536
LONGEST_PATH: Final = 4_096
LARGEST: Final = 2**31 - 1
MOST_EVER_NAMED: Final = 200
"""By one comment, however often it is changed; beyond that a change tells nobody."""


class Wanted(Struct, frozen=True):
    """What is to be written, and where."""

    body: str
    path: str | None = None
    position: int | None = None
    line: int | None = None


def add(
    work: Work, grant: Grant[Repository], author: UserId, sha: str, wanted: Wanted
) -> CommitComment:
    """Write below a commit, which the caller saw to be there. Raises Invalid."""
    grant.must_cover(table.COMMENT)
    must_be_live(grant.target)
    new = NewComment(
        sha,
        author,
        _body(wanted.body),
        _path(wanted.path),
        _number("position", wanted.position),
        _number("line", wanted.line),
    )
    made = work.commit_comments.add(grant.target, new, work.now)
    work.record(CommitCommented(grant.target.id, made.id, sha))
    return made


def edit(work: Work, grant: Grant[CommitComment], body: str) -> CommitComment:
    """Change what a comment says. Raises Invalid."""
    grant.must_cover(table.EDIT)
    before = grant.target
    must_be_live(before.repository)
    named = work.commit_comments.ever_named(before.id)
    if named is None:
        named = mentions(before.body).names
    newly = mentions(_body(body)).names - named
    if len(named | newly) > MOST_EVER_NAMED:
        newly = frozenset()
    work.commit_comments.edit(before.id, body, named | newly, work.now)
    repository, author = before.repository.id, before.author
    newly_named = tuple(sorted(newly))
    work.record(CommitCommentUpdated(repository, before.id, before.sha, author, newly_named))
    found = work.commit_comments.find(before.repository, before.id)
    assert found is not None
    return found


def delete(work: Work, grant: Grant[CommitComment]) -> None:
    """Take a comment away."""
    grant.must_cover(table.DELETE)
    gone = grant.target
    must_be_live(gone.repository)
    work.commit_comments.delete(gone.id)
    work.record(CommitCommentDeleted(gone.repository.id, gone.id, gone.sha, gone.author))


def _body(text: str) -> str:
    if not text.strip():
        raise Invalid(FieldError(RESOURCE, "body", "missing_field"))
    if _unkeepable(text):
        raise Invalid(FieldError(RESOURCE, "body", "invalid"))
    if len(text) > LONGEST:
        message = filled("body is too long (maximum is %(most)s characters)", most=LONGEST)
        raise Invalid(FieldError(RESOURCE, "body", "custom", message))
    return text


def _path(text: str | None) -> str | None:
    if text is not None and (len(text) > LONGEST_PATH or _unkeepable(text)):
        raise Invalid(FieldError(RESOURCE, "path", "invalid"))
    return text or None


def _number(field: str, value: int | None) -> int | None:
    if value is not None and not 0 <= value <= LARGEST:
        raise Invalid(FieldError(RESOURCE, field, "invalid"))
    return value


def _unkeepable(text: str) -> bool:
    """Whether it holds what no database keeps: a NUL, or half of a character."""
    return "\0" in text or any("\ud800" <= one <= "\udfff" for one in text)
