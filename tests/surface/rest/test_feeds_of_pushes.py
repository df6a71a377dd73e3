"""A push of several refs, told as what happened: each ref by itself, as GitHub tells it."""

import pytest

from watchword.access.actor import Actor
from watchword.access.kinds import Kind
from watchword.audit.feed_model import PARTS
from watchword.kernel.events import Origin
from watchword.ref_updates.events import Pushed
from watchword.ref_updates.model import ZERO
from watchword.ref_updates.told import MOST_BRANCHES, MOST_TAGS

ONE, TWO = "1" * 40, "2" * 40
FEED = "/repos/octavia/made/events"


@pytest.fixture
def made(world, octavia):
    found = world.repository(octavia, "made")
    world.clock.now += 1
    return found


def events(api, query=""):
    answer = api.ask("GET", f"{FEED}{query}")
    assert answer.status == 200, answer.body
    return answer.json


def told(api, query=""):
    return [(one["type"], one["payload"]["ref"]) for one in events(api, query)]


def heads(*names, old=ZERO, new=ONE):
    return [(f"refs/heads/{one}", old, new) for one in names]


def test_each_ref_is_an_event_of_its_own(api, world, octavia, made):
    world.push(
        made,
        octavia,
        ("refs/heads/main", ONE, TWO),
        ("refs/notes/commits", ZERO, ONE),
        ("refs/heads/new", ZERO, ONE),
        ("refs/heads/old", ONE, ZERO),
        ("refs/tags/v1", ZERO, TWO),
        ("refs/tags/v0", TWO, ZERO),
    )
    assert told(api) == [
        ("DeleteEvent", "v0"),
        ("CreateEvent", "v1"),
        ("DeleteEvent", "old"),
        ("CreateEvent", "new"),
        ("PushEvent", "refs/heads/main"),
    ]
    by_ref = {one["payload"]["ref"]: one["payload"] for one in events(api)}
    push = by_ref["refs/heads/main"]
    assert (push["before"], push["head"]) == (ONE, TWO)
    kinds = {ref: one["ref_type"] for ref, one in by_ref.items() if "ref_type" in one}
    assert kinds == {"v0": "tag", "v1": "tag", "old": "branch", "new": "branch"}


def test_numbers_are_unique_stay_and_grow(api, world, octavia, made):
    world.push(made, octavia, *heads("a", "b", "c"))
    before = [one["id"] for one in events(api)]
    world.push(made, octavia, *heads("d"))
    world.push(made, octavia, *heads("e", "f"))
    numbers = [one["id"] for one in events(api)]
    assert numbers[3:] == before
    assert len(set(numbers)) == 6
    assert [int(one) for one in numbers] == sorted(map(int, numbers), reverse=True)


def test_pages_count_refs(api, world, octavia, made):
    world.push(made, octavia, *heads("a", "b", "c"))
    whole = told(api)
    assert len(whole) == 3
    assert told(api, "?per_page=2") == whole[:2]
    assert told(api, "?per_page=2&page=2") == whole[2:]
    link = api.ask("GET", f"{FEED}?per_page=1").header("link")
    assert 'page=3>; rel="last"' in link


def test_too_many_are_told_as_webhooks_are_told_of_them(api, world, octavia, made):
    assert MOST_BRANCHES + MOST_TAGS <= PARTS
    tags = [(f"refs/tags/{one}", ZERO, ONE) for one in range(4)]
    world.push(made, octavia, *heads(*range(60)), *tags)
    names = [ref for _, ref in told(api, "?per_page=100")]
    assert names == [str(one) for one in reversed(range(50))]
    world.push(made, octavia, *tags)
    world.push(made, octavia, ("refs/notes/commits", ZERO, ONE))
    assert [ref for _, ref in told(api, "?per_page=100")] == names


def test_the_most_that_is_told_is_counted_in_refs(api, world, octavia, made):
    for _ in range(7):
        world.push(made, octavia, *heads(*range(50)))
    link = api.ask("GET", f"{FEED}?per_page=100").header("link")
    assert 'page=3>; rel="last"' in link


def test_a_fact_from_before_tells_of_its_first_ref(api, world, octavia, made):
    old = Pushed(made.id, 1, "refs/heads/main", ONE, TWO, 3, made.key)
    by = Actor(octavia.id, Kind.SESSION, origin=Origin(user=octavia.id))
    world.write(lambda work: work.record(old), by)
    assert told(api) == [("PushEvent", "refs/heads/main")]
