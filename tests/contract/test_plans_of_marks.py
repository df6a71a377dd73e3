"""Lists of stars and watches come by an index: no table that grows is gone through for them."""

import pytest
import sqlalchemy as sa

from tests.world import fresh_sqlite
from watchword.kernel.pagination import PageRequest
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.ports import Listing, Sort
from watchword.storage.repositories import SqlRepositories
from watchword.storage.stars import SqlStars
from watchword.storage.tables import metadata
from watchword.storage.watches import SqlWatches

PART = PageRequest()
SOME = [1, 2, 3]
TABLES = set(metadata.tables)


def repository(visibility):
    return Repository(1, "k", 1, "o", "n", None, None, visibility, "main", None, 1, 1, None)


@pytest.fixture
def connection(tmp_path):
    engine = sa.create_engine(fresh_sqlite(tmp_path))
    with engine.connect() as made:
        yield made
    engine.dispose()


def starred(connection, viewer):
    wanted = Listing(of=None, viewer=viewer, sort=Sort.MARKED, starred_by=1)
    SqlRepositories(connection).page(wanted, PART)


def watched(connection, viewer):
    SqlRepositories(connection).page(Listing(of=None, viewer=viewer, watched_by=1), PART)


ASKED = {
    "what one marked": lambda connection: starred(connection, 1),
    "what somebody marked": lambda connection: starred(connection, None),
    "what one watches": lambda connection: watched(connection, 1),
    "what somebody watches": lambda connection: watched(connection, None),
    "when": lambda connection: SqlStars(connection).since(1, SOME),
    "which choice": lambda connection: SqlWatches(connection).of(1, SOME),
    "who marked": lambda connection: SqlStars(connection).stargazers(
        repository(Visibility.PUBLIC), PART
    ),
    "who marked what is private": lambda connection: SqlStars(connection).stargazers(
        repository(Visibility.PRIVATE), PART
    ),
    "who watches": lambda connection: SqlWatches(connection).watchers(
        repository(Visibility.PRIVATE), PART
    ),
    "who is told": lambda connection: SqlWatches(connection).watchers_of(
        repository(Visibility.PRIVATE), after=7
    ),
    "who ignores": lambda connection: SqlWatches(connection).ignoring(1, SOME),
    "what is forgotten": lambda connection: (
        SqlStars(connection).forget(1, 500),
        SqlWatches(connection).forget(1, 500),
    ),
    "who is blind in an organization": lambda connection: SqlWatches(connection).forget_blind_of(
        1, 7, 50
    ),
    "who is blind": lambda connection: SqlWatches(connection).forget_blind(1),
}


@pytest.mark.parametrize("what", ASKED)
def test_no_table_is_gone_through(connection, what):
    seen = []

    def look(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", look)
    ASKED[what](connection)
    sa.event.remove(connection, "before_cursor_execute", look)
    assert seen
    for statement, parameters in seen:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
        # What a sub-select found, or a list of constants, may be gone through.
        gone = [step for step in steps if step.startswith("SCAN") and step.split()[1] in TABLES]
        assert gone == [], (statement, steps)
