"""Accounts and sessions in SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from watchword.accounts.model import Password, User
from watchword.accounts.ports import NewUser
from watchword.kernel.errors import Conflict
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.storage import emails, former_logins
from watchword.storage.integrity import conflict
from watchword.storage.leaving import SqlLeaving
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.accounts import accounts

PERSON: Final = "user"
"""Beside them organizations stand in the table; they own, and never sign in or act."""
USER = (
    accounts.c.id,
    accounts.c.login,
    accounts.c.name,
    accounts.c.email,
    accounts.c.site_admin,
    accounts.c.suspended_at,
    accounts.c.created_at,
    accounts.c.updated_at,
    accounts.c.language,
    accounts.c.theme,
    accounts.c.one_time_until,
    accounts.c.public_repositories,
    accounts.c.private_repositories,
    accounts.c.public_gists,
    accounts.c.private_gists,
    accounts.c.company,
    accounts.c.blog,
    accounts.c.location,
    accounts.c.bio,
    accounts.c.twitter_username,
    accounts.c.hireable,
    accounts.c.public_email,
    accounts.c.followers,
    accounts.c.following,
    accounts.c.row_version,
)
MOST_EMAILS = 500

PEOPLE = sa.select(*USER).where(accounts.c.kind == PERSON)
BY_ID = Prepared(PEOPLE.where(accounts.c.id == sa.bindparam("id")))
BY_LOGIN = Prepared(PEOPLE.where(accounts.c.login_key == sa.bindparam("login")))


def user_of(row: Row) -> User:
    """Read the columns of USER; drivers give booleans as they keep them."""
    return User(
        id=UserId(row[0]),
        login=row[1],
        name=row[2],
        email=row[3],
        site_admin=bool(row[4]),
        suspended_at=row[5],
        created_at=row[6],
        updated_at=row[7],
        language=row[8],
        theme=row[9],
        must_change_password=row[10] is not None,
        public_repositories=row[11],
        private_repositories=row[12],
        public_gists=row[13],
        private_gists=row[14],
        company=row[15],
        blog=row[16],
        location=row[17],
        bio=row[18],
        twitter_username=row[19],
        hireable=None if row[20] is None else bool(row[20]),
        public_email=row[21],
        followers=row[22],
        following=row[23],
        row_version=row[24],
    )


class SqlUsers(SqlLeaving):
    """Accounts."""

    def by_id(self, user: UserId) -> User | None:
        """Find an account by its number."""
        row = BY_ID.first(self._connection, id=user)
        return user_of(row) if row else None

    def by_login(self, login: str) -> User | None:
        """Find an account by its login, whatever the case."""
        row = BY_LOGIN.first(self._connection, login=login.lower())
        return user_of(row) if row else None

    def by_emails(self, emails: Collection[str]) -> Mapping[str, User]:
        """Find accounts by their addresses, at most 500; given in lower case, as the keys are."""
        wanted = accounts.c.email_key.in_(list(emails)[:MOST_EMAILS])
        rows = self._connection.execute(PEOPLE.add_columns(accounts.c.email_key).where(wanted))
        return {row[-1]: user_of(row) for row in rows}

    def every(self) -> Sequence[User]:
        """All accounts, by login."""
        rows = self._connection.execute(PEOPLE.order_by(accounts.c.login_key))
        return [user_of(row) for row in rows]

    def matching(self, words: Sequence[str], request: PageRequest) -> Page[User]:
        """People in whose login or name each of the words stands, in whatever case, by login."""
        wanted = PEOPLE
        for word in words:
            name = sa.func.lower(sa.func.coalesce(accounts.c.name, ""))
            places = (accounts.c.login_key, name)
            held = (place.contains(word.lower(), autoescape=True) for place in places)
            wanted = wanted.where(sa.or_(*held))
        counted = sa.select(sa.func.count()).select_from(wanted.subquery())
        total = self._connection.execute(counted).scalar_one()
        part = wanted.order_by(accounts.c.login_key).limit(request.size).offset(request.offset)
        rows = self._connection.execute(part)
        return Page([user_of(row) for row in rows], total, request)

    def add(self, new: NewUser, now: int) -> User:
        """Keep a new account. Raises Conflict with "login" or "email" when that is taken."""
        if new.email and emails.is_taken(self._connection, new.email):
            raise Conflict("email")
        former_logins.claim(self._connection, new.login, None, now)
        values = {
            "login": new.login,
            "login_key": new.login.lower(),
            "name": new.name,
            "email": new.email,
            "email_key": new.email.lower() if new.email else None,
            "site_admin": new.site_admin,
            "password_hash": new.password.hash if new.password else None,
            "one_time_until": new.password.one_time_until if new.password else None,
            "created_at": now,
            "updated_at": now,
        }
        with conflict(self._connection, "login"):
            made = self._connection.execute(
                sa.insert(accounts).values(values).returning(*USER)
            ).one()
        user = user_of(made)
        if user.email:
            # Who made the account vouches for it.
            emails.keep(self._connection, user.id, user.email, now, verified_at=now)
        return user

    def since(self, user: UserId, count: int) -> Sequence[User]:
        """Accounts of people with higher numbers than that one, the lowest first."""
        found = PEOPLE.where(accounts.c.id > user)
        rows = self._connection.execute(found.order_by(accounts.c.id).limit(count))
        return [user_of(row) for row in rows]

    def update(self, user: UserId, values: Mapping[str, str | bool | None], now: int) -> None:
        """Change what the person says of themselves: by name of the field."""
        self._set(user, {**values, "updated_at": now})

    def set_primary(self, user: UserId, address: str, now: int) -> None:
        """Send mails there from now on. Raises Conflict when somebody else's mails go there."""
        with conflict(self._connection, "email"):
            values = {"email": address, "email_key": address.lower(), "updated_at": now}
            self._set(user, values)

    def suspend(self, user: UserId, at: int | None) -> None:
        """Suspend from then on, or with None no longer."""
        self._set(user, {"suspended_at": at})

    def set_site_admin(self, user: UserId, *, on: bool) -> None:
        """Let somebody run the site, or no longer."""
        self._set(user, {"site_admin": on})

    def site_admins(self) -> int:
        """How many people run the site and are not suspended."""
        counted = sa.select(sa.func.count()).where(
            accounts.c.kind == PERSON, accounts.c.site_admin, accounts.c.suspended_at.is_(None)
        )
        return int(self._connection.execute(counted).scalar_one())

    def rename(self, user: User, login: str, now: int) -> None:
        """Change the login; the old one is kept for the account. Raises Conflict when taken."""
        former_logins.claim(self._connection, login, user.id, now)
        values = {"login": login, "login_key": login.lower(), "updated_at": now}
        with conflict(self._connection, "login"):
            self._set(user.id, values)
        if login.lower() != user.login.lower():
            former_logins.leave(self._connection, user.login, user.id, now)

    def password_of(self, user: UserId) -> Password | None:
        """What is kept of the password."""
        columns = (accounts.c.password_hash, accounts.c.one_time_until)
        row = self._connection.execute(sa.select(*columns).where(accounts.c.id == user)).first()
        return Password(row[0], row[1]) if row and row[0] else None

    def set_password(self, user: UserId, password: Password, now: int) -> None:
        """Replace what is kept of the password."""
        self._set(
            user,
            {
                "password_hash": password.hash,
                "one_time_until": password.one_time_until,
                "updated_at": now,
            },
        )

    def _set(self, user: UserId, values: Mapping[str, Any]) -> None:
        self._connection.execute(sa.update(accounts).where(accounts.c.id == user).values(values))
