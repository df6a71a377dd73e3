"""One operation, one row: the row *is* the operation."""

from enum import Enum

from msgspec import Struct

from watchword.access.kinds import SESSION_ONLY, Kind
from watchword.access.roles import Role
from watchword.access.scopes import Scope
from watchword.kernel.words import N_

Scopes = frozenset[Scope]


class Lacking(Enum):
    """What a live credential without the right is told (GHES behaviour)."""

    HIDDEN = "404"
    FORBIDDEN = "403"


REGISTERED: dict[str, "Operation"] = {}
"""Every operation by its name; filled as the modules of access/table are imported."""


class Operation(Struct, frozen=True, eq=False):
    """What it takes to do one thing. Closed unless a column opens it."""

    name: str
    role: Role
    """The role that the *owner* of the credential must have on the target."""
    scopes: Scopes = frozenset()
    """Any one of these; empty: none is needed."""
    public: Scopes | None = None
    """The same for public targets; None: as `scopes`."""
    all_of: Scopes = frozenset()
    """All of these as well."""
    who: frozenset[Kind] = SESSION_ONLY
    lacking: Lacking = Lacking.FORBIDDEN
    text: str = N_("Must have admin rights to Repository.")
    """What a 403 says. GitHub uses this sentence beyond repositories too (GHES behaviour)."""
    sudo: bool = False
    """A browser session must have given its password within two hours."""
    while_half: bool = False
    """Open to a session whose one-time password was not changed yet (attack 29)."""

    def __post_init__(self) -> None:
        """Refuse a row that admits nobody, and a name that is taken."""
        if not self.who:
            msg = f"{self.name} names no kind of credential"
            raise ValueError(msg)
        if self.name in REGISTERED:
            msg = f"{self.name} is there twice"
            raise ValueError(msg)
        REGISTERED[self.name] = self

    def needs(self, *, public: bool) -> Scopes:
        """Scopes of which a classic token must hold one, for a target of that kind."""
        return self.public if public and self.public is not None else self.scopes

    @property
    def accepted(self) -> Scopes:
        """All scopes that can open this operation, for `X-Accepted-OAuth-Scopes`."""
        return self.scopes | (self.public or frozenset()) | self.all_of
