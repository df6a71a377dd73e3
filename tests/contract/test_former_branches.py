"""Former names of branches as both databases keep them."""

import pytest

from watchword.storage import former_branches


@pytest.fixture
def made(world):
    return world.repository(world.user("octavia"), "things")


def test_names_lead_on_whatever_is_renamed_later_and_in_one_repository(world, made):
    other = world.repository(world.user("bob"), "other")
    names = ["a", "b", "c", "A"]

    def unit(work):
        store = work.repositories
        found = []
        for old, new in (("a", "b"), ("b", "c"), ("c", "a")):
            store.note_renamed_branch(made.id, old, new, work.now)
            found.append(store.renamed_branches(made.id, names))
        return found, store.renamed_branches(other.id, names), store.renamed_branches(made.id, [])

    found, elsewhere, none = world.write(unit)
    assert found == [{"a": "b"}, {"a": "c", "b": "c"}, {"b": "a", "c": "a"}]
    assert elsewhere == none == {}


def test_the_oldest_are_forgotten(world, made, monkeypatch):
    monkeypatch.setattr(former_branches, "MOST", 2)

    def unit(work):
        for number in range(4):
            work.repositories.note_renamed_branch(made.id, f"b{number}", "main", number)
        return work.repositories.renamed_branches(made.id, [f"b{number}" for number in range(4)])

    assert world.write(unit) == {"b2": "main", "b3": "main"}
