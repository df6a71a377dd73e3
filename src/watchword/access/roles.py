"""What somebody is to a thing."""

from enum import IntEnum
from typing import Final


class Role(IntEnum):
    """Ordered: each role may all that the ones before it may. The numbers are stored."""

    NONE = 0
    READ = 1
    TRIAGE = 2
    WRITE = 3
    MAINTAIN = 4
    ADMIN = 5


PERMISSION_OF: Final[dict[Role, str]] = {
    Role.READ: "pull",
    Role.TRIAGE: "triage",
    Role.WRITE: "push",
    Role.MAINTAIN: "maintain",
    Role.ADMIN: "admin",
}
"""What GitHub's API calls each role where it speaks of permissions (GHES behaviour)."""
ROLE_NAME_OF: Final[dict[Role, str]] = {role: role.name.lower() for role in Role}
"""What people call each role; GitHub's `role_name`."""
BY_PERMISSION: Final[dict[str, Role]] = {
    permission: role for role, permission in PERMISSION_OF.items()
}
BY_NAME: Final[dict[str, Role]] = {
    name: role for role, name in ROLE_NAME_OF.items() if role is not Role.NONE
}
