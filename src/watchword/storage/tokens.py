"""Tokens in SQL."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from watchword.access.scopes import Scope
from watchword.accounts.model import User
from watchword.kernel.ids import FamilyId, TokenId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.storage.accounts import USER, user_of
from watchword.storage.integrity import conflict
from watchword.storage.parts import part
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.tokens import OWN, tokens
from watchword.tokens.model import Ended, Token
from watchword.tokens.ports import NewOAuthToken, NewToken, Stored, Used

TOKEN = (
    tokens.c.id,
    tokens.c.user_id,
    tokens.c.note,
    tokens.c.scopes,
    tokens.c.last_eight,
    tokens.c.hashed,
    tokens.c.created_at,
    tokens.c.updated_at,
    tokens.c.expires_at,
    tokens.c.last_used_at,
    tokens.c.last_used_from,
    tokens.c.ended_at,
    tokens.c.ended_by,
    tokens.c.family_id,
    tokens.c.client_id,
    tokens.c.idle_limit,
    tokens.c.impersonator_id,
    tokens.c.row_version,
)

DAY = 86_400

BY_DIGEST = Prepared(
    sa.select(*TOKEN, *USER)
    .join(accounts, accounts.c.id == tokens.c.user_id)
    .where(tokens.c.digest == sa.bindparam("digest"))
)
VERSIONS = Prepared(
    sa.select(tokens.c.id, tokens.c.row_version, accounts.c.row_version)
    .join(accounts, accounts.c.id == tokens.c.user_id)
    .where(tokens.c.digest == sa.bindparam("digest"))
)
BY_ID = Prepared(sa.select(*TOKEN).where(tokens.c.id == sa.bindparam("id")))


def token_of(row: Row) -> Token:
    """Read the columns of TOKEN. Scopes that are missing or unreadable carry nothing (attack 3)."""
    return Token(
        id=TokenId(row[0]),
        owner=UserId(row[1]),
        note=row[2],
        scopes=tuple(Scope(word) for word in (row[3] or "").split(",") if word),
        last_eight=row[4],
        hashed=row[5],
        created_at=row[6],
        updated_at=row[7],
        expires_at=row[8],
        last_used_at=row[9],
        last_used_from=row[10],
        ended_at=row[11],
        ended_by=Ended(row[12]) if row[12] else None,
        family=row[13],
        client_id=row[14],
        idle_limit=row[15],
        impersonator=row[16],
        row_version=row[17],
    )


@lru_cache(4_096)
def _with_owner(row: Row) -> tuple[Token, User]:
    """Make the values of a row that was found.

    The row is read on each request; a busy token's is the same for seconds, and so are they.
    """
    return token_of(row), user_of(row[len(TOKEN) :])


def lives(now: int) -> sa.ColumnElement[bool]:
    """Whether a token lives at that second, as its model says."""
    last = sa.func.coalesce(tokens.c.last_used_at, tokens.c.updated_at)
    return sa.and_(
        tokens.c.ended_at.is_(None),
        sa.or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now),
        sa.or_(tokens.c.idle_limit.is_(None), last + tokens.c.idle_limit > now),
    )


class SqlTokens:
    """Tokens."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def by_digest(self, digest: bytes) -> tuple[Token, User] | None:
        """Find a token and its owner by the keyed hash, in one look-up."""
        row = BY_DIGEST.first(self._connection, digest=digest)
        return _with_owner(row) if row else None

    def versions(self, digest: bytes) -> Sequence[int] | None:
        """Tell the number of a token, its version and that of its owner, in one look-up.

        While they are the same nothing of what `by_digest` gives has changed.
        """
        return VERSIONS.first(self._connection, digest=digest)

    def by_id(self, token: TokenId) -> Token | None:
        """Find a token by its number."""
        row = BY_ID.first(self._connection, id=token)
        return token_of(row) if row else None

    def of(self, owner: UserId) -> Sequence[Token]:
        """The classic tokens of a person, dead ones too, the newest first."""
        return self._several(tokens.c.user_id == owner, tokens.c.family_id.is_(None))

    def of_family(self, family: FamilyId) -> Sequence[Token]:
        """The tokens of one sign-in through an application, the newest first."""
        return self._several(tokens.c.family_id == family)

    def every(self) -> Sequence[tuple[Token, User]]:
        """All tokens with their owners."""
        found = sa.select(*TOKEN, *USER).join(accounts, accounts.c.id == tokens.c.user_id)
        rows = self._connection.execute(found.order_by(accounts.c.login_key, tokens.c.id))
        return [(token_of(row), user_of(row[len(TOKEN) :])) for row in rows]

    def impersonating(self, owner: UserId) -> Sequence[Token]:
        """Tokens with which others act for a person, dead ones too, the newest first."""
        return self._several(tokens.c.user_id == owner, tokens.c.impersonator_id.is_not(None))

    def impersonating_by(self, impersonator: UserId) -> Sequence[Token]:
        """Tokens with which a person acts for others, dead ones too, the newest first."""
        return self._several(tokens.c.impersonator_id == impersonator)

    def minted_by(self, token: TokenId) -> Sequence[Token]:
        """Tokens that a token made, the newest first."""
        return self._several(tokens.c.minted_by == token)

    def live(self, now: int, request: PageRequest) -> Page[tuple[Token, User]]:
        """Tokens of everybody that live at that second, with their owners, the newest first."""
        found = sa.select(*TOKEN, *USER).join(accounts, accounts.c.id == tokens.c.user_id)
        rows = part(self._connection, found.where(lives(now)), request, tokens.c.id.desc())
        return rows.map(lambda row: (token_of(row), user_of(row[len(TOKEN) :])))

    def add(self, new: NewToken, now: int) -> Token:
        """Keep a new token. Raises Conflict when the owner has one of that note."""
        values = {
            "user_id": new.owner,
            "digest": new.secret.digest,
            "hashed": new.secret.hashed,
            "last_eight": new.secret.last_eight,
            "note": new.note,
            "scopes": ",".join(new.scopes),
            "created_at": now,
            "updated_at": now,
            "expires_at": new.expires_at,
            "impersonator_id": new.impersonator,
            "minted_by": new.minted_by,
        }
        with conflict(self._connection, "note"):
            return self._add(values)

    def add_oauth(self, new: NewOAuthToken, now: int) -> Token:
        """Keep a new token of an application."""
        return self._add(
            {
                "user_id": new.owner,
                "family_id": new.family,
                "client_id": new.client_id,
                "digest": new.secret.digest,
                "hashed": new.secret.hashed,
                "last_eight": new.secret.last_eight,
                "note": new.note,
                "scopes": ",".join(new.scopes),
                "created_at": now,
                "updated_at": now,
                "expires_at": new.expires_at,
                "idle_limit": new.idle_limit,
            }
        )

    def expire(self, token: TokenId, at: int) -> None:
        """Let a token end at that second, unless it ends before."""
        later = sa.or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > at)
        self._connection.execute(
            sa.update(tokens).where(tokens.c.id == token, later).values(expires_at=at)
        )

    def update(self, token: TokenId, note: str, scopes: tuple[Scope, ...], now: int) -> None:
        """Change note and scopes. Raises Conflict when the owner has another one of that note."""
        with conflict(self._connection, "note"):
            self._set(token, {"note": note, "scopes": ",".join(scopes), "updated_at": now})

    def replace_secret(
        self, token: TokenId, secret: Stored, expires_at: int | None, now: int
    ) -> None:
        """Keep a new secret in the place of the old one."""
        self._set(
            token,
            {
                "digest": secret.digest,
                "hashed": secret.hashed,
                "last_eight": secret.last_eight,
                "expires_at": expires_at,
                "updated_at": now,
                "last_used_at": None,
                "last_used_from": None,
                "warned": None,
            },
        )

    def end(self, token: TokenId, by: Ended, now: int) -> None:
        """End a token; its record stays."""
        self._set(token, {"ended_at": now, "ended_by": by.value})

    def delete(self, token: TokenId) -> None:
        """Forget a token."""
        self._connection.execute(sa.delete(tokens).where(tokens.c.id == token))

    def ending(self, now: int, steps: Sequence[int], count: int) -> Sequence[Token]:
        """Classic tokens that came to a step (days before the end) and were not warned of there."""
        left = tokens.c.expires_at - now
        due = [
            sa.and_(left <= step * DAY, sa.or_(tokens.c.warned.is_(None), tokens.c.warned > step))
            for step in steps
        ]
        found = (
            sa.select(*TOKEN)
            .where(OWN, tokens.c.ended_at.is_(None))
            .where(tokens.c.expires_at > now - DAY, sa.or_(*due))
            .order_by(tokens.c.expires_at, tokens.c.id)
            .limit(count)
        )
        return [token_of(row) for row in self._connection.execute(found)]

    def note_warning(self, token: TokenId, step: int) -> None:
        """Note at which step people were told; a new secret begins anew."""
        self._set(token, {"warned": step})

    def note_usage(self, used: Iterable[Used]) -> None:
        """Note when tokens were last used; an older observation never replaces a newer one."""
        newer = sa.or_(
            tokens.c.last_used_at.is_(None), tokens.c.last_used_at < sa.bindparam("seen")
        )
        statement = (
            sa.update(tokens)
            .where(tokens.c.id == sa.bindparam("token"), newer)
            .values(last_used_at=sa.bindparam("seen"), last_used_from=sa.bindparam("address"))
        )
        # In the order of the rows: two workers' batches must not wait for each other in a ring.
        batch = sorted(used, key=lambda one: one.token)
        rows = [{"token": one.token, "seen": one.at, "address": one.address} for one in batch]
        if rows:
            self._connection.execute(statement, rows)

    def _several(self, *where: sa.ColumnElement[bool]) -> Sequence[Token]:
        found = sa.select(*TOKEN).where(*where).order_by(tokens.c.id.desc())
        return [token_of(row) for row in self._connection.execute(found)]

    def _add(self, values: dict[str, Any]) -> Token:
        made = sa.insert(tokens).values(values).returning(*TOKEN)
        return token_of(self._connection.execute(made).one())

    def _set(self, token: TokenId, values: dict[str, Any]) -> None:
        self._connection.execute(sa.update(tokens).where(tokens.c.id == token).values(values))
