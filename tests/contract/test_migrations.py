"""Migrations: they end at the tables, keep what is there, and run once."""

import sqlite3
import threading
from contextlib import closing

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.world import World
from watchword.storage.migrations import HEAD, migrate, revision
from watchword.storage.migrations.revisions import engine_of
from watchword.storage.tables import metadata


def test_the_migrations_end_at_the_tables(empty_database_url):
    migrate(empty_database_url)
    engine = engine_of(empty_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": False}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_empty_database_has_no_revision_and_a_migrated_one_has_the_last(empty_database_url):
    assert revision(empty_database_url) is None
    migrate(empty_database_url)
    assert revision(empty_database_url) == HEAD


def test_five_starters_at_once_migrate_once(empty_database_url):
    failures = []

    def start():
        try:
            migrate(empty_database_url)
        except BaseException as error:  # noqa: BLE001 - the test tells
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert revision(empty_database_url) == HEAD


def test_migrating_again_loses_nothing(database_url):
    world = World(database_url)
    alice = world.user("alice")
    world.token(alice, "repo")
    world.repository(alice, "things")
    world.close()
    migrate(database_url)
    engine = engine_of(database_url)
    with engine.connect() as connection:
        for table in ("accounts", "tokens", "repositories"):
            count = sa.select(sa.func.count()).select_from(metadata.tables[table])
            assert connection.execute(count).scalar_one() == 1
    engine.dispose()


def test_sqlite_is_copied_before_it_is_changed_and_two_copies_are_kept(tmp_path):
    url = f"sqlite:///{tmp_path / 'watchword.db'}"
    migrate(url)
    engine = engine_of(url)
    for old in ("a", "b", "c"):
        with engine.connect() as connection, connection.begin():
            connection.execute(
                sa.text("UPDATE alembic_version SET version_num = :old"), {"old": old}
            )
        from watchword.storage.migrations import run

        run._copy(url, tmp_path / "backup")
    engine.dispose()
    copies = sorted(file.name for file in (tmp_path / "backup").iterdir())
    assert copies == ["watchword-b.db", "watchword-c.db"]
    with closing(sqlite3.connect(tmp_path / "backup" / copies[1])) as copy:
        assert copy.execute("SELECT count(*) FROM accounts").fetchone() == (0,)
