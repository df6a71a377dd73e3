"""A list of somebody's repositories reads theirs, not those of the whole site."""

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.world import World, fresh_sqlite
from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Affiliation, Listing, Sort


@pytest.fixture
def small(tmp_path):
    made = World(fresh_sqlite(tmp_path))
    yield made
    made.close()


@pytest.fixture
def asked(small):
    """What SQLite is asked from here on, with what fills it in."""
    told = []

    @event.listens_for(small.database._reading, "before_cursor_execute")
    def listen(_connection, _cursor, statement, parameters, *_):
        told.append((statement, parameters))

    return told


def listed(world, **wanted):
    listing = Listing(**wanted)
    return world.read(lambda work: work.repositories.page(listing, PageRequest(1, 100)))


@pytest.mark.parametrize("sort", [one for one in Sort if one is not Sort.MARKED])
@pytest.mark.parametrize("own", [True, False])
def test_no_table_is_scanned(small, asked, sort, own):
    octavia, other = small.user("octavia"), small.user("other")
    listed(small, of=octavia.id, viewer=octavia.id if own else other.id, sort=sort)
    assert len(asked) == 2
    engine = sa.create_engine(f"sqlite:///{small.database._turn._path.removesuffix('.turn')}")
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            assert not [step for *_, step in plan if step.startswith("SCAN")]
    engine.dispose()


def test_statements_of_one_form_are_the_same_for_everybody(small, asked):
    for name in ("octavia", "other"):
        person = small.user(name)
        small.repository(person, f"of-{name}")
        assert [one.name for one in listed(small, of=person.id, viewer=person.id).items] == [
            f"of-{name}"
        ]
    count, part, count_again, part_again = (statement for statement, _ in asked)
    assert (count, part) == (count_again, part_again)


def test_each_reason_lists_what_it_is_for(world):
    octavia, other = world.user("octavia"), world.user("other")
    org = world.organization("acme", other)
    own = world.repository(octavia, "own")
    lent = world.repository(other, "lent", Visibility.PRIVATE)
    world.write(lambda w: w.repositories.set_collaborator(lent.id, octavia.id, Role.READ, w.now))
    inside = world.repository(org, "inside", Visibility.PRIVATE)
    team = world.team(org, "crew", octavia)
    world.team_works(team, inside, Role.WRITE)
    world.repository(org, "not-of-the-team", Visibility.PRIVATE)
    names = {
        Affiliation.OWNER: [own.name],
        Affiliation.COLLABORATOR: [lent.name],
        Affiliation.ORGANIZATION_MEMBER: [inside.name],
    }
    for reason, expected in names.items():
        page = listed(world, of=octavia.id, viewer=octavia.id, affiliations=frozenset({reason}))
        assert [one.name for one in page.items] == expected
        assert page.total == 1
    everything = listed(world, of=octavia.id, viewer=octavia.id)
    assert {one.name for one in everything.items} == {"own", "lent", "inside"}
    # In which organizations somebody is stays concealed, and so does what nobody else may see.
    seen = listed(world, of=octavia.id, viewer=other.id)
    assert {one.name for one in seen.items} == {"own", "lent"}
    assert listed(world, of=octavia.id, viewer=None, affiliations=frozenset()).items == []
