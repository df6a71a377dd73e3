"""What this slice needs of storage."""

from typing import Protocol

from msgspec import Struct

from watchword.accounts import ports as accounts
from watchword.gists.model import Comment, Gist
from watchword.kernel.ids import GistCommentId, GistId, UserId
from watchword.kernel.pagination import Page, PageRequest


class NewGist(Struct, frozen=True):
    """A gist to be kept; all fields checked, its folder filled."""

    id: GistId
    key: str
    owner: UserId
    description: str | None
    is_listed: bool
    default_branch: str
    parent: GistId | None = None


class Listing(Struct, frozen=True):
    """Which gists are wanted; those that were changed last come first."""

    of: UserId | None = None
    starred_by: UserId | None = None
    forked_from: GistId | None = None
    listed: bool | None = True
    """Only public ones, or only secret ones; None for both."""
    since: int | None = None
    by_creation: bool = False
    """Those that were made last come first instead."""
    ascending: bool = False
    """The other way round."""


class GistStore(Protocol):
    """Gists, their stars and comments."""

    def by_id(self, gist: GistId) -> Gist | None:
        """Find by the id."""

    def page(self, listing: Listing, request: PageRequest) -> Page[Gist]:
        """A page of a list."""

    def keys(self) -> frozenset[str]:
        """The folders of all gists."""

    def add(self, new: NewGist, now: int) -> Gist:
        """Keep a new gist."""

    def describe(self, gist: GistId, description: str | None, now: int) -> None:
        """Change the description."""

    def pushed(self, gist: GistId, at: int, default_branch: str | None) -> None:
        """Note that what is in it changed; a branch is given where HEAD moved to it."""

    def delete(self, gist: GistId, now: int) -> None:
        """Forget a gist with all that hangs on it; its forks stay and have no parent then."""

    def star(self, gist: GistId, user: UserId, now: int) -> None:
        """Let somebody mark it; nothing happens when they did already."""

    def unstar(self, gist: GistId, user: UserId) -> None:
        """Take a mark away, if it is there."""

    def is_starred(self, gist: GistId, user: UserId) -> bool:
        """Whether somebody marked it."""

    def comments(self, gist: GistId, request: PageRequest) -> Page[Comment]:
        """What was written below it, in the order in which it was written."""

    def comment(self, gist: GistId, comment: GistCommentId) -> Comment | None:
        """Find a comment of that gist, and of no other one."""

    def add_comment(self, gist: GistId, author: UserId, body: str, now: int) -> Comment:
        """Keep a comment."""

    def edit_comment(self, comment: GistCommentId, body: str, now: int) -> None:
        """Change what a comment says."""

    def delete_comments_of(self, author: UserId) -> None:
        """Forget all comments of a person."""

    def delete_comment(self, comment: GistCommentId) -> None:
        """Forget a comment."""


class Work(accounts.Work, Protocol):
    """A unit of work with gists in it."""

    @property
    def gists(self) -> GistStore:
        """Gists."""
