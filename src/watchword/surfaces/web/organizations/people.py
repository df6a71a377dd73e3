"""Settings of an organization, members: let in, given roles, taken out; and invitations."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import InvitationId
from watchword.kernel.pagination import PageRequest
from watchword.kernel.words import N_
from watchword.organizations import invitations, members
from watchword.organizations.invitations import Invited
from watchword.organizations.model import Organization, OrgRole
from watchword.surfaces.web.organizations.finding import org_of_path
from watchword.surfaces.web.organizations.running import SETTINGS
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

MEMBERS: Final = SETTINGS + "/members"
INVITE: Final = MEMBERS + "/invite"
CANCEL: Final = MEMBERS + "/invitations/{invitation}/cancel"
ONE: Final = MEMBERS + "/{login}"
REMOVE: Final = ONE + "/remove"
ROLES: Final = {role.value: role for role in OrgRole}
MOST: Final = PageRequest(size=100)
NOBODY: Final = N_("Nobody here is called so. Invite an email address instead.")


def show(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """List the members, and who has not answered yet."""
    org = grant.target
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    values = {
        "org": org,
        "entry": asked.entry(role=OrgRole.MEMBER.value),
        "members": work.organizations.members(org.id, wanted),
        "invitations": work.org_invitations.page(org.id, MOST).items,
    }
    return View("organizations/members.html", values)


def invite(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Ask a person or an address to join."""
    named = asked.sent.text("invitee").strip()
    user = None
    if "@" not in named:
        user = work.users.by_login(named)
        if user is None:
            raise Invalid(FieldError("OrganizationInvitation", "invitee", "custom", NOBODY))
    try:
        invitations.invite(work, grant, Invited(user, named, _role(asked)))
    except Invalid as invalid:
        # The page has one field for both.
        told = invalid.errors[0]
        error = FieldError(told.resource, "invitee", told.code, told.message)
        raise Invalid(error) from invalid
    return _said(grant, asked.say("“%(name)s” is invited.", name=named))


def cancel(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Take an invitation back."""
    wanted = number(asked.params["invitation"])
    if wanted is None:
        raise NotFound
    found = work.org_invitations.by_id(grant.target.id, InvitationId(wanted))
    if found is None:
        raise NotFound
    invitations.cancel(work, grant, found)
    return _said(grant, asked.say("The invitation was cancelled."))


def set_role(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Make an owner of a member, or the other way round."""
    user = _member(work, grant, asked)
    members.set_role(work, grant, user, _role(asked))
    return _said(grant, asked.say("The role of “%(login)s” was changed.", login=user.login))


def show_remove(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Name what taking a member out means."""
    values = {"org": grant.target, "member": _member(work, grant, asked)}
    return View("organizations/remove_member.html", values)


def remove(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Take a member out."""
    user = _member(work, grant, asked)
    members.remove(work, grant, user)
    return _said(grant, asked.say("“%(login)s” was removed.", login=user.login))


def _member(work: Work, grant: Grant[Organization], asked: Asked) -> User:
    user = work.users.by_login(asked.params["login"])
    if user is None or work.organizations.member(grant.target.id, user.id) is None:
        raise NotFound
    return user


def _role(asked: Asked) -> OrgRole:
    role = ROLES.get(asked.sent.text("role"))
    if role is None:
        raise Invalid(FieldError("Organization", "role", "invalid"))
    return role


def _said(grant: Grant[Organization], text: str) -> Redirect:
    to = f"/organizations/{grant.target.login}/settings/members"
    return Redirect(to, Notice("success", text))


READ: Final = table.READ_SETTINGS

PAGES: Final[list[Page]] = [
    page("GET", MEMBERS, READ, org_of_path, show),
    page("POST", INVITE, table.INVITE, org_of_path, invite, again=MEMBERS),
    page("POST", CANCEL, table.CANCEL_INVITATION, org_of_path, cancel),
    page("POST", ONE, table.SET_MEMBERSHIP, org_of_path, set_role, again=MEMBERS),
    page("GET", REMOVE, READ, org_of_path, show_remove),
    page("POST", REMOVE, table.REMOVE_MEMBER, org_of_path, remove),
]
