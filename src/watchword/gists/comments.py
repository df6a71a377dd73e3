"""What people write below gists."""

from watchword.access.gate import Grant
from watchword.access.table import gists as table
from watchword.gists import names
from watchword.gists.events import GistCommentCreated, GistCommentDeleted, GistCommentUpdated
from watchword.gists.model import Comment, Gist
from watchword.gists.ports import Work
from watchword.kernel.ids import UserId


def add(work: Work, grant: Grant[Gist], author: UserId, body: str) -> Comment:
    """Write below a gist. Raises Invalid."""
    grant.must_cover(table.COMMENT)
    made = work.gists.add_comment(grant.target.id, author, names.comment(body), work.now)
    work.record(GistCommentCreated(made.gist, made.id))
    return made


def edit(work: Work, grant: Grant[Comment], body: str) -> Comment:
    """Change what a comment says. Raises Invalid."""
    grant.must_cover(table.EDIT_COMMENT)
    before = grant.target
    work.gists.edit_comment(before.id, names.comment(body), work.now)
    work.record(GistCommentUpdated(before.gist, before.id))
    found = work.gists.comment(before.gist, before.id)
    assert found is not None
    return found


def delete(work: Work, grant: Grant[Comment]) -> None:
    """Take a comment away."""
    grant.must_cover(table.DELETE_COMMENT)
    work.gists.delete_comment(grant.target.id)
    work.record(GistCommentDeleted(grant.target.gist, grant.target.id))
