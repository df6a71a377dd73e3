"""Fills a prepared data folder with accounts and tokens: rows as the server's stores write them.

Usage: fill DATA ACCOUNTS TOKENS USED [PASSWORD]; prints that many secrets, a line each, the first
account's first. Rows come in bulk, since a million takes the services an hour. The first account
has FIFTY tokens and the password, the others share the rest.
"""

import base64
import itertools
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from watchword.accounts.passwords import Passwords
from watchword.kernel.secret import KeyRing, Secret
from watchword.operator_cli.desk import Desk, at_desk
from watchword.storage.database import SQLITE, kind_of
from watchword.storage.tables.accounts import accounts, emails
from watchword.storage.tables.tokens import tokens
from watchword.tokens import secret as formats

FIFTY = 50
NOBODY = "!"
"""Stands where the hash of a password would: no password matches."""
TOGETHER = 20_000
SCOPES = "read:org,repo"
IN_BULK = ("synchronous=OFF", "cache_size=-600000", "temp_store=MEMORY")
"""Of this connection only: nothing is lost here that could not be filled in again."""


def account_rows(first: int, count: int, now: int, password: str) -> Iterator[dict[str, Any]]:
    """Rows of accounts, numbered from `first` on; `password` is the first one's hash."""
    for number in range(count):
        login, address = f"person-{number}", f"person-{number}@example.test"
        yield {
            "id": first + number,
            "login": login,
            "login_key": login,
            "email": address,
            "email_key": address,
            "password_hash": NOBODY if number else password,
            "created_at": now,
            "updated_at": now,
        }


def email_rows(people: Iterator[dict[str, Any]], now: int) -> Iterator[dict[str, Any]]:
    """Each account's address, as one that is shown to be theirs."""
    for one in people:
        yield {
            "user_id": one["id"],
            "address": one["email"],
            "address_key": one["email_key"],
            "added_at": now,
            "verified_at": now,
        }


def owner_of(number: int, people: int, count: int) -> int:
    """Which account has the token of that number, of so many."""
    if number < FIFTY or people == 1:
        return 0
    return 1 + (number - FIFTY) * (people - 1) // (count - FIFTY)


class Mint:
    """Makes rows of tokens, with real secrets for those that will be used.

    Of the others nobody has the secret: what would be its keyed hash is chance.
    """

    def __init__(self, keys: KeyRing, now: int, used: int, count: int) -> None:
        self._keys = keys
        self._now = now
        self._each = max(1, count // used)
        self._left = used
        self.secrets: list[str] = []

    def row(self, number: int, owner: int) -> dict[str, Any]:
        row = {
            "user_id": owner,
            "note": f"bench {number}",
            "scopes": SCOPES,
            "created_at": self._now,
            "updated_at": self._now,
        }
        if number % self._each or not self._left:
            return row | _of_chance()
        self._left -= 1
        secret = formats.mint(os.urandom)
        self.secrets.append(secret.text)
        return row | self._of(secret)

    def _of(self, secret: Secret) -> dict[str, Any]:
        digest = self._keys.digest(formats.PURPOSE, secret)
        return {"digest": digest, "hashed": secret.hashed, "last_eight": secret.last_eight}


def _of_chance() -> dict[str, Any]:
    drawn = os.urandom(64)
    hashed = base64.b64encode(drawn[32:]).decode()
    return {"digest": drawn[:32], "hashed": hashed, "last_eight": hashed[:8]}


def opened(url: str) -> sa.Engine:
    """The database, for one connection that writes much."""
    if kind_of(url) == SQLITE:
        engine = sa.create_engine(url, poolclass=NullPool)

        @sa.event.listens_for(engine, "connect")
        def prepare(driver: Any, _record: object) -> None:
            for pragma in IN_BULK:
                driver.execute(f"PRAGMA {pragma}")

        return engine
    return sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))


def insert(connection: sa.Connection, table: sa.Table, rows: Iterator[dict[str, Any]]) -> None:
    """Put rows of the same columns into a table, some thousand at a time.

    The statement goes to the driver as it is: SQLAlchemy takes as long for a row as SQLite does.
    """
    first = next(rows)
    made = sa.insert(table).compile(connection, column_keys=list(first))
    names = made.positiontup
    several = itertools.chain([first], rows)
    while batch := list(itertools.islice(several, TOGETHER)):
        given = [tuple(row[name] for name in names) for row in batch] if names else batch
        connection.exec_driver_sql(str(made), given)


def fill(desk: Desk, people: int, count: int, used: int, password: str) -> list[str]:
    """Fill a database that holds accounts already; gives the secrets."""
    now = int(time.time())
    kept = Passwords().hash(Secret(password)) if password else NOBODY
    mint = Mint(desk.settings.key_ring(), now, used, count)
    engine = opened(desk.settings.database_url)
    with engine.begin() as connection:
        first = connection.execute(sa.select(sa.func.max(accounts.c.id))).scalar_one() + 1

        def all_people() -> Iterator[dict[str, Any]]:
            return account_rows(first, people, now, kept)

        insert(connection, accounts, all_people())
        insert(connection, emails, email_rows(all_people(), now))
        rows = (
            mint.row(number, first + owner_of(number, people, count)) for number in range(count)
        )
        for index in tokens.indexes:
            index.drop(connection)
        insert(connection, tokens, rows)
        for index in tokens.indexes:
            index.create(connection)
        _go_on_counting(connection)
    engine.dispose()
    return mint.secrets


def _go_on_counting(connection: sa.Connection) -> None:
    """Tell PostgreSQL which numbers are taken; SQLite sees it."""
    if connection.dialect.name == "postgresql":
        taken = "setval(pg_get_serial_sequence('accounts', 'id'), (select max(id) from accounts))"
        connection.execute(sa.text(f"select {taken}"))
        connection.execute(sa.text("analyze"))


def main() -> None:
    data, people, count, used = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    password = sys.argv[5] if len(sys.argv) > 5 else ""
    with at_desk(data) as desk:
        print("\n".join(fill(desk, people, count, used, password)))


if __name__ == "__main__":
    main()
