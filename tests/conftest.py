"""Fixtures of all tests: databases at the newest revision, on SQLite and on PostgreSQL."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from tests.postgresql import PostgresqlServer, binaries, running_server
from watchword.git_process.environment import Environment

NO_DISK = "GIT_TEST_FSYNC"
"""A variable for git's own tests: by "0" git waits for no disk, whatever its settings say."""

# Machines of continuous integration are slow and busy: a deadline would only measure them.
settings.register_profile("watchword", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("watchword")
# As the server's processes log: its default draws each traceback with all local variables, for
# seconds where those are long.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(sort_keys=True),
    ]
)
# Until all tests are found nothing that was made is garbage: to look for it is a sixth of the time.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that run the real server, and wait for it: others fill up the end."""
    items.sort(key=lambda item: "system" not in item.path.parts)


def pytest_collection_finish() -> None:
    """Look for garbage again, but no more among what stays until the end, and less often.

    A test makes an application of tens of thousands of objects: they are no garbage before its end.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the test of coherence run for longer (`make soak`)."""
    parser.addoption("--operations", type=int, default=300, help="operations of random tests")
    parser.addoption("--seed", type=int, default=1, help="the seed of random tests")


@pytest.fixture(scope="session", autouse=True)
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Nothing is to survive a loss of power in this process, nor in git's that it starts.

    Servers of their own wait as ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        told = Environment.variables
        patch.setattr(
            Environment, "variables", lambda *given, **more: told(*given, **more) | {NO_DISK: "0"}
        )
        yield


@pytest.fixture
def operations(request: pytest.FixtureRequest) -> int:
    """How much is to happen in a random test."""
    return int(request.config.getoption("--operations"))


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What a random test begins with."""
    return int(request.config.getoption("--seed"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server for this process of the tests."""
    if binaries() is None and "CI" not in os.environ:
        pytest.skip("PostgreSQL's server is not there: apt-get install postgresql")
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def _migrated_postgresql(postgresql_server: PostgresqlServer) -> str:
    """The name of a migrated database that is only ever copied."""
    from watchword.storage.migrations import migrate

    name = postgresql_server.create()
    migrate(postgresql_server.url(name))
    return name


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database that is only ever copied."""
    from watchword.storage.migrations import migrate

    path = tmp_path_factory.mktemp("migrated") / "watchword.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def empty_postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """The URL of a new PostgreSQL database without any table."""
    name = postgresql_server.create()
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer, _migrated_postgresql: str) -> Iterator[str]:
    """The URL of a new PostgreSQL database at the newest revision."""
    name = postgresql_server.create(_migrated_postgresql)
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path}/watchword.db"


@pytest.fixture
def sqlite_url(tmp_path: Path, _migrated_sqlite: Path) -> str:
    """The URL of a new SQLite database at the newest revision."""
    copy = tmp_path / "watchword.db"
    shutil.copyfile(_migrated_sqlite, copy)
    return f"sqlite:///{copy}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a new database at the newest revision; the test runs once on each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without any table; the test runs once on each kind."""
    return request.getfixturevalue(f"empty_{request.param}_url")
