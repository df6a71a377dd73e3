"""Who is in an organization, and as what."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid, NotFound, NotPermitted
from watchword.kernel.words import N_
from watchword.organizations.events import (
    MemberAdded,
    MemberPublicized,
    MemberRemoved,
    MemberUpdated,
    OutsiderRemoved,
)
from watchword.organizations.model import Member, Organization, OrgRole
from watchword.organizations.ports import Work

LAST_OWNER: Final = N_("An organization needs at least one owner.")
OF_OTHERS: Final = N_("You can only change the visibility of your own membership.")
IS_MEMBER: Final = N_(
    "You cannot specify an organization member to remove as an outside collaborator."
)


def set_role(work: Work, grant: Grant[Organization], user: User, role: OrgRole) -> Member:
    """Let somebody in, at once (GHES behaviour), or change the role.

    Raises Invalid where no owner would be left.
    """
    grant.must_cover(table.SET_MEMBERSHIP)
    return let_in(work, grant.target, user, role)


def let_in(work: Work, org: Organization, user: User, role: OrgRole) -> Member:
    """Make somebody a member, who was asked or was found fit; invitations end with it."""
    found = work.organizations.member(org.id, user.id)
    if found is None or found.role is not role:
        if found and found.role is OrgRole.ADMIN:
            _must_not_be_last(work, found)
        work.organizations.set_member(org.id, user.id, role, work.now)
        fact = MemberUpdated if found else MemberAdded
        work.record(fact(org.id, user.id, role))
    if invitation := work.org_invitations.of_user(org.id, user):
        work.org_invitations.delete(invitation.id)
    made = work.organizations.member(org.id, user.id)
    assert made is not None
    return made


def remove(
    work: Work, grant: Grant[Organization], user: User, *, keep_collaborations: bool = False
) -> None:
    """Take somebody out, of teams and repositories too, at once.

    With `keep_collaborations` the person goes on as an outside collaborator. Raises NotFound for
    who is no member, and Invalid for the last owner.
    """
    grant.must_cover(table.REMOVE_MEMBER)
    _take_out(work, grant.target, user, keep_collaborations=keep_collaborations)


def leave(work: Work, grant: Grant[Organization]) -> None:
    """Leave an organization. Raises Invalid for the last owner."""
    grant.must_cover(table.LEAVE)
    user = None if grant.actor.user is None else work.users.by_id(grant.actor.user)
    if user is None:
        raise NotFound
    _take_out(work, grant.target, user, keep_collaborations=False)


def _take_out(work: Work, org: Organization, user: User, *, keep_collaborations: bool) -> None:
    found = work.organizations.member(org.id, user.id)
    if found is None:
        raise NotFound
    if found.role is OrgRole.ADMIN:
        _must_not_be_last(work, found)
    work.organizations.remove_member(org.id, user.id, keep_collaborations=keep_collaborations)
    work.record(MemberRemoved(org.id, user.id))


def publicize(work: Work, grant: Grant[Organization], user: User, *, public: bool) -> None:
    """Let everybody know that one is a member, or only members. Raises NotPermitted of others."""
    grant.must_cover(table.PUBLICIZE)
    if user.id != grant.actor.user:
        raise NotPermitted(OF_OTHERS)
    found = work.organizations.member(grant.target.id, user.id)
    if found is None:
        raise NotFound
    if found.is_public is not public:
        work.organizations.publicize(grant.target.id, user.id, public=public)
        work.record(MemberPublicized(grant.target.id, user.id, public))


def remove_outsider(work: Work, grant: Grant[Organization], user: User) -> None:
    """Take somebody who is no member off all repositories. Raises Invalid for a member."""
    grant.must_cover(table.REMOVE_OUTSIDER)
    if work.organizations.member(grant.target.id, user.id):
        raise Invalid(text=IS_MEMBER)
    if not work.organizations.remove_outsider(grant.target.id, user.id):
        raise NotFound
    work.record(OutsiderRemoved(grant.target.id, user.id))


def _must_not_be_last(work: Work, member: Member) -> None:
    """Refuse to leave an organization without anybody who could run it.

    One who is suspended counts for nothing here: nobody could act for them.
    """
    user = work.users.by_id(member.user)
    counted = user is not None and user.suspended_at is None
    if work.organizations.owners(member.org) - counted < 1:
        raise Invalid(FieldError("Organization", "owner", "custom", LAST_OWNER), text=LAST_OWNER)
