"""Kinds of credential: how somebody proved who they are."""

from enum import Enum


class Kind(Enum):
    """What a request was made with. The value is the name in the audit log."""

    ANONYMOUS = "anonymous"
    SESSION = "session"
    CLASSIC = "classic"
    OAUTH = "oauth"
    """A token that an application got for a person who signed in through the browser."""
    APPLICATION = "application"
    """An OAuth application itself, with its client secret: acts for no person."""
    PUBLIC_KEY = "public_key"
    """The SSH key of a person: opens git over SSH and nothing else."""
    DEPLOY_KEY = "deploy_key"
    """An SSH key that opens one repository, and acts for no person."""
    OPERATOR = "operator"
    """`watchword admin` on the machine itself."""
    SYSTEM = "system"
    """A job of the server's own."""

    # There is one of each: their place in memory tells them apart, without asking for the name.
    __hash__ = object.__hash__


SESSION_ONLY = frozenset({Kind.SESSION})
INSIDE = frozenset({Kind.OPERATOR, Kind.SYSTEM})
"""Kinds that act for the server itself: their role is ADMIN on everything."""
OPERATOR_ONLY = frozenset({Kind.OPERATOR})
SYSTEM_ONLY = frozenset({Kind.SYSTEM})
TOKENS = frozenset({Kind.CLASSIC, Kind.OAUTH})
ANY_LOGIN = TOKENS | {Kind.SESSION, Kind.OPERATOR}
SSH = frozenset({Kind.PUBLIC_KEY, Kind.DEPLOY_KEY})
ANYONE = frozenset(Kind) - {Kind.APPLICATION} - SSH
"""An application with its secret asks about its tokens and for nothing else; keys serve git."""
SCOPED = TOKENS
"""Kinds that carry scopes."""
