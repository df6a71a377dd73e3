"""A database that cannot be migrated is as before, and its operator is told why."""

import click
import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import event
from sqlalchemy.pool import Pool

from watchword.kernel.clock import SystemClock
from watchword.kernel.entropy import system_entropy
from watchword.operator_cli.speaking import speaking
from watchword.processes import start
from watchword.settings import load
from watchword.storage.migrations import NotMigrated, migrate, revision
from watchword.storage.migrations.revisions import engine_of
from watchword.storage.migrations.run import _config

ACCOUNT = "INSERT INTO accounts (login, login_key, created_at, updated_at) VALUES (:l, :l, 1, 1)"


def begun(url):
    """A database of the first release with one person."""
    engine = engine_of(url)
    with engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text(ACCOUNT), {"l": "alice"})
    engine.dispose()
    return url


def people(url):
    engine = engine_of(url)
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT login FROM accounts")).scalars().all()
    engine.dispose()
    return found


@pytest.fixture
def bounded():
    """Lets files of SQLite grow by some pages and no further, as a disk that is nearly full."""

    def connected(driver, _record):
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages + 8}")

    event.listen(Pool, "connect", connected)
    yield
    event.remove(Pool, "connect", connected)


def test_a_full_disk_is_named_though_more_fails_after_it(tmp_path, request):
    url = begun(f"sqlite:///{tmp_path / 'watchword.db'}")
    request.getfixturevalue("bounded")
    with pytest.raises(NotMigrated, match=r"^database or disk is full$"):
        migrate(url)
    assert (revision(url), people(url)) == ("0001", ["alice"])


def test_a_postgresql_that_takes_nothing_is_left_as_it_is(empty_postgresql_url):
    begun(empty_postgresql_url)
    name = sa.make_url(empty_postgresql_url).database
    with psycopg.connect(empty_postgresql_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(NotMigrated, match="read-only transaction"):
        migrate(empty_postgresql_url)
    assert (revision(empty_postgresql_url), people(empty_postgresql_url)) == ("0001", ["alice"])


def test_the_start_says_what_stands_in_the_way_of_migrating_and_what_to_do(tmp_path):
    data = tmp_path / "data"
    settings = load(data, {}, {}, may_bind_443=False)
    around = start.Surroundings(SystemClock(), system_entropy)
    data.mkdir()
    start.prepare(settings, around)
    (data / "watchword.db").unlink()
    begun(settings.database_url)
    (data / "backup").write_text("in the way")

    with pytest.raises(click.ClickException) as refused:
        speaking(start.prepare)(settings, around)
    said = str(refused.value)
    assert said.startswith("The database could not be migrated to ")
    assert f"File exists: '{data / 'backup'}'. Put that right and start again." in said

    (data / "backup").unlink()
    start.prepare(settings, around)
    assert people(settings.database_url) == ["alice"]
