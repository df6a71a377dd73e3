"""Sign-ins through applications in SQL: families and their refresh tokens."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from watchword.access.scopes import Scope
from watchword.kernel.ids import ApplicationId, FamilyId, TokenId, UserId
from watchword.oauth.model import Family, RefreshToken
from watchword.oauth.ports import NewRefreshToken
from watchword.storage.pending_sign_ins import SqlPendingSignIns, scopes_of
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.oauth import oauth_codes as codes
from watchword.storage.tables.oauth import oauth_devices as devices
from watchword.storage.tables.oauth import oauth_families as families
from watchword.storage.tables.oauth import oauth_refresh_tokens as refresh_tokens
from watchword.storage.tables.tokens import tokens
from watchword.storage.tokens import lives

FAMILY = (
    families.c.id,
    families.c.application_id,
    families.c.user_id,
    families.c.scopes,
    families.c.created_at,
)
REFRESH = (
    refresh_tokens.c.id,
    refresh_tokens.c.family_id,
    refresh_tokens.c.token_id,
    refresh_tokens.c.created_at,
    refresh_tokens.c.expires_at,
    refresh_tokens.c.used_at,
    refresh_tokens.c.successor_id,
)

REFRESH_BY_DIGEST = Prepared(
    sa.select(*REFRESH).where(refresh_tokens.c.digest == sa.bindparam("digest"))
)


class SqlSignIns(SqlPendingSignIns):
    """Codes, devices, families, refresh tokens."""

    def add_family(
        self, application: ApplicationId, user: UserId, scopes: tuple[Scope, ...], now: int
    ) -> Family:
        """Begin a family."""
        values = {
            "application_id": application,
            "user_id": user,
            "scopes": ",".join(scopes),
            "created_at": now,
        }
        made = sa.insert(families).values(values).returning(*FAMILY)
        return _family_of(self._connection.execute(made).one())

    def family(self, family: FamilyId) -> Family | None:
        """Find a family."""
        found = self._families(families.c.id == family)
        return found[0] if found else None

    def families_of(
        self, user: UserId, application: ApplicationId | None = None
    ) -> Sequence[Family]:
        """The families of a person, of one application or of all, the newest first."""
        where = [families.c.user_id == user]
        if application is not None:
            where.append(families.c.application_id == application)
        return self._families(*where)

    def families_through(self, application: ApplicationId) -> Sequence[Family]:
        """The families of one application, of all people."""
        return self._families(families.c.application_id == application)

    def end_family(self, family: FamilyId) -> None:
        """Forget a family with all of its tokens."""
        self._connection.execute(sa.delete(families).where(families.c.id == family))

    def add_refresh_token(self, new: NewRefreshToken, now: int) -> int:
        """Keep a refresh token; gives its number."""
        values = {
            "digest": new.digest,
            "family_id": new.family,
            "token_id": new.token,
            "created_at": now,
            "expires_at": new.expires_at,
        }
        made = sa.insert(refresh_tokens).values(values).returning(refresh_tokens.c.id)
        number: int = self._connection.execute(made).scalar_one()
        return number

    def refresh_token(self, digest: bytes) -> RefreshToken | None:
        """Find a refresh token by its keyed hash, used ones too."""
        row = REFRESH_BY_DIGEST.first(self._connection, digest=digest)
        return _refresh_of(row) if row else None

    def refresh_token_by_id(self, number: int) -> RefreshToken | None:
        """Find a refresh token by its number."""
        return self._refresh(refresh_tokens.c.id == number)

    def refresh_token_of(self, family: FamilyId) -> RefreshToken | None:
        """The newest refresh token of a family."""
        return self._refresh(refresh_tokens.c.family_id == family)

    def use_refresh_token(self, number: int, successor: int | None, at: int) -> None:
        """Note that a refresh token was used, and which one came in its place, if one did."""
        used = {"used_at": at, "successor_id": successor}
        self._connection.execute(
            sa.update(refresh_tokens).where(refresh_tokens.c.id == number).values(used)
        )

    def sweep(self, ended_before: int, now: int) -> int:
        """Forget what ended before, and families of which nothing lives.

        Of a family the token that was used last stays, and all that are newer.
        """
        newer = tokens.alias()
        old = (
            sa.delete(codes).where(codes.c.expires_at < ended_before),
            sa.delete(devices).where(devices.c.expires_at < ended_before),
            sa.delete(refresh_tokens).where(refresh_tokens.c.expires_at < ended_before),
            sa.delete(tokens).where(
                tokens.c.family_id.is_not(None),
                tokens.c.expires_at < ended_before,
                sa.exists().where(
                    newer.c.family_id == tokens.c.family_id,
                    newer.c.id > tokens.c.id,
                    newer.c.last_used_at.is_not(None),
                ),
            ),
            sa.delete(families).where(
                families.c.created_at < ended_before,
                ~family_lives(families.c.id, now),
            ),
        )
        return sum(self._connection.execute(statement).rowcount for statement in old)

    def _families(self, *where: sa.ColumnElement[bool]) -> Sequence[Family]:
        found = sa.select(*FAMILY).where(*where).order_by(families.c.id.desc())
        return [_family_of(row) for row in self._connection.execute(found)]

    def _refresh(self, where: sa.ColumnElement[bool]) -> RefreshToken | None:
        found = sa.select(*REFRESH).where(where).order_by(refresh_tokens.c.id.desc()).limit(1)
        row = self._connection.execute(found).first()
        return _refresh_of(row) if row else None


def family_lives(family: sa.ColumnElement[Any], now: int) -> sa.ColumnElement[bool]:
    """Whether anything of a sign-in lives at that second: a token, or one to get the next with."""
    return sa.or_(
        sa.exists().where(tokens.c.family_id == family, lives(now)),
        sa.exists().where(refresh_tokens.c.family_id == family, refresh_tokens.c.expires_at > now),
    )


def _family_of(row: Row) -> Family:
    return Family(
        FamilyId(row[0]), ApplicationId(row[1]), UserId(row[2]), scopes_of(row[3]), row[4]
    )


def _refresh_of(row: Row) -> RefreshToken:
    token = None if row[2] is None else TokenId(row[2])
    return RefreshToken(row[0], FamilyId(row[1]), token, row[3], row[4], row[5], row[6])
