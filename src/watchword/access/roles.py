"""What somebody is to a thing."""

from enum import IntEnum


class Role(IntEnum):
    """Ordered: each role may all that the ones before it may."""

    NONE = 0
    READ = 1
    WRITE = 2
    ADMIN = 3
