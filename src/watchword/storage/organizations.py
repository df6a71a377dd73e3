"""Organizations and their members in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import OrgId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.model import Member, MembersMay, Organization, OrgRole
from watchword.storage import former_logins
from watchword.storage.blindness import forget_blind_in
from watchword.storage.integrity import conflict
from watchword.storage.outsiders import SqlOutsiders
from watchword.storage.parts import part
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.organizations import (
    org_members,
    organizations,
    team_members,
    teams,
)

KIND = "organization"
ORGANIZATION = (
    organizations.c.id,
    accounts.c.login,
    accounts.c.name,
    organizations.c.description,
    organizations.c.company,
    organizations.c.blog,
    organizations.c.location,
    organizations.c.public_email,
    organizations.c.billing_email,
    organizations.c.base_role,
    organizations.c.members_create_public,
    organizations.c.members_create_private,
    organizations.c.members_create_internal,
    organizations.c.members_create_teams,
    accounts.c.public_repositories,
    accounts.c.private_repositories,
    accounts.c.created_at,
    accounts.c.updated_at,
    org_members.c.role,
)
MEMBER = (
    org_members.c.org_id,
    org_members.c.user_id,
    accounts.c.login,
    accounts.c.name,
    org_members.c.role,
    org_members.c.is_public,
    org_members.c.since,
)
IN_ACCOUNTS = frozenset({"name"})
"""Columns that stand in the row of the account."""


def _seen(viewer: sa.ColumnElement[Any]) -> sa.Select[Any]:
    theirs = sa.and_(org_members.c.org_id == organizations.c.id, org_members.c.user_id == viewer)
    return sa.select(*ORGANIZATION).select_from(
        organizations.join(accounts, accounts.c.id == organizations.c.id).outerjoin(
            org_members, theirs
        )
    )


SEEN = _seen(sa.bindparam("viewer", type_=sa.BigInteger))
BY_ID = Prepared(SEEN.where(organizations.c.id == sa.bindparam("id")))
BY_LOGIN = Prepared(SEEN.where(accounts.c.login_key == sa.bindparam("login")))
MEMBERS = sa.select(*MEMBER).join(accounts, accounts.c.id == org_members.c.user_id)
ONE_MEMBER = Prepared(
    MEMBERS.where(
        org_members.c.org_id == sa.bindparam("org"), org_members.c.user_id == sa.bindparam("user")
    )
)


def organization_of(row: Row, viewer: UserId | None) -> Organization:
    """Read the columns of ORGANIZATION."""
    return Organization(
        OrgId(UserId(row[0])),
        login=row[1],
        name=row[2],
        description=row[3],
        company=row[4],
        blog=row[5],
        location=row[6],
        public_email=row[7],
        billing_email=row[8],
        base_role=Role(row[9]),
        members_may=MembersMay(*map(bool, row[10:14])),
        public_repositories=row[14],
        private_repositories=row[15],
        created_at=row[16],
        updated_at=row[17],
        viewer=viewer,
        viewer_is=OrgRole(row[18]) if row[18] else None,
    )


def member_of(row: Row) -> Member:
    """Read the columns of MEMBER."""
    org, user = OrgId(UserId(row[0])), UserId(row[1])
    return Member(org, user, row[2], row[3], OrgRole(row[4]), bool(row[5]), row[6])


class SqlOrganizations(SqlOutsiders):
    """Organizations and their members."""

    def by_login(self, login: str, viewer: UserId | None) -> Organization | None:
        """Find by login, whatever the case."""
        row = BY_LOGIN.first(self._connection, login=login.lower(), viewer=viewer)
        return organization_of(row, viewer) if row else None

    def by_id(self, org: UserId, viewer: UserId | None) -> Organization | None:
        """Find by number."""
        row = BY_ID.first(self._connection, id=org, viewer=viewer)
        return organization_of(row, viewer) if row else None

    def after(self, org: int, count: int, viewer: UserId | None) -> Sequence[Organization]:
        """The first ones with a higher number."""
        wanted = _seen(sa.literal(viewer, sa.BigInteger)).where(organizations.c.id > org)
        rows = self._connection.execute(wanted.order_by(organizations.c.id).limit(count))
        return [organization_of(row, viewer) for row in rows]

    def of(self, user: UserId, viewer: UserId | None, request: PageRequest) -> Page[Organization]:
        """Those that somebody is in, as far as the viewer may know, by login."""
        if user != viewer:
            return self.publicly_of(user, viewer, request)
        theirs = sa.select(org_members.c.org_id).where(org_members.c.user_id == user)
        return self._page(theirs, viewer, request)

    def publicly_of(
        self, user: UserId, viewer: UserId | None, request: PageRequest
    ) -> Page[Organization]:
        """Those in which somebody is a public member, by login."""
        theirs = sa.select(org_members.c.org_id).where(
            org_members.c.user_id == user, org_members.c.is_public
        )
        return self._page(theirs, viewer, request)

    def shared(self, user: UserId, viewer: UserId, request: PageRequest) -> Page[Organization]:
        """The same, with those that both are in."""
        mine = org_members.alias()
        both = sa.select(mine.c.org_id).where(mine.c.user_id == viewer)
        theirs = sa.select(org_members.c.org_id).where(
            org_members.c.user_id == user,
            sa.or_(org_members.c.is_public, org_members.c.org_id.in_(both)),
        )
        return self._page(theirs, viewer, request)

    def add(self, login: str, name: str | None, billing_email: str | None, now: int) -> OrgId:
        """Keep a new organization. Raises Conflict when the login is taken."""
        values = {
            "kind": KIND,
            "login": login,
            "login_key": login.lower(),
            "name": name,
            "created_at": now,
            "updated_at": now,
        }
        former_logins.claim(self._connection, login, None, now)
        with conflict(self._connection, "login"):
            made = self._connection.execute(
                sa.insert(accounts).values(values).returning(accounts.c.id)
            ).scalar_one()
        kept = sa.insert(organizations).values(id=made, billing_email=billing_email)
        self._connection.execute(kept)
        return OrgId(UserId(made))

    def update(self, org: OrgId, values: Mapping[str, str | int | bool | None], now: int) -> None:
        """Change columns."""
        said = {key: value for key, value in values.items() if key in IN_ACCOUNTS}
        account = sa.update(accounts).where(accounts.c.id == org)
        self._connection.execute(account.values({**said, "updated_at": now}))
        rest = {key: value for key, value in values.items() if key not in IN_ACCOUNTS}
        if rest:
            changed = sa.update(organizations).where(organizations.c.id == org)
            self._connection.execute(changed.values(rest))

    def rename(self, org: OrgId, login: str, now: int) -> None:
        """Change the login; the old one is kept. Raises Conflict when it is taken."""
        former_logins.claim(self._connection, login, org, now)
        values = {"login": login, "login_key": login.lower(), "updated_at": now}
        with conflict(self._connection, "login"):
            before = self._connection.execute(
                sa.select(accounts.c.login_key).where(accounts.c.id == org)
            ).scalar_one()
            self._connection.execute(sa.update(accounts).where(accounts.c.id == org).values(values))
        if before != login.lower():
            former_logins.leave(self._connection, before, org, now)

    def delete(self, org: OrgId) -> None:
        """Forget an organization that owns no repositories any more."""
        self._connection.execute(sa.delete(accounts).where(accounts.c.id == org))

    def member(self, org: OrgId, user: UserId) -> Member | None:
        """Find somebody who is in it."""
        row = ONE_MEMBER.first(self._connection, org=org, user=user)
        return member_of(row) if row else None

    def members(
        self,
        org: OrgId,
        request: PageRequest,
        *,
        role: OrgRole | None = None,
        concealed: bool = True,
    ) -> Page[Member]:
        """Who is in it, by login; without the concealed ones when these are not wanted."""
        wanted = MEMBERS.where(org_members.c.org_id == org)
        if role is not None:
            wanted = wanted.where(org_members.c.role == role.value)
        if not concealed:
            wanted = wanted.where(org_members.c.is_public)
        found = part(self._connection, wanted, request, accounts.c.login_key)
        return found.map(member_of)

    def owners(self, org: OrgId) -> int:
        """How many owners there are that are not suspended."""
        counted = (
            sa.select(sa.func.count())
            .select_from(org_members.join(accounts, accounts.c.id == org_members.c.user_id))
            .where(
                org_members.c.org_id == org,
                org_members.c.role == OrgRole.ADMIN.value,
                accounts.c.suspended_at.is_(None),
            )
        )
        return int(self._connection.execute(counted).scalar_one())

    def owned_alone(self, user: UserId) -> Sequence[str]:
        """The logins of organizations of which somebody is the last owner."""
        other = org_members.alias()
        others = sa.exists().where(
            other.c.org_id == org_members.c.org_id,
            other.c.role == OrgRole.ADMIN.value,
            other.c.user_id != user,
        )
        found = (
            sa.select(accounts.c.login)
            .join(org_members, org_members.c.org_id == accounts.c.id)
            .where(
                org_members.c.user_id == user, org_members.c.role == OrgRole.ADMIN.value, ~others
            )
            .order_by(accounts.c.login_key)
        )
        return list(self._connection.execute(found).scalars())

    def set_member(self, org: OrgId, user: UserId, role: OrgRole, now: int) -> None:
        """Let somebody in, or change the role."""
        values = {"role": role.value}
        changed = sa.update(org_members).where(*_one(org, user)).values(values)
        if not self._connection.execute(changed).rowcount:
            new = {"org_id": org, "user_id": user, "since": now, **values}
            self._connection.execute(sa.insert(org_members).values(new))

    def publicize(self, org: OrgId, user: UserId, *, public: bool) -> None:
        """Let everybody know that somebody is in it, or only members."""
        changed = sa.update(org_members).where(*_one(org, user)).values(is_public=public)
        self._connection.execute(changed)

    def remove_member(self, org: OrgId, user: UserId, *, keep_collaborations: bool) -> None:
        """Take somebody out, of all its teams too, and off its repositories unless told not to."""
        its_teams = sa.select(teams.c.id).where(teams.c.org_id == org)
        self._connection.execute(
            sa.delete(team_members).where(
                team_members.c.user_id == user, team_members.c.team_id.in_(its_teams)
            )
        )
        if not keep_collaborations:
            self.remove_outsider(org, user)
        self._connection.execute(sa.delete(org_members).where(*_one(org, user)))
        forget_blind_in(self._connection, org, user)

    def _page(
        self, orgs: sa.Select[Any], viewer: UserId | None, request: PageRequest
    ) -> Page[Organization]:
        wanted = _seen(sa.literal(viewer, sa.BigInteger)).where(organizations.c.id.in_(orgs))
        found = part(self._connection, wanted, request, accounts.c.login_key)
        return found.map(lambda row: organization_of(row, viewer))


def _one(org: OrgId, user: UserId) -> tuple[sa.ColumnElement[bool], ...]:
    return org_members.c.org_id == org, org_members.c.user_id == user
