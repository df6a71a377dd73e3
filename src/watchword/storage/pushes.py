"""Pushes in SQL."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import structs

from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId, PushId, RepoId
from watchword.ref_updates.model import Command, Push
from watchword.storage.gists import number_of
from watchword.storage.tables.gists import gists
from watchword.storage.tables.pushes import pushes
from watchword.storage.tables.repositories import repositories

SWEPT_AT_ONCE = 500


def write_commands(commands: Iterable[Command]) -> str:
    """One line for each; names of refs hold no line break (git check-ref-format)."""
    return "\n".join(f"{one.old} {one.new} {one.ref}" for one in commands)


def read_commands(text: str) -> tuple[Command, ...]:
    """Read what `write_commands` wrote."""
    parts = (line.split(" ", 2) for line in text.split("\n") if line)
    return tuple(Command(ref, old, new) for old, new, ref in parts)


def _place(repository: RepoId | GistId) -> dict[str, Any]:
    """The column that tells to what it was pushed, and what stands there."""
    if isinstance(repository, str):
        return {"gist_id": number_of(repository)}
    return {"repository_id": repository}


class SqlPushes:
    """Pushes."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def open(
        self, repository: RepoId | GistId, commands: Sequence[Command], origin: Origin, now: int
    ) -> PushId:
        """Keep what git is about to be allowed."""
        new = sa.insert(pushes).values(
            **_place(repository),
            opened_at=now,
            origin=structs.asdict(origin),
            commands=write_commands(commands),
        )
        return PushId(self._connection.execute(new.returning(pushes.c.id)).scalar_one())

    def close(self, push: PushId, done: Sequence[Command], now: int) -> bool:
        """Keep what git did, in the place of what it was allowed."""
        closed = (
            sa.update(pushes)
            .where(pushes.c.id == push, pushes.c.closed_at.is_(None))
            .values(closed_at=now, commands=write_commands(done))
        )
        return bool(self._connection.execute(closed).rowcount)

    def left_open(self, repository: RepoId | GistId | None = None) -> Sequence[Push]:
        """Pushes that are open, of one repository or of all, the oldest first."""
        found = (
            sa.select(
                pushes.c.id,
                pushes.c.repository_id,
                gists.c.name,
                sa.func.coalesce(repositories.c.key, gists.c.key),
                sa.func.coalesce(repositories.c.default_branch, gists.c.default_branch),
                pushes.c.commands,
                pushes.c.origin,
                pushes.c.opened_at,
            )
            .outerjoin(repositories, repositories.c.id == pushes.c.repository_id)
            .outerjoin(gists, gists.c.id == pushes.c.gist_id)
            .where(pushes.c.closed_at.is_(None))
            .order_by(pushes.c.id)
        )
        if repository is not None:
            places = _place(repository).items()
            found = found.where(*(pushes.c[name] == value for name, value in places))
        return [
            Push(
                PushId(row[0]),
                GistId(row[2]) if row[1] is None else RepoId(row[1]),
                row[3],
                row[4],
                read_commands(row[5]),
                Origin(**row[6]),
                row[7],
            )
            for row in self._connection.execute(found)
        ]

    def commands(self, push: PushId) -> Sequence[Command]:
        """What a push did (or, while it is open, may do); nothing when its row was swept."""
        found = sa.select(pushes.c.commands).where(pushes.c.id == push)
        text = self._connection.execute(found).scalar_one_or_none()
        return read_commands(text) if text else ()

    def sweep(self, closed_before: int) -> int:
        """Forget at most 500 pushes closed before that second; gives how many they were."""
        old = sa.select(pushes.c.id).where(pushes.c.closed_at < closed_before).limit(SWEPT_AT_ONCE)
        gone = sa.delete(pushes).where(pushes.c.id.in_(old))
        return self._connection.execute(gone).rowcount
