"""Rules of protected branches in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.kernel.ids import ProtectionId, RepoId, UserId
from watchword.repositories.protection import Protection, ProtectionRules
from watchword.storage.integrity import conflict
from watchword.storage.tables.repositories import protection_users, protections

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
        users = self._users([row[0] for row in rows])
        return [
            Protection(
                ProtectionId(row[0]),
                repository,
                row[1],
                ProtectionRules(
                    users=users.get(row[0], ()), **dict(zip(SWITCHES, row[2:], strict=True))
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
        gone = sa.delete(protection_users).where(protection_users.c.protection_id == protection)
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
        rows = [{"protection_id": protection, "user_id": user} for user in rules.users]
        if rows:
            self._connection.execute(sa.insert(protection_users), rows)

    def _users(self, rules: Sequence[int]) -> dict[int, tuple[UserId, ...]]:
        found = sa.select(protection_users).where(protection_users.c.protection_id.in_(rules))
        told: dict[int, tuple[UserId, ...]] = {}
        for rule, user in self._connection.execute(found.order_by(protection_users.c.user_id)):
            told[rule] = (*told.get(rule, ()), UserId(user))
        return told


def _switches(rules: ProtectionRules) -> dict[str, bool]:
    return {name: getattr(rules, name) for name in SWITCHES}
