"""Gists as GitHub's JSON has them: base-gist, gist-simple, gist-commit and gist-comment."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from msgspec import UNSET, Struct, UnsetType

from watchword.accounts.model import User
from watchword.contents import text
from watchword.contents.gist_files import GistFile, Snapshot, Version
from watchword.gists.model import Comment, Gist
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.languages import language, media_type
from watchword.surfaces.shapes.node_ids import node_id
from watchword.surfaces.shapes.users import SimpleUser, simple_user

GIST: Final = "G"
COMMENT: Final = "GC"


class BaseFile(Struct, kw_only=True):
    """A file, without what is in it."""

    filename: str
    type: str
    language: str | None
    raw_url: str
    size: int


class File(BaseFile, kw_only=True):
    """A file with what is in it; the first mebibyte of it where there is more."""

    truncated: bool
    content: str
    encoding: str


class BaseGist(Struct, kw_only=True):
    """A gist in a list."""

    url: str
    forks_url: str
    commits_url: str
    id: str
    node_id: str
    git_pull_url: str
    git_push_url: str
    html_url: str
    files: dict[str, BaseFile]
    public: bool
    created_at: datetime
    updated_at: datetime
    description: str | None
    comments: int
    comments_enabled: bool = True
    user: SimpleUser | None = None
    comments_url: str
    owner: SimpleUser
    truncated: bool


class ChangeStatus(Struct, kw_only=True, omit_defaults=True):
    """How many lines a version changed; empty where that is too much to count."""

    total: int | UnsetType = UNSET
    additions: int | UnsetType = UNSET
    deletions: int | UnsetType = UNSET


class GistCommit(Struct, kw_only=True):
    """A version of a gist."""

    user: SimpleUser | None
    version: str
    committed_at: datetime
    change_status: ChangeStatus
    url: str


class ForkOfGist(Struct, kw_only=True):
    """A copy that somebody made."""

    url: str
    user: SimpleUser
    id: str
    created_at: datetime
    updated_at: datetime


class FullGist(BaseGist, kw_only=True):
    """A gist by itself: with what is in it, and how it came to be so."""

    files: dict[str, File]  # type: ignore[assignment]
    fork_of: BaseGist | UnsetType = UNSET
    forks: list[ForkOfGist]
    history: list[GistCommit]


class GistComment(Struct, kw_only=True):
    """What somebody wrote below a gist."""

    id: int
    node_id: str
    url: str
    body: str
    user: SimpleUser | None
    created_at: datetime
    updated_at: datetime
    author_association: str


def base_gist(gist: Gist, owner: User, held: Snapshot, at: Addresses) -> BaseGist:
    """Say of a gist what lists say."""
    files = {one.shown: BaseFile(**_file(gist, one, at)) for one in held.files}
    return BaseGist(**_base(gist, owner, held, at), files=files)


def full_gist(
    gist: Gist,
    owner: User,
    held: Snapshot,
    at: Addresses,
    *,
    forks: Sequence[tuple[Gist, User]] = (),
    fork_of: BaseGist | None = None,
) -> FullGist:
    """Say of a gist all that there is to say."""
    return FullGist(
        **_base(gist, owner, held, at),
        files={one.shown: _with_content(gist, one, at) for one in held.files},
        fork_of=UNSET if fork_of is None else fork_of,
        forks=[_fork(one, user, at) for one, user in forks],
        history=[gist_commit(gist, owner, one, at) for one in held.versions],
    )


def gist_commit(gist: Gist, owner: User, version: Version, at: Addresses) -> GistCommit:
    """Say of a version when it came, and how much it changed."""
    status = ChangeStatus()
    if version.added is not None and version.removed is not None:
        total = version.added + version.removed
        status = ChangeStatus(total=total, additions=version.added, deletions=version.removed)
    return GistCommit(
        user=simple_user(owner, at),
        version=version.commit.id,
        committed_at=moment(version.commit.committer.at),
        change_status=status,
        url=f"{at.api}/gists/{gist.id}/{version.commit.id}",
    )


def gist_comment(comment: Comment, author: User | None, at: Addresses) -> GistComment:
    """Say what somebody wrote."""
    return GistComment(
        id=comment.id,
        node_id=node_id(COMMENT, comment.id),
        url=f"{at.api}/gists/{comment.gist}/comments/{comment.id}",
        body=comment.body,
        user=None if author is None else simple_user(author, at),
        created_at=moment(comment.created_at),
        updated_at=moment(comment.updated_at),
        author_association="OWNER" if comment.author == comment.gist_owner else "NONE",
    )


def _base(gist: Gist, owner: User, held: Snapshot, at: Addresses) -> dict[str, Any]:
    url, page = f"{at.api}/gists/{gist.id}", f"{at.site}/gist/{gist.id}"
    return {
        "url": url,
        "forks_url": f"{url}/forks",
        "commits_url": f"{url}/commits",
        "id": gist.id,
        "node_id": node_id(GIST, gist.number),
        "git_pull_url": f"{page}.git",
        "git_push_url": f"{page}.git",
        # gh takes the second part of the path for the id, so the owner does not stand there.
        "html_url": page,
        "public": gist.is_listed,
        "created_at": moment(gist.created_at),
        "updated_at": moment(gist.updated_at),
        "description": gist.description,
        "comments": gist.comments,
        "comments_url": f"{url}/comments",
        "owner": simple_user(owner, at),
        "truncated": held.cut,
    }


def _file(gist: Gist, file: GistFile, at: Addresses) -> dict[str, Any]:
    place = f"{at.site}/gist/{gist.owner_login}/{gist.id}/raw/{file.entry.id}"
    return {
        "filename": file.shown,
        "type": media_type(file.shown),
        "language": language(file.shown),
        "raw_url": f"{place}/{quote(file.name, safe='')}",
        "size": file.size,
    }


def _with_content(gist: Gist, file: GistFile, at: Addresses) -> File:
    data = file.data or b""
    content, encoding = _told(data, cut=file.truncated)
    return File(
        **_file(gist, file, at), truncated=file.truncated, content=content, encoding=encoding
    )


def _told(data: bytes, *, cut: bool) -> tuple[str, str]:
    """The bytes as JSON can hold them: as text where they are UTF-8, else in base 64."""
    try:
        # The cut may go through the middle of a character: that one is left out.
        whole = data.decode("utf-8", "ignore") if cut else data.decode()
    except UnicodeDecodeError:
        return base64.b64encode(data).decode(), "base64"
    if text.is_binary(data):
        return base64.b64encode(data).decode(), "base64"
    return whole, "utf-8"


def _fork(gist: Gist, owner: User, at: Addresses) -> ForkOfGist:
    return ForkOfGist(
        url=f"{at.api}/gists/{gist.id}",
        user=simple_user(owner, at),
        id=gist.id,
        created_at=moment(gist.created_at),
        updated_at=moment(gist.updated_at),
    )
