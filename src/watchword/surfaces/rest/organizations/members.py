"""Who is in an organization, publicly or concealed."""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant, allows
from watchword.access.table import organizations as table
from watchword.kernel.errors import Invalid, NotFound
from watchword.kernel.pagination import Page
from watchword.organizations import members
from watchword.organizations.model import Member, Organization, OrgRole
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Elsewhere
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.organizations.finding import ORG, by_login, person
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

MEMBERS: Final = ORG + "/members"
PUBLIC: Final = ORG + "/public_members"
ROLES: Final = {"all": None, "admin": OrgRole.ADMIN, "member": OrgRole.MEMBER}


class Listed(Paged, kw_only=True):
    """Which members are wanted."""

    role: Literal["all", "admin", "member"] = "all"
    filter: Literal["all", "2fa_disabled", "2fa_insecure"] = "all"


class OneMember(Struct, kw_only=True):
    """Which member is meant."""

    username: InPath = ""


class Members:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_all(self, work: Work, grant: Grant[Organization], asked: Listed) -> Page[SimpleUser]:
        """List the members that one may know of: all for other members, the public ones else."""
        if asked.filter != "all":
            raise Invalid(text="This server does not tell who has no second factor.")
        concealed = allows(grant.actor, table.SEE_CONCEALED, grant.target)
        page = work.organizations.members(
            grant.target.id, asked.request, role=ROLES[asked.role], concealed=concealed
        )
        return page.map(lambda member: self._shape(work, member))

    def list_public(self, work: Work, grant: Grant[Organization], asked: Paged) -> Page[SimpleUser]:
        """List the members that everybody may know of."""
        page = work.organizations.members(grant.target.id, asked.request, concealed=False)
        return page.map(lambda member: self._shape(work, member))

    def check(self, work: Work, grant: Grant[Organization], asked: OneMember) -> Elsewhere | None:
        """Tell whether somebody is a member; who is none is led to the public ones."""
        org = grant.target
        if not allows(grant.actor, table.SEE_CONCEALED, org):
            at = f"{self._at.api}/orgs/{org.login}/public_members/{person_login(work, asked)}"
            return Elsewhere(at)
        if work.organizations.member(org.id, person(work, asked.username).id) is None:
            raise NotFound
        return None

    def check_public(self, work: Work, grant: Grant[Organization], asked: OneMember) -> None:
        """Tell whether everybody may know that somebody is a member."""
        found = work.organizations.member(grant.target.id, person(work, asked.username).id)
        if found is None or not found.is_public:
            raise NotFound

    def remove(self, work: Work, grant: Grant[Organization], asked: OneMember) -> None:
        """Take somebody out of the organization, its teams and its repositories."""
        members.remove(work, grant, person(work, asked.username))

    def publicize(self, work: Work, grant: Grant[Organization], asked: OneMember) -> None:
        """Let everybody know that one is a member."""
        members.publicize(work, grant, person(work, asked.username), public=True)

    def conceal(self, work: Work, grant: Grant[Organization], asked: OneMember) -> None:
        """Let only members know that one is a member."""
        members.publicize(work, grant, person(work, asked.username), public=False)

    def _shape(self, work: Work, member: Member) -> SimpleUser:
        user = work.users.by_id(member.user)
        assert user is not None, "memberships go with the account"
        return simple_user(user, self._at)


def person_login(work: Work, asked: OneMember) -> str:
    """The login as its person writes it. Raises NotFound."""
    return person(work, asked.username).login


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own = Members(services)
    one, public = MEMBERS + "/{username}", PUBLIC + "/{username}"
    read, shown = table.LIST_MEMBERS, table.LIST_PUBLIC_MEMBERS
    return [
        endpoint(
            route("GET", MEMBERS, read, by_login, own.list_all, Listed),
            "orgs/members#list-organization-members",
        ),
        endpoint(
            route("GET", one, read, by_login, own.check, OneMember, status=204),
            "orgs/members#check-organization-membership-for-a-user",
        ),
        endpoint(
            route("DELETE", one, table.REMOVE_MEMBER, by_login, own.remove, OneMember, status=204),
            "orgs/members#remove-an-organization-member",
        ),
        endpoint(
            route("GET", PUBLIC, shown, by_login, own.list_public, Paged),
            "orgs/members#list-public-organization-members",
        ),
        endpoint(
            route("GET", public, shown, by_login, own.check_public, OneMember, status=204),
            "orgs/members#check-public-organization-membership-for-a-user",
        ),
        endpoint(
            route("PUT", public, table.PUBLICIZE, by_login, own.publicize, OneMember, status=204),
            "orgs/members#set-public-organization-membership-for-the-authenticated-user",
        ),
        endpoint(
            route("DELETE", public, table.PUBLICIZE, by_login, own.conceal, OneMember, status=204),
            "orgs/members#remove-public-organization-membership-for-the-authenticated-user",
        ),
    ]
