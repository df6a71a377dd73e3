"""Comments on commits as GitHub's JSON has them."""

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from watchword.social.comments.model import CommitComment as Model
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import COMMIT_COMMENT, node_id
from watchword.surfaces.shapes.users import SimpleUser


class CommitComment(Struct, kw_only=True):
    """What somebody wrote below a commit."""

    html_url: str
    url: str
    id: int
    node_id: str
    body: str | UnsetType = UNSET
    """As it was written; this one and the next two are told as the media type asks for them."""
    body_text: str | UnsetType = UNSET
    body_html: str | UnsetType = UNSET
    path: str | None
    position: int | None
    line: int | None
    commit_id: str
    user: SimpleUser | None
    created_at: datetime
    updated_at: datetime
    author_association: str


def page_of(comment: Model) -> str:
    """Where a comment stands on the pages, below the site's address."""
    return f"/{comment.repository.full_name}/commit/{comment.sha}#{comment.anchor}"


def commit_comment(
    comment: Model, author: SimpleUser | None, association: str, at: Addresses
) -> CommitComment:
    """Say what somebody wrote; `association` is what they are to the repository."""
    return CommitComment(
        html_url=at.site + page_of(comment),
        url=f"{at.api}/repos/{comment.repository.full_name}/comments/{comment.id}",
        id=comment.id,
        node_id=node_id(COMMIT_COMMENT, comment.id),
        body=comment.body,
        path=comment.path,
        position=comment.position,
        line=comment.line,
        commit_id=comment.sha,
        user=author,
        created_at=moment(comment.created_at),
        updated_at=moment(comment.updated_at),
        author_association=association,
    )
