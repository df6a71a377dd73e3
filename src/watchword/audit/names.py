"""What GitHub's log says of an action beside its name: what kind of operation it is."""

from typing import Final

GIT: Final = "git."
"""The beginning of the names of what git itself does."""

OPERATIONS: Final[dict[str, tuple[str, ...]]] = {
    "create": (
        "create",
        "add_email",
        "add_member",
        "add_repository",
        "fork",
        "follow",
        "generate_client_secret",
        "invite_member",
        "lock",
        "star",
        "upload",
        "watch",
    ),
    "access": ("push", "clone", "fetch", "ping", "test", "redeliver"),
    "authentication": ("login", "failed_login", "logout"),
    "remove": (
        "delete",
        "destroy",
        "remove_email",
        "remove_member",
        "remove_outside_collaborator",
        "remove_repository",
        "remove_client_secret",
        "revoke",
        "revoke_all_tokens",
        "cancel",
        "cancel_invitation",
        "reject",
        "unfollow",
        "unlock",
        "unstar",
        "unwatch",
        "expire",
    ),
    "restore": ("restore",),
    "transfer": ("transfer", "transfer_outgoing"),
}
"""By the last part of the name; what stands nowhere here modifies (GHES behaviour)."""
MODIFY: Final = "modify"
KNOWN: Final = frozenset({*OPERATIONS, MODIFY})
NAMED: Final = {last: kind for kind, lasts in OPERATIONS.items() for last in lasts}


def operation_of(action: str) -> str:
    """The kind of operation that an action is: create, access, modify, remove and so on."""
    return NAMED.get(action.rpartition(".")[2], MODIFY)
