"""Telling people that a token ends: at each step once."""

import pytest

from tests.sign_ins import sign_in
from tests.world import NOON
from watchword.access.gate import require
from watchword.access.table import tokens as table
from watchword.authn import resolve
from watchword.jobs import housekeeping
from watchword.oauth.model import GITHUB_CLI
from watchword.tokens import classic, lifecycle
from watchword.tokens.warnings import DAY, step_of

TOLD = ("oauth_access.expires_soon", "oauth_access.expire")


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def told(world):
    """What is told after so many seconds: names of facts, with the days."""

    def at(second):
        before = {event.id for event in world.read(lambda work: work.events.latest(500))}
        world.clock.now = second
        housekeeping.warn_of_tokens(world.database)
        events = world.read(lambda work: work.events.latest(500))
        return [
            event.body.get("days", 0)
            for event in events
            if event.id not in before and event.name in TOLD
        ]

    return at


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (7 * DAY + 1, None),
        (7 * DAY, 7),
        (DAY + 1, 7),
        (DAY, 1),
        (1, 1),
        (0, 0),
        (-5, 0),
    ],
)
def test_a_token_comes_to_its_steps_at_the_very_second(world, octavia, left, step):
    token, _ = world.token(octavia, expires_at=NOON + 30 * DAY)
    assert step_of(token, NOON + 30 * DAY - left) == step


def test_people_are_told_three_times_and_each_time_once(world, octavia, told):
    end = NOON + 30 * DAY
    world.token(octavia, expires_at=end)
    moments = {
        NOON + DAY: [],
        end - 7 * DAY: [7],
        end - 7 * DAY + 3_600: [],
        end - 2 * DAY: [],
        end - DAY: [1],
        end - 60: [],
        end: [0],
        end + 60: [],
    }
    assert {at: told(at) for at in moments} == moments


def test_a_step_that_was_missed_is_not_made_up_for(world, octavia, told):
    end = NOON + 30 * DAY
    world.token(octavia, expires_at=end)
    assert told(end - 3_600) == [1]
    assert told(end + 1) == [0]


def test_what_ended_long_ago_is_left_alone(world, octavia, told):
    world.token(octavia, expires_at=NOON + 30 * DAY)
    assert told(NOON + 31 * DAY + 1) == []


def test_a_token_for_a_week_warns_a_day_before_only(world, octavia, told):
    world.token(octavia, expires_at=NOON + 7 * DAY)
    assert told(NOON + 60) == []
    assert told(NOON + 6 * DAY) == [1]


def test_a_token_for_an_hour_tells_that_it_ended(world, octavia, told):
    world.token(octavia, expires_at=NOON + 3_600)
    assert told(NOON + 60) == []
    assert told(NOON + 3_600) == [0]


def test_neither_the_revoked_nor_the_endless_nor_those_of_applications(world, octavia, told):
    gone, _ = world.token(octavia, expires_at=NOON + 30 * DAY)
    world.token(octavia)
    sign_in(world, octavia, GITHUB_CLI, "repo", refreshed_until=NOON + 60 * DAY)
    world.write(lambda work: lifecycle.revoke(work, require(world.operator, table.REVOKE, gone)))
    assert told(NOON + 30 * DAY - 60) == []


def test_a_new_secret_begins_anew(world, octavia, told):
    token, _ = world.token(octavia, expires_at=NOON + 30 * DAY)
    assert told(NOON + 25 * DAY) == [7]
    system = resolve.system()

    def unit(work):
        found = work.tokens.by_id(token.id)
        work.tokens.replace_secret(found.id, _stored(work), NOON + 60 * DAY, work.now)

    world.write(unit, system)
    assert told(NOON + 26 * DAY) == []
    assert told(NOON + 55 * DAY) == [7]


def _stored(work):
    return classic.stored_as(work, classic.formats.mint(work.entropy))


def test_more_than_a_batch_is_told_in_one_round(world, octavia, told, monkeypatch):
    monkeypatch.setattr("watchword.tokens.warnings.BATCH", 2)
    for _ in range(5):
        world.token(octavia, expires_at=NOON + 30 * DAY)
    assert told(NOON + 25 * DAY) == [7] * 5
