"""Gists in SQL."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from watchword.gists.model import Comment, Gist
from watchword.gists.ports import Listing, NewGist
from watchword.kernel.errors import Conflict
from watchword.kernel.ids import GistCommentId, GistId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.storage.integrity import conflict
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.gists import gist_comments, gist_stars, gists

parents = gists.alias("parents")
COMMENTS = (
    sa.select(sa.func.count())
    .select_from(gist_comments)
    .where(gist_comments.c.gist_id == gists.c.id)
    .scalar_subquery()
)
GIST = (
    gists.c.id,
    gists.c.name,
    gists.c.key,
    gists.c.owner_id,
    accounts.c.login,
    gists.c.description,
    gists.c.listed,
    gists.c.default_branch,
    parents.c.name.label("parent"),
    gists.c.created_at,
    gists.c.updated_at,
    COMMENTS.label("comments"),
)
SEEN = (
    sa.select(*GIST)
    .join(accounts, accounts.c.id == gists.c.owner_id)
    .outerjoin(parents, parents.c.id == gists.c.parent_id)
)
BY_NAME = Prepared(SEEN.where(gists.c.name == sa.bindparam("name")))
COMMENT = (
    gist_comments.c.id,
    gists.c.name,
    gists.c.owner_id,
    gist_comments.c.author_id,
    gist_comments.c.body,
    gist_comments.c.created_at,
    gist_comments.c.updated_at,
)
BELOW = sa.select(*COMMENT).join(gists, gists.c.id == gist_comments.c.gist_id)


def gist_of(row: Row) -> Gist:
    """Read the columns of GIST."""
    return Gist(
        id=GistId(row[1]),
        number=row[0],
        key=row[2],
        owner=UserId(row[3]),
        owner_login=row[4],
        description=row[5],
        is_listed=bool(row[6]),
        default_branch=row[7],
        parent=GistId(row[8]) if row[8] else None,
        created_at=row[9],
        updated_at=row[10],
        comments=row[11],
    )


def number_of(gist: GistId) -> sa.ScalarSelect[Any]:
    """The number of a gist's row, for a statement."""
    return sa.select(gists.c.id).where(gists.c.name == gist).scalar_subquery()


class SqlGists:
    """Gists, their stars and comments."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def by_id(self, gist: GistId) -> Gist | None:
        """Find by the id."""
        row = BY_NAME.first(self._connection, name=gist)
        return gist_of(row) if row else None

    def page(self, listing: Listing, request: PageRequest) -> Page[Gist]:
        """A page of a list."""
        wanted = _wanted(listing)
        count = sa.select(sa.func.count()).select_from(wanted.subquery())
        total = self._connection.execute(count).scalar_one()
        column = gists.c.created_at if listing.by_creation else gists.c.updated_at
        keys: Sequence[sa.ColumnElement[Any]] = (column, gists.c.id)
        order = [key.asc() if listing.ascending else key.desc() for key in keys]
        part = wanted.order_by(*order).limit(request.size).offset(request.offset)
        return Page([gist_of(row) for row in self._connection.execute(part)], total, request)

    def keys(self) -> frozenset[str]:
        """The folders of all gists."""
        return frozenset(self._connection.execute(sa.select(gists.c.key)).scalars())

    def add(self, new: NewGist, now: int) -> Gist:
        """Keep a new gist."""
        values = {
            "name": new.id,
            "key": new.key,
            "owner_id": new.owner,
            "description": new.description,
            "listed": new.is_listed,
            "default_branch": new.default_branch,
            "parent_id": None if new.parent is None else number_of(new.parent),
            "created_at": now,
            "updated_at": now,
        }
        self._connection.execute(sa.insert(gists).values(values))
        self._recount(new.owner)
        found = self.by_id(new.id)
        assert found is not None
        return found

    def describe(self, gist: GistId, description: str | None, now: int) -> None:
        """Change the description."""
        self._set(gist, {"description": description, "updated_at": now})

    def pushed(self, gist: GistId, at: int, default_branch: str | None) -> None:
        """Note that what is in it changed; a branch is given where HEAD moved to it."""
        moved = {} if default_branch is None else {"default_branch": default_branch}
        self._set(gist, {"updated_at": at, **moved})

    def delete(self, gist: GistId, now: int) -> None:  # noqa: ARG002 - as of the port
        """Forget a gist with all that hangs on it; its forks stay and have no parent then."""
        gone = sa.delete(gists).where(gists.c.name == gist).returning(gists.c.owner_id)
        owner = self._connection.execute(gone).scalar_one_or_none()
        if owner is not None:
            self._recount(UserId(owner))

    def star(self, gist: GistId, user: UserId, now: int) -> None:
        """Let somebody mark it; nothing happens when they did already."""
        new = sa.insert(gist_stars).values(gist_id=number_of(gist), user_id=user, starred_at=now)
        try:
            with conflict(self._connection, "star"):
                self._connection.execute(new)
        except Conflict:
            return

    def unstar(self, gist: GistId, user: UserId) -> None:
        """Take a mark away, if it is there."""
        self._connection.execute(sa.delete(gist_stars).where(*_star(gist, user)))

    def is_starred(self, gist: GistId, user: UserId) -> bool:
        """Whether somebody marked it."""
        found = sa.select(sa.literal(1)).select_from(gist_stars).where(*_star(gist, user))
        return self._connection.execute(found).first() is not None

    def comments(self, gist: GistId, request: PageRequest) -> Page[Comment]:
        """What was written below it, in the order in which it was written."""
        wanted = BELOW.where(gists.c.name == gist)
        count = sa.select(sa.func.count()).select_from(wanted.subquery())
        total = self._connection.execute(count).scalar_one()
        part = wanted.order_by(gist_comments.c.id).limit(request.size).offset(request.offset)
        return Page([_comment(row) for row in self._connection.execute(part)], total, request)

    def comment(self, gist: GistId, comment: GistCommentId) -> Comment | None:
        """Find a comment of that gist, and of no other one."""
        found = BELOW.where(gist_comments.c.id == comment, gists.c.name == gist)
        row = self._connection.execute(found).first()
        return _comment(row) if row else None

    def add_comment(self, gist: GistId, author: UserId, body: str, now: int) -> Comment:
        """Keep a comment."""
        values = {
            "gist_id": number_of(gist),
            "author_id": author,
            "body": body,
            "created_at": now,
            "updated_at": now,
        }
        new = sa.insert(gist_comments).values(values).returning(gist_comments.c.id)
        made = self.comment(gist, GistCommentId(self._connection.execute(new).scalar_one()))
        assert made is not None
        return made

    def edit_comment(self, comment: GistCommentId, body: str, now: int) -> None:
        """Change what a comment says."""
        changed = sa.update(gist_comments).where(gist_comments.c.id == comment)
        self._connection.execute(changed.values(body=body, updated_at=now))

    def delete_comments_of(self, author: UserId) -> None:
        """Forget all comments of a person."""
        gone = sa.delete(gist_comments).where(gist_comments.c.author_id == author)
        self._connection.execute(gone)

    def delete_comment(self, comment: GistCommentId) -> None:
        """Forget a comment."""
        self._connection.execute(sa.delete(gist_comments).where(gist_comments.c.id == comment))

    def _set(self, gist: GistId, values: dict[str, object]) -> None:
        self._connection.execute(sa.update(gists).where(gists.c.name == gist).values(values))

    def _recount(self, owner: UserId) -> None:
        """Count anew how many gists somebody owns; a sum kept by hand would drift."""
        theirs = sa.select(sa.func.count()).select_from(gists).where(gists.c.owner_id == owner)
        counted = {
            "public_gists": theirs.where(gists.c.listed).scalar_subquery(),
            "private_gists": theirs.where(~gists.c.listed).scalar_subquery(),
        }
        self._connection.execute(sa.update(accounts).where(accounts.c.id == owner).values(counted))


def _star(gist: GistId, user: UserId) -> tuple[sa.ColumnElement[bool], ...]:
    return gist_stars.c.gist_id == number_of(gist), gist_stars.c.user_id == user


def _comment(row: Row) -> Comment:
    """Read the columns of COMMENT."""
    return Comment(GistCommentId(row[0]), GistId(row[1]), UserId(row[2]), UserId(row[3]), *row[4:7])


def _wanted(listing: Listing) -> sa.Select[Any]:
    wanted = SEEN
    if listing.of is not None:
        wanted = wanted.where(gists.c.owner_id == listing.of)
    if listing.starred_by is not None:
        stars = sa.select(gist_stars.c.gist_id).where(gist_stars.c.user_id == listing.starred_by)
        wanted = wanted.where(gists.c.id.in_(stars))
    if listing.forked_from is not None:
        wanted = wanted.where(gists.c.parent_id == number_of(listing.forked_from))
    if listing.listed is not None:
        wanted = wanted.where(gists.c.listed if listing.listed else ~gists.c.listed)
    if listing.since is not None:
        wanted = wanted.where(gists.c.updated_at > listing.since)
    return wanted
