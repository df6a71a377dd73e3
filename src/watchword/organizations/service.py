"""Making organizations, and changing what they say and let their members do."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.roles import Role
from watchword.access.table import organizations as table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.kernel.ids import OrgId
from watchword.organizations import names
from watchword.organizations.events import (
    BaseRoleChanged,
    CreationChanged,
    MemberAdded,
    OrganizationCreated,
    OrganizationRenamed,
    OrganizationUpdated,
)
from watchword.organizations.model import Organization, OrgRole
from watchword.organizations.ports import Work

BASE_ROLES: Final = (Role.NONE, Role.READ, Role.WRITE, Role.ADMIN)
"""What all members may be let do with every repository (GHES behaviour)."""
SWITCHES: Final = ("create_public", "create_private", "create_internal", "create_teams")


class WantedOrganization(Struct, frozen=True):
    """What a new organization is to be."""

    login: str
    name: str | None = None
    billing_email: str | None = None


class Profile(Struct, frozen=True):
    """What an organization says of itself."""

    name: str | None
    description: str | None
    company: str | None
    blog: str | None
    location: str | None
    public_email: str | None
    billing_email: str | None


def create(work: Work, grant: Grant[User], wanted: WantedOrganization) -> Organization:
    """Make an organization of which the one who asks is the owner. Raises Invalid."""
    grant.must_cover(table.CREATE)
    return _create(work, wanted, grant.target)


def create_for(
    work: Work, grant: Grant[Site], wanted: WantedOrganization, admin: str
) -> Organization:
    """Make an organization of which somebody else is the owner. Raises Invalid."""
    grant.must_cover(table.CREATE_FOR)
    owner = work.users.by_login(admin)
    if owner is None:
        raise Invalid(FieldError("Organization", "admin", "invalid"))
    return _create(work, wanted, owner)


def _create(work: Work, wanted: WantedOrganization, owner: User) -> Organization:
    login = names.login(wanted.login)
    name = names.line(wanted.name, "name")
    email = names.email(wanted.billing_email, "billing_email")
    try:
        made = work.organizations.add(login, name, email, work.now)
    except Conflict as taken:
        raise Invalid(FieldError("Organization", "login", "already_exists")) from taken
    work.organizations.set_member(made, owner.id, OrgRole.ADMIN, work.now)
    work.record(OrganizationCreated(made, login))
    work.record(MemberAdded(made, owner.id, OrgRole.ADMIN))
    found = work.organizations.by_id(made, owner.id)
    assert found is not None
    return found


def update_profile(work: Work, grant: Grant[Organization], wanted: Profile) -> None:
    """Change what it says of itself. Raises Invalid."""
    grant.must_cover(table.UPDATE)
    tidy: dict[str, str | None] = {
        "name": names.line(wanted.name, "name"),
        "description": names.line(wanted.description, "description", names.LONGEST_DESCRIPTION),
        "company": names.line(wanted.company, "company"),
        "blog": names.blog(wanted.blog),
        "location": names.line(wanted.location, "location"),
        "public_email": names.email(wanted.public_email, "email"),
        "billing_email": names.email(wanted.billing_email, "billing_email"),
    }
    changed = {key: text for key, text in tidy.items() if getattr(grant.target, key) != text}
    if changed:
        values: Mapping[str, str | int | bool | None] = {**changed}
        work.organizations.update(grant.target.id, values, work.now)
        work.record(OrganizationUpdated(grant.target.id, tuple(changed)))


def set_base_role(work: Work, grant: Grant[Organization], role: Role) -> None:
    """Let all members do more, or less, with every repository. Raises Invalid."""
    grant.must_cover(table.UPDATE)
    if role not in BASE_ROLES:
        raise Invalid(FieldError("Organization", "default_repository_permission", "invalid"))
    before = grant.target.base_role
    if role is not before:
        work.organizations.update(grant.target.id, {"base_role": role.value}, work.now)
        org = grant.target.id
        work.record(BaseRoleChanged(org, before.name.lower(), role.name.lower()))


def let_members(work: Work, grant: Grant[Organization], wanted: Mapping[str, bool]) -> None:
    """Let members make things, or not; `wanted` names some of SWITCHES."""
    grant.must_cover(table.UPDATE)
    now = grant.target.members_may
    changed = {name: on for name, on in wanted.items() if getattr(now, name) is not on}
    assert changed.keys() <= set(SWITCHES)
    if changed:
        values = {f"members_{name}": on for name, on in changed.items()}
        work.organizations.update(grant.target.id, values, work.now)
        work.record(CreationChanged(grant.target.id, tuple(changed)))


def rename(work: Work, grant: Grant[Site], org: OrgId, login: str) -> None:
    """Call an organization otherwise. Raises Invalid."""
    grant.must_cover(table.RENAME)
    found = work.organizations.by_id(org, None)
    assert found is not None
    login = names.login(login)
    if login == found.login:
        return
    try:
        work.organizations.rename(org, login, work.now)
    except Conflict as taken:
        raise Invalid(FieldError("Organization", "login", "already_exists")) from taken
    work.record(OrganizationRenamed(org, found.login, login))
