"""Rules of protected branches in SQL."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import ProtectionId, RepoId, TeamId, UserId
from watchword.repositories.protection import Protection, ProtectionRules
from watchword.storage.integrity import conflict
from watchword.storage.tables.repositories import (
    protection_teams,
    protection_users,
    protections,
)

SWITCHES = (
    "restricted",
    "allow_force_pushes",
    "allow_deletions",
    "enforce_admins",
    "lock_branch",
    "block_creations",
)


class SqlProtections:
    """Rules of protected branches."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def of(self, repository: RepoId) -> Sequence[Protection]:
        """The rules of a repository, the oldest first."""
        columns = (protections.c[name] for name in SWITCHES)
        found = sa.select(protections.c.id, protections.c.pattern, *columns).where(
            protections.c.repository_id == repository
        )
        rows = self._connection.execute(found.order_by(protections.c.id)).all()
        users, teams = (self._named(table, rows) for table in (protection_users, protection_teams))
        return [
            Protection(
                ProtectionId(row[0]),
                repository,
                row[1],
                ProtectionRules(
                    users=tuple(map(UserId, users.get(row[0], ()))),
                    teams=tuple(map(TeamId, teams.get(row[0], ()))),
                    **dict(zip(SWITCHES, row[2:], strict=True)),
                ),
            )
            for row in rows
        ]

    def add(self, repository: RepoId, pattern: str, rules: ProtectionRules, now: int) -> Protection:
        """Keep a rule. Raises Conflict when there is one for that pattern."""
        values = {
            "repository_id": repository,
            "pattern": pattern,
            "created_at": now,
            "updated_at": now,
            **_switches(rules),
        }
        with conflict(self._connection, "pattern"):
            insert = sa.insert(protections).values(values).returning(protections.c.id)
            made = ProtectionId(self._connection.execute(insert).scalar_one())
        self._let(made, rules)
        return Protection(made, repository, pattern, rules)

    def replace(self, protection: ProtectionId, rules: ProtectionRules, now: int) -> None:
        """Keep other rules in the place of those."""
        self._update(protection, {**_switches(rules), "updated_at": now})
        for table in (protection_users, protection_teams):
            gone = sa.delete(table).where(table.c.protection_id == protection)
            self._connection.execute(gone)
        self._let(protection, rules)

    def rename(self, protection: ProtectionId, pattern: str, now: int) -> None:
        """Keep another pattern. Raises Conflict when there is a rule for it."""
        with conflict(self._connection, "pattern"):
            self._update(protection, {"pattern": pattern, "updated_at": now})

    def delete(self, protection: ProtectionId) -> None:
        """Forget a rule."""
        self._connection.execute(sa.delete(protections).where(protections.c.id == protection))

    def _update(self, protection: ProtectionId, values: dict[str, object]) -> None:
        changed = sa.update(protections).where(protections.c.id == protection).values(values)
        self._connection.execute(changed)

    def _let(self, protection: ProtectionId, rules: ProtectionRules) -> None:
        users = [{"protection_id": protection, "user_id": one} for one in rules.users]
        teams = [{"protection_id": protection, "team_id": one} for one in rules.teams]
        for table, rows in ((protection_users, users), (protection_teams, teams)):
            if rows:
                self._connection.execute(sa.insert(table), rows)

    def _named(self, table: sa.Table, rules: Sequence[sa.Row[Any]]) -> dict[int, tuple[int, ...]]:
        """Whom each rule names, in the order of their numbers."""
        found = sa.select(table).where(table.c.protection_id.in_([row[0] for row in rules]))
        told: dict[int, tuple[int, ...]] = {}
        for rule, one in self._connection.execute(found.order_by(*table.c)):
            told[rule] = (*told.get(rule, ()), one)
        return told


def _switches(rules: ProtectionRules) -> dict[str, bool]:
    return {name: getattr(rules, name) for name in SWITCHES}
