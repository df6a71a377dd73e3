"""`kill -9` in the middle of a migration, or of the copy before it: nothing is half done."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from watchword.storage.migrations import HEAD, migrate, revision
from watchword.storage.migrations.revisions import engine_of
from watchword.storage.migrations.run import _config

SOURCES = Path(__file__).parents[2] / "src"
PROGRAM = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool
from watchword.storage.migrations import migrate

url, folder, moment = sys.argv[1:]
backups = Path(folder)
seen = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "after_cursor_execute")
def executed(connection, cursor, statement, *_more):
    global seen
    if statement.lstrip().split()[0] in {"CREATE", "ALTER", "DROP", "INSERT", "UPDATE"}:
        seen += 1
        if str(seen) == moment:
            die()

@event.listens_for(Engine, "commit")
def committing(_connection):
    if moment == "commit" and seen:
        die()

@event.listens_for(Pool, "connect")
def connected(driver, _record):
    def copying():
        if any(backups.glob("*.part")):
            die()
    if moment == "copy":
        driver.set_progress_handler(copying, 100)

migrate(url, backups)
"""
ACCOUNT = "INSERT INTO accounts (login, login_key, created_at, updated_at) VALUES (:l, :l, 1, 1)"
TOKEN = (
    "INSERT INTO tokens (user_id, digest, hashed, last_eight, note, scopes, created_at, updated_at)"
    " VALUES (:user, :digest, 'h', '12345678', 'laptop', 'repo', 1, 1)"
)
PEOPLE = 200


@pytest.fixture
def first(empty_database_url):
    """A database of the first release with many people and their tokens."""
    return _filled(empty_database_url)


def _filled(url):
    engine = engine_of(url)
    with engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        people = [{"l": f"person{number}"} for number in range(PEOPLE)]
        connection.execute(sa.text(ACCOUNT), people)
        tokens = [{"user": n, "digest": f"{n}".encode().ljust(32)} for n in range(1, PEOPLE + 1)]
        connection.execute(sa.text(TOKEN), tokens)
    engine.dispose()
    return url


def migrate_and_die(url, backups, moment):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, url, str(backups), moment],
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
        check=False,
        timeout=180,
    )
    assert done.returncode == -signal.SIGKILL, "it ended before that moment"


def found(url):
    """All that is in the tables of the first release, and which tables there are."""
    engine = engine_of(url)
    with engine.connect() as connection:
        tables = sorted(sa.inspect(connection).get_table_names())
        told = {
            table: connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1")).fetchall()
            for table in ("accounts", "tokens", "alembic_version")
        }
    engine.dispose()
    return tables, told


@pytest.mark.parametrize("moment", ["1", "25", "commit"])
def test_a_migration_that_was_killed_has_done_nothing_and_is_done_again(first, tmp_path, moment):
    before = found(first)
    migrate_and_die(first, tmp_path / "backup", moment)
    assert found(first) == before
    assert revision(first) == "0001"
    migrate(first, tmp_path / "backup")
    assert revision(first) == HEAD
    _, told = found(first)
    assert [row.login for row in told["accounts"]] == [row.login for row in before[1]["accounts"]]
    assert [row.digest for row in told["tokens"]] == [row.digest for row in before[1]["tokens"]]


def test_a_copy_that_was_broken_off_is_taken_for_none(tmp_path):
    url = _filled(f"sqlite:///{tmp_path / 'watchword.db'}")
    backups = tmp_path / "backup"
    before = found(url)
    migrate_and_die(url, backups, "copy")
    assert [file.suffix for file in backups.iterdir() if "journal" not in file.name] == [".part"]
    assert found(url) == before
    migrate(url, backups)
    assert revision(url) == HEAD
    (copy,) = backups.glob("*.db")
    assert found(f"sqlite:///{copy}") == before
    with closing(sqlite3.connect(copy)) as driver:
        assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert not list(backups.glob("*.part"))
