"""Collaborators and invitations to repositories as GitHub's JSON has them."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from watchword.access.roles import ROLE_NAME_OF, Role
from watchword.accounts.model import User
from watchword.repositories.invitation import RepositoryInvitation
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import REPOSITORY_INVITATION, node_id
from watchword.surfaces.shapes.repositories import Permissions, Repository, permissions
from watchword.surfaces.shapes.users import SimpleUser, simple_user


class CollaboratorShape(SimpleUser, kw_only=True):
    """Somebody who works with a repository."""

    permissions: Permissions
    role_name: str


class PermissionOfPerson(Struct, kw_only=True):
    """What somebody may do with a repository."""

    permission: str
    """One of admin, write, read and none: there were no others once (GHES behaviour)."""
    role_name: str
    user: CollaboratorShape


class RepositoryInvitationShape(Struct, kw_only=True):
    """Somebody is asked to work with a repository."""

    id: int
    node_id: str
    repository: Repository
    invitee: SimpleUser | None
    inviter: SimpleUser | None
    permissions: str
    created_at: datetime
    expired: bool
    url: str
    html_url: str


def collaborator(user: User, role: Role, at: Addresses) -> CollaboratorShape:
    """Say of somebody what they are to a repository."""
    fields: dict[str, Any] = msgspec.structs.asdict(simple_user(user, at))
    return CollaboratorShape(**fields, permissions=permissions(role), role_name=ROLE_NAME_OF[role])


def permission_of(user: User, role: Role, at: Addresses) -> PermissionOfPerson:
    """Say what somebody may do with a repository."""
    return PermissionOfPerson(
        permission=_old_name(role),
        role_name=ROLE_NAME_OF[role],
        user=collaborator(user, role, at),
    )


def invitation(
    found: RepositoryInvitation,
    repository: Repository,
    invitee: SimpleUser | None,
    inviter: SimpleUser | None,
    now: int,
    at: Addresses,
) -> RepositoryInvitationShape:
    """Say of an invitation what both sides may know; `now` is in seconds since 1970."""
    return RepositoryInvitationShape(
        id=found.id,
        node_id=node_id(REPOSITORY_INVITATION, found.id),
        repository=repository,
        invitee=invitee,
        inviter=inviter,
        permissions=ROLE_NAME_OF[found.role],
        created_at=moment(found.created_at),
        expired=found.is_expired(now),
        url=f"{at.api}/user/repository_invitations/{found.id}",
        html_url=f"{repository.html_url}/invitations",
    )


def _old_name(role: Role) -> str:
    if role >= Role.ADMIN:
        return "admin"
    if role >= Role.WRITE:
        return "write"
    return "read" if role >= Role.READ else "none"
