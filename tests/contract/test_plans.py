"""Statements that run on the event loop use an index, always."""

import sqlalchemy as sa

from tests.world import fresh_sqlite
from watchword.storage import (  # noqa: F401 - they prepare
    accounts,
    jobs,
    notifications,
    repositories,
    sessions,
    tokens,
    webhooks,
)
from watchword.storage.prepared import PREPARED


def test_no_prepared_statement_scans(tmp_path):
    engine = sa.create_engine(fresh_sqlite(tmp_path))
    assert len(PREPARED) >= 6
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        for one in PREPARED:
            rows = driver.execute(
                f"EXPLAIN QUERY PLAN {one.sql('sqlite')}", dict.fromkeys(one.parameters, 1)
            ).fetchall()
            steps = [row[3] for row in rows]
            assert steps
            assert not [step for step in steps if step.startswith("SCAN")], (
                one.sql("sqlite"),
                steps,
            )
    engine.dispose()
