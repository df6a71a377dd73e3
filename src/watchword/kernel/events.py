"""Facts in the past tense, and who caused them."""

from typing import ClassVar

import msgspec
from msgspec import Struct

from watchword.kernel.ids import OrgId, RepoId, UserId


class Event(Struct, frozen=True):
    """A fact. Holds ids and short text; never a secret, never an entity.

    Fields are only ever added, with defaults: stored facts of years ago must still be readable.
    """

    name: ClassVar[str]
    """GitHub's action name where it has one (GHES behaviour)."""
    kept_as: ClassVar[str] = ""
    """The action under which the log keeps it, where GitHub has one for several facts of ours."""

    @property
    def repository(self) -> RepoId | None:
        """The repository it is about, if it is about one."""
        return getattr(self, "repository_id", None)

    @property
    def account(self) -> UserId | None:
        """The account that it happened to, if any."""
        return getattr(self, "user_id", None)

    @property
    def organization(self) -> OrgId | None:
        """The organization in which it happened, where the fact itself names one.

        What happens to a repository of an organization is kept under it without being told so.
        """
        return getattr(self, "org_id", None)

    @property
    def doer(self) -> UserId | None:
        """Who did it, where the fact itself shows that and no credential did before: a sign-in."""
        return None


class Origin(msgspec.Struct, frozen=True):
    """Who caused it, from where: stored beside each fact of a unit of work.

    A struct: one is made for each request, and a frozen dataclass takes ten times as long to make.
    """

    user: UserId | None = None
    kind: str = "anonymous"
    credential: int | None = None
    hashed_credential: str = ""
    scopes: str = ""
    address: str = ""
    agent: str = ""
    request: str = ""
    impersonator: UserId | None = None
    """Who acted with a token in the name of `user`."""
    login: str = ""
    """What the user was called then: the log outlives accounts."""
