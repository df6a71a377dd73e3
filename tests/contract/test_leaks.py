"""Alerts about secrets as both databases keep them."""

import pytest

from tests.world import World
from watchword.access.gate import require
from watchword.access.table import leaks as table
from watchword.authn import resolve
from watchword.kernel.pagination import PageRequest
from watchword.kernel.secret import Secret, Unreadable
from watchword.leaks import service
from watchword.leaks.model import Found, Place, Resolution, Spot, State, Validity
from watchword.leaks.ports import AlertListing
from watchword.repositories.model import Visibility
from watchword.storage.leaks import MOST_SCANNED

ALL = PageRequest()
EVERY = AlertListing()


@pytest.fixture
def world(database_url):
    small = World(database_url)
    yield small
    small.close()


@pytest.fixture
def repository(world):
    return world.repository(world.user("octavia"), "things")


def found(text, path="a", line=1, kind="npm_access_token"):
    return Found(kind, Secret(text), Place(path, "b" * 40, "c" * 40, Spot(line, line, 1, 9)))


def keep(world, repository, *all_found, token=None):
    def unit(work):
        grant = require(resolve.system(), table.SCAN, repository)
        return [service.keep(work, grant, one, token, None) for one in all_found]

    return world.write(unit)


def test_a_secret_is_one_alert_in_each_repository_and_its_places_are_told_once(world, repository):
    other = world.repository(world.user("lucius"), "things")
    keep(world, other, found("one"))
    told = keep(
        world, repository, found("one"), found("two"), found("one", "b"), found("one", line=3)
    )
    again = keep(world, repository, found("one"), found("one", "b"))
    assert [(alert.number, new) for alert, new in told] == [
        (1, True),
        (2, True),
        (1, False),
        (1, False),
    ]
    assert [new for _, new in again] == [False, False]

    def unit(work):
        page = work.alerts.page(repository, EVERY, ALL)
        one = work.alerts.find(repository, 1)
        places = work.alerts.locations(one.id, ALL)
        return (
            [alert.number for alert in page.items],
            [(place.place.path, place.place.spot.start_line) for place in places.items],
            [work.alerts.is_elsewhere(alert) for alert in page.items],
            work.alerts.find(other, 2),
        )

    assert world.read(unit) == ([2, 1], [("a", 1), ("b", 1), ("a", 3)], [False, True], None)


def test_a_secret_is_sealed_for_its_place_and_stands_nowhere_in_clear(world, repository):
    (one, _), (two, _) = keep(world, repository, found("the-secret-one"), found("the-other-one"))
    assert b"the-secret-one" not in one.sealed

    def unit(work):
        moved = type(one)(**{**{n: getattr(one, n) for n in one.__slots__}, "sealed": two.sealed})
        with pytest.raises(Unreadable):
            service.secret_of(work, moved)
        return service.secret_of(work, work.alerts.find(repository, 1)).text

    assert world.read(unit) == "the-secret-one"


def test_alerts_are_found_by_what_became_of_them(world, repository):
    (one, _), _ = keep(world, repository, found("one"), found("two", kind="google_api_key"))
    octavia = repository.owner

    def unit(work):
        work.alerts.set_state(one.id, Resolution.WONT_FIX, "no", octavia, work.now + 5)

        def numbers(**wanted):
            page = work.alerts.page(repository, AlertListing(**wanted), ALL)
            return [alert.number for alert in page.items]

        return (
            numbers(state=State.OPEN),
            numbers(resolutions=frozenset({Resolution.WONT_FIX})),
            numbers(kinds=frozenset({"google_api_key"})),
            numbers(validities=frozenset({Validity.ACTIVE})),
            numbers(by_update=True),
            numbers(descending=False),
            work.alerts.find(repository, 1).resolved_by,
        )

    assert world.write(unit) == ([2], [1], [2], [], [1, 2], [1, 2], octavia)


def test_of_an_organization_only_public_ones_are_told_where_that_is_wanted(world):
    octavia = world.user("octavia")
    legion = world.organization("legion", octavia)

    def repository(name, visibility):
        return world.repository(legion, name, visibility=visibility)

    keep(world, repository("open", Visibility.PUBLIC), found("one"))
    keep(world, repository("shut", Visibility.PRIVATE), found("two"))

    def unit(work):
        return [
            [
                alert.repository.name
                for alert in work.alerts.of_organization(
                    legion.id, octavia.id, EVERY, ALL, public_only=public
                ).items
            ]
            for public in (False, True)
        ]

    assert world.read(unit) == [["shut", "open"], ["open"]]


def test_of_very_many_commits_the_oldest_are_forgotten(world, repository):
    def unit(work):
        for start in range(0, MOST_SCANNED + 40, 20):
            tips = [f"{number:040x}" for number in range(start, start + 20)]
            work.alerts.note_scanned(repository.id, tips, work.now)
            work.alerts.note_scanned(repository.id, tips, work.now)
        return set(work.alerts.scanned(repository.id))

    kept = world.write(unit)
    assert len(kept) == MOST_SCANNED
    assert f"{0:040x}" not in kept
