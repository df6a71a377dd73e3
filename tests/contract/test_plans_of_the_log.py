"""Searches of the log use an index that has the order too, on the database that counts nothing."""

import pytest
import sqlalchemy as sa

from tests.world import fresh_sqlite
from watchword.audit.model import Log, Position
from watchword.audit.phrase import Term, parse
from watchword.storage.audit_log import SqlAuditLog

PHRASES = (
    "",
    "action:repo.create",
    "actor:a",
    "user:a",
    "repo:a/b",
    "org:a",
    "ip:192.0.2.1",
    'hashed_token:"x"',
    "created:>2026-01-01",
    "word -action:x operation:create",
)
WITHOUT_GIT = Term("action", ("git.",), negated=True)


LEADING = {
    "actor": "actor_key",
    "user": "user_key",
    "repo": "repo_key",
    "ip": "address",
    "hashed_token": "hashed_token",
}


@pytest.fixture
def connection(tmp_path):
    engine = sa.create_engine(fresh_sqlite(tmp_path))
    with engine.connect() as made:
        yield made
    engine.dispose()


@pytest.mark.parametrize("log", [Log(), Log(org=1), Log(person=1)], ids=["site", "org", "person"])
@pytest.mark.parametrize("more", [(), (WITHOUT_GIT,)], ids=["all", "web"])
def test_rows_come_by_an_index_in_their_order(connection, log, more):
    seen = []

    def look(_connection, _cursor, statement, parameters, _context, _many):
        if "FROM events" in statement:
            seen.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", look)
    for phrase in PHRASES:
        asked = parse(phrase).with_term(*more)
        SqlAuditLog(connection).search(log, asked, Position(9**12, 9), ascending=False, size=9)
    sa.event.remove(connection, "before_cursor_execute", look)
    assert len(seen) >= len(PHRASES)
    for statement, parameters in seen:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
        found = next(step for step in steps if "events" in step)
        assert "INDEX ix_events_" in found, (statement, steps)
        assert "at_ms" in found.rpartition("(")[2], (statement, steps)
        # Only what was picked out of a bounded part is sorted.
        sorted_at = [n for n, step in enumerate(steps) if "TEMP B-TREE" in step]
        if sorted_at:
            assert steps.index("SCAN anon_1") < sorted_at[0], (statement, steps)


@pytest.mark.parametrize("log", [Log(), Log(org=1)], ids=["site", "org"])
def test_a_name_leads_past_the_rows_of_the_whole_log(connection, log):
    seen = []

    def look(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    for phrase in PHRASES[2:8]:
        column = LEADING.get(phrase.partition(":")[0])
        if column is None:
            continue
        sa.event.listen(connection, "before_cursor_execute", look)
        asked = parse(f"action:repo.create {phrase}")
        SqlAuditLog(connection).search(log, asked, None, ascending=False, size=9)
        sa.event.remove(connection, "before_cursor_execute", look)
        statement, parameters = seen.pop(0)
        seen.clear()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert any(f"ix_events_{column}_at_ms" in row[3] for row in plan), phrase
