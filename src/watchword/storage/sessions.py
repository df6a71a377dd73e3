"""Browser sessions in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.accounts.model import Session, User
from watchword.kernel.ids import SessionId, UserId
from watchword.storage.accounts import USER, user_of
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.accounts import accounts, sessions

SESSION = (
    sessions.c.id,
    sessions.c.user_id,
    sessions.c.created_at,
    sessions.c.seen_at,
    sessions.c.password_at,
    sessions.c.address,
    sessions.c.agent,
)
SESSION_BY_DIGEST = Prepared(
    sa.select(*SESSION, *USER)
    .join(accounts, accounts.c.id == sessions.c.user_id)
    .where(sessions.c.digest == sa.bindparam("digest"))
)


def session_of(row: Row) -> Session:
    """Read the columns of SESSION."""
    return Session(SessionId(row[0]), UserId(row[1]), *row[2:7])


class SqlSessions:
    """Browser sessions."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def add(self, digest: bytes, session: Session) -> SessionId:
        """Keep a new session under the keyed hash of its secret; its own id is ignored."""
        made = self._connection.execute(
            sa.insert(sessions)
            .values(
                digest=digest,
                user_id=session.user,
                created_at=session.created_at,
                seen_at=session.seen_at,
                password_at=session.password_at,
                address=session.address,
                agent=session.agent,
            )
            .returning(sessions.c.id)
        ).scalar_one()
        return SessionId(made)

    def by_digest(self, digest: bytes) -> tuple[Session, User] | None:
        """Find a session and its person."""
        row = SESSION_BY_DIGEST.first(self._connection, digest=digest)
        return (session_of(row), user_of(row[len(SESSION) :])) if row else None

    def by_id(self, session: SessionId) -> Session | None:
        """Find a session by its number."""
        found = sa.select(*SESSION).where(sessions.c.id == session)
        row = self._connection.execute(found).first()
        return session_of(row) if row else None

    def of(self, user: UserId) -> Sequence[Session]:
        """All sessions of a person, the last seen first."""
        found = sa.select(*SESSION).where(sessions.c.user_id == user)
        ordered = found.order_by(sessions.c.seen_at.desc(), sessions.c.id.desc())
        return [session_of(row) for row in self._connection.execute(ordered)]

    def seen(self, session: SessionId, at: int, address: str) -> None:
        """Note that it was used."""
        self._set(session, {"seen_at": at, "address": address})

    def prove(self, session: SessionId, digest: bytes, at: int) -> None:
        """Note that the password was given, and change the secret."""
        self._set(session, {"digest": digest, "password_at": at, "seen_at": at})

    def end(self, session: SessionId) -> None:
        """Forget a session."""
        self._connection.execute(sa.delete(sessions).where(sessions.c.id == session))

    def end_all(self, user: UserId, *, but: SessionId | None = None) -> int:
        """Forget all sessions of a person, but one; gives how many."""
        gone = sa.delete(sessions).where(sessions.c.user_id == user)
        if but is not None:
            gone = gone.where(sessions.c.id != but)
        return self._connection.execute(gone).rowcount

    def sweep(self, seen_before: int) -> int:
        """Forget sessions that were idle for too long; gives how many."""
        gone = sa.delete(sessions).where(sessions.c.seen_at <= seen_before)
        return self._connection.execute(gone).rowcount

    def _set(self, session: SessionId, values: Mapping[str, Any]) -> None:
        changed = sa.update(sessions).where(sessions.c.id == session).values(values)
        self._connection.execute(changed)
