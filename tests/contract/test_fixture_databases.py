"""The databases that the other tests are given."""

import pytest
import sqlalchemy as sa

from watchword.storage.migrations import HEAD, revision


def test_a_database_starts_at_the_newest_revision(database_url):
    assert revision(database_url) == HEAD


def test_an_empty_database_has_no_revision(empty_database_url):
    assert revision(empty_database_url) is None


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_another_does_not_see(postgresql_url, turn):
    url = sa.make_url(postgresql_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table mine (id int)"))
    engine.dispose()
