"""Asking people to join an organization, and what they answer."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts import names as accounts
from watchword.accounts.model import User
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound
from watchword.kernel.ids import OrgId, TeamId
from watchword.kernel.words import N_
from watchword.organizations import members
from watchword.organizations.events import (
    InvitationCancelled,
    MemberInvited,
    TeamMemberAdded,
)
from watchword.organizations.model import Invitation, Member, Organization, OrgRole
from watchword.organizations.ports import NewInvitation, Work
from watchword.organizations.team_model import TeamRole

INVITED: Final = "is already invited to this organization"
MEMBER: Final = "is already a member of this organization"


class Invited(Struct, frozen=True):
    """Who is asked: a person or an address; with a role, and teams that come with it."""

    user: User | None
    email: str | None
    role: OrgRole = OrgRole.MEMBER
    teams: tuple[TeamId, ...] = ()


def invite(work: Work, grant: Grant[Organization], wanted: Invited) -> Invitation:
    """Ask somebody to join. Raises Invalid for members, for who is asked already, for no teams."""
    grant.must_cover(table.INVITE)
    org = grant.target
    email = None if wanted.user or not wanted.email else accounts.email(wanted.email)
    if wanted.user is None and email is None:
        raise Invalid(FieldError("OrganizationInvitation", "invitee_id", "missing_field"))
    if wanted.user and work.organizations.member(org.id, wanted.user.id):
        raise _unfit(N_("Invitee is already a member of this organization"))
    for number in wanted.teams:
        team = work.teams.by_id(number, grant.actor.user)
        if team is None or team.org != org.id:
            raise Invalid(FieldError("OrganizationInvitation", "team_ids", "invalid"))
    new = NewInvitation(
        org.id,
        wanted.user.id if wanted.user else None,
        email,
        wanted.role,
        grant.actor.user,
        tuple(dict.fromkeys(wanted.teams)),
    )
    try:
        made = work.org_invitations.add(new, work.now)
    except Conflict as there:
        raise _unfit(N_("Invitee is already invited to this organization")) from there
    work.record(MemberInvited(org.id, made.id, made.user, made.email, made.role))
    return made


def cancel(work: Work, grant: Grant[Organization], invitation: Invitation) -> None:
    """Take an invitation back."""
    grant.must_cover(table.CANCEL_INVITATION)
    _end(work, invitation)


def accept(work: Work, grant: Grant[User], org: OrgId) -> Member:
    """Join, with the teams that come with the invitation. Raises NotFound where there is none."""
    grant.must_cover(table.ANSWER_INVITATION)
    person = grant.target
    invitation = work.org_invitations.of_user(org, person)
    found = work.organizations.by_id(org, person.id)
    if invitation is None or found is None:
        raise NotFound
    wanted = work.org_invitations.teams(invitation.id)
    member = members.let_in(work, found, person, invitation.role)
    for team in wanted:
        work.teams.set_member(team, person.id, TeamRole.MEMBER, work.now)
        work.record(TeamMemberAdded(org, team, person.id))
    return member


def decline(work: Work, grant: Grant[User], org: OrgId) -> None:
    """Answer with no. Raises NotFound where there is no invitation."""
    grant.must_cover(table.ANSWER_INVITATION)
    invitation = work.org_invitations.of_user(org, grant.target)
    if invitation is None:
        raise NotFound
    _end(work, invitation)


def _end(work: Work, invitation: Invitation) -> None:
    work.org_invitations.delete(invitation.id)
    work.record(InvitationCancelled(invitation.org, invitation.id, invitation.user))


def _unfit(message: str) -> Invalid:
    return Invalid(FieldError("OrganizationInvitation", "data", "unprocessable", message))
