"""Invitations to organizations in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.accounts.model import User
from watchword.kernel.ids import InvitationId, OrgId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.model import Invitation, OrgRole
from watchword.organizations.ports import NewInvitation
from watchword.storage.integrity import conflict
from watchword.storage.parts import part
from watchword.storage.prepared import Row
from watchword.storage.tables.accounts import accounts, emails
from watchword.storage.tables.organizations import invitation_teams, org_invitations

TEAMS = (
    sa.select(sa.func.count())
    .where(invitation_teams.c.invitation_id == org_invitations.c.id)
    .scalar_subquery()
)
INVITATION = (
    org_invitations.c.id,
    org_invitations.c.org_id,
    org_invitations.c.user_id,
    accounts.c.login,
    org_invitations.c.email,
    org_invitations.c.role,
    org_invitations.c.inviter_id,
    org_invitations.c.created_at,
    TEAMS,
)
INVITATIONS = sa.select(*INVITATION).select_from(
    org_invitations.outerjoin(accounts, accounts.c.id == org_invitations.c.user_id)
)


def invitation_of(row: Row) -> Invitation:
    """Read the columns of INVITATION."""
    return Invitation(
        InvitationId(row[0]),
        OrgId(UserId(row[1])),
        None if row[2] is None else UserId(row[2]),
        row[3],
        row[4],
        OrgRole(row[5]),
        None if row[6] is None else UserId(row[6]),
        row[7],
        row[8],
    )


class SqlOrgInvitations:
    """Invitations to organizations."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def add(self, new: NewInvitation, now: int) -> Invitation:
        """Keep a new one. Raises Conflict when the person or address is invited already."""
        values = {
            "org_id": new.org,
            "user_id": new.user,
            "email": new.email,
            "email_key": new.email.lower() if new.email else None,
            "role": new.role.value,
            "inviter_id": new.inviter,
            "created_at": now,
        }
        with conflict(self._connection, "invitee"):
            made = self._connection.execute(
                sa.insert(org_invitations).values(values).returning(org_invitations.c.id)
            ).scalar_one()
        if new.teams:
            rows = [{"invitation_id": made, "team_id": team} for team in new.teams]
            self._connection.execute(sa.insert(invitation_teams), rows)
        found = self.by_id(new.org, InvitationId(made))
        assert found is not None
        return found

    def by_id(self, org: OrgId, invitation: InvitationId) -> Invitation | None:
        """Find one among those of an organization."""
        wanted = INVITATIONS.where(
            org_invitations.c.id == invitation, org_invitations.c.org_id == org
        )
        row = self._connection.execute(wanted).first()
        return invitation_of(row) if row else None

    def of_user(self, org: OrgId, user: User) -> Invitation | None:
        """The one that a person may answer: by the account, or by its address."""
        wanted = INVITATIONS.where(org_invitations.c.org_id == org, _meant_for(user))
        row = self._connection.execute(wanted.order_by(org_invitations.c.id)).first()
        return invitation_of(row) if row else None

    def awaiting(self, user: User) -> Sequence[tuple[Invitation, str]]:
        """All that a person may answer, with the logins of the organizations."""
        org = accounts.alias()
        wanted = (
            INVITATIONS.add_columns(org.c.login)
            .join(org, org.c.id == org_invitations.c.org_id)
            .where(_meant_for(user))
            .order_by(org.c.login_key, org_invitations.c.id)
        )
        rows = self._connection.execute(wanted)
        return [(invitation_of(row), row[len(INVITATION)]) for row in rows]

    def page(self, org: OrgId, request: PageRequest) -> Page[Invitation]:
        """Those that are not answered, the oldest first."""
        wanted = INVITATIONS.where(org_invitations.c.org_id == org)
        return part(self._connection, wanted, request, org_invitations.c.id).map(invitation_of)

    def teams(self, invitation: InvitationId) -> Sequence[TeamId]:
        """The teams that come with it."""
        found = (
            sa.select(invitation_teams.c.team_id)
            .where(invitation_teams.c.invitation_id == invitation)
            .order_by(invitation_teams.c.team_id)
        )
        return [TeamId(number) for number in self._connection.execute(found).scalars()]

    def delete(self, invitation: InvitationId) -> None:
        """Forget one."""
        gone = sa.delete(org_invitations).where(org_invitations.c.id == invitation)
        self._connection.execute(gone)


def _meant_for(user: User) -> sa.ColumnElement[bool]:
    """By the account, or by an address that is known to be the person's (attack 59)."""
    shown = sa.select(emails.c.address_key).where(
        emails.c.user_id == user.id, emails.c.verified_at.is_not(None)
    )
    own = org_invitations.c.user_id == user.id
    return sa.or_(own, org_invitations.c.email_key.in_(shown))
