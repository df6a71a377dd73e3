"""What somebody is in an organization, put into GitHub's shape."""

from watchword.accounts.model import User
from watchword.organizations.model import Organization, OrgRole
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.organizations import (
    MembershipPermissions,
    OrgMembership,
    organization_simple,
)
from watchword.surfaces.shapes.users import simple_user


def membership(
    org: Organization, person: User, role: OrgRole, state: str, at: Addresses
) -> OrgMembership:
    """Say what somebody is in an organization, or is asked to be."""
    may = org.members_may
    makes = may.create_public or may.create_private or may.create_internal
    url = f"{at.api}/orgs/{org.login}"
    return OrgMembership(
        url=f"{url}/memberships/{person.login}",
        state=state,
        role=role.value,
        organization_url=url,
        organization=organization_simple(org, at),
        user=simple_user(person, at),
        permissions=MembershipPermissions(can_create_repository=role is OrgRole.ADMIN or makes),
    )
