"""Kinds of credential: how somebody proved who they are."""

from enum import Enum


class Kind(Enum):
    """What a request was made with. The value is the name in the audit log."""

    ANONYMOUS = "anonymous"
    SESSION = "session"
    CLASSIC = "classic"
    OPERATOR = "operator"
    """`watchword admin` on the machine itself."""
    SYSTEM = "system"
    """A job of the server's own."""


SESSION_ONLY = frozenset({Kind.SESSION})
INSIDE = frozenset({Kind.OPERATOR, Kind.SYSTEM})
"""Kinds that act for the server itself: their role is ADMIN on everything."""
OPERATOR_ONLY = frozenset({Kind.OPERATOR})
SYSTEM_ONLY = frozenset({Kind.SYSTEM})
ANY_LOGIN = frozenset({Kind.SESSION, Kind.CLASSIC, Kind.OPERATOR})
ANYONE = frozenset(Kind)
SCOPED = frozenset({Kind.CLASSIC})
"""Kinds that carry scopes."""
