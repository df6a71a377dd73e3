"""Exit statuses of `watchword why`: one for each family of causes.

They begin above those that all verbs share (speaking.py).
"""

from enum import IntEnum


class Family(IntEnum):
    """What kind of thing is wrong."""

    NETWORK = 3
    """As all verbs say it: the server cannot be reached, or is busy."""
    TRUST = 4
    """As all verbs say it: the server's certificate is not trusted."""
    CREDENTIAL = 10
    """None, or one that opens nothing."""
    ACCOUNT = 11
    """A live one, of somebody else."""
    RIGHTS = 12
    """A live one that may not do it."""
    REMOTE = 13
    """The address of the remote."""
    HELPERS = 14
    """How git's helpers are set up."""
