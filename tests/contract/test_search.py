"""Searches in both databases: each condition that is put into SQL, and who may see what."""

import pytest

from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.accounts import search as account_search
from watchword.accounts.model import SITE
from watchword.kernel.pagination import PageRequest
from watchword.repositories import search, searching
from watchword.repositories.model import Visibility

ALL = PageRequest(1, 100)


@pytest.fixture
def people(world):
    return world.user("ann", name="Ann Ásdís"), world.user("bert")


@pytest.fixture
def made(world, people):
    ann, bert = people
    return {
        name: world.repository(owner, name, visibility)
        for owner, name, visibility in (
            (ann, "apple", Visibility.PUBLIC),
            (ann, "apple-cellar", Visibility.PRIVATE),
            (bert, "pear", Visibility.PUBLIC),
        )
    }


@pytest.fixture
def find(world, made):
    def found(text, user, *scopes, part=ALL):
        actor = actor_of(user, *scopes)

        def unit(work):
            grant = require(actor, table.SEARCH, SITE)
            sought = searching.sought(work, grant, search.parsed(text))
            page = searching.repositories(work, grant, sought, part)
            return [one.name for one in page.items], page.total

        return world.read(unit)

    return found


@pytest.fixture
def change(world, made):
    return lambda name, **values: world.write(
        lambda work: work.repositories.update(made[name].id, values, work.now)
    )


def test_each_sees_and_counts_their_own(world, people, made, find):
    ann, bert = people
    assert find("apple", ann, "repo") == (["apple", "apple-cellar"], 2)
    assert find("apple", ann) == (["apple"], 1)
    assert find("apple", bert, "repo") == (["apple"], 1)
    world.collaborator(made["apple-cellar"], bert, Role.READ)
    assert find("apple user:ann", bert, "repo") == (["apple", "apple-cellar"], 2)
    assert find("repo:ann/apple-cellar", bert, "repo") == (["apple-cellar"], 1)
    assert find("apple", ann, "repo", part=PageRequest(2, 1)) == (["apple-cellar"], 2)


def test_what_has_a_meaning_in_patterns_is_looked_for_as_it_is(people, change, find):
    ann, _ = people
    change("pear", description="50% of _all_ \\ 'pears'")
    for text in ("50%", "_all_", "\\", "'pears'", "5"):
        assert find(text, ann) == (["pear"], 1), text
    for text in ("0%_", "____", "%%", "'--"):
        assert find(text, ann) == ([], 0), text


def test_topics_are_whole_words_and_counted(people, change, find):
    ann, _ = people
    change("apple", topics="fruit red-fruit")
    for text in ("topic:fruit", "topic:red-fruit", "topics:2", "topics:>1 in:topics red"):
        assert find(text, ann) == (["apple"], 1), text
    assert find("topic:red", ann) == ([], 0)
    assert find("topics:0", ann) == (["pear"], 1)


def test_measures_and_orders_are_kept(world, people, made, change, find):
    ann, _ = people
    world.write(
        lambda work: work.lineage.begin_fork(
            made["pear"].id, made["apple"].id, made["apple"].id, None, work.now
        )
    )
    change("pear", pushed_at=world.clock.now + 86_400)
    day = "2027-01-16"
    assert find("forks:1", ann) == (["apple"], 1)
    assert find(f"fork:true pushed:{day}", ann) == (["pear"], 1)
    assert find(f"fork:true -pushed:{day}", ann) == (["apple"], 1)
    world.write(lambda work: work.footprints.note(made["pear"].id, 7))
    assert find("size:>0 fork:true", ann) == (["pear"], 1)
    assert find("fork:true sort:forks-desc", ann)[0] == ["apple", "pear"]
    assert find("fork:true sort:forks-asc", ann)[0] == ["pear", "apple"]
    assert find("fork:true sort:name-desc", ann)[0] == ["pear", "apple"]


def test_templates_and_archived_ones_are_told_apart(world, people, made, change, find):
    ann, _ = people
    world.write(lambda work: work.lineage.set_template(made["apple"].id, is_template=True))
    change("pear", archived_at=1)
    assert find("template:true", ann) == find("archived:false", ann) == (["apple"], 1)
    assert find("template:false", ann) == find("archived:true", ann) == (["pear"], 1)


def test_accounts_are_found(world, people):
    ann, bert = people
    world.organization("orchard", ann, location="Rome")
    everybody = require(actor_of(bert), table.SEARCH, SITE)

    def found(text):
        asked = account_search.parsed(text)
        page = world.read(lambda work: searching.accounts(work, everybody, asked, ALL))
        assert page.total == len(page.items)
        return [one.login for one in page.items]

    assert found("") == ["ann", "bert", "orchard"]
    assert found("type:org location:rome") == ["orchard"]
    assert found("ann") == found("user:ann") == found("in:name ann") == ["ann"]
    assert found("repos:0 sort:joined-asc -user:orchard") == ["ann", "bert"]
    assert found("followers:>0") == found("%") == []


def test_stars_are_counted_and_ordered_by(people, change, find):
    ann, _ = people
    change("pear", stars=3)
    change("apple", stars=1)
    assert find("stars:>=1 sort:stars", ann) == (["pear", "apple"], 2)
    assert find("stars:2..10", ann) == (["pear"], 1)
    assert find("stars:0", ann) == ([], 0)


def test_licences_are_found_by_their_keys(world, people, made, find):
    ann, _ = people
    world.write(lambda work: work.repositories.note_look(made["pear"].id, "mit", {}))
    assert find("license:mit", ann) == find("license:MIT license:isc", ann) == (["pear"], 1)
    assert find("-license:mit", ann) == (["apple"], 1)
    assert find("license:isc", ann) == ([], 0)


def test_languages_are_found_by_their_names(world, people, made, find):
    ann, _ = people
    world.write(lambda work: work.repositories.note_look(made["pear"].id, None, {"Common Lisp": 1}))
    assert find("language:common-lisp", ann) == (["pear"], 1)
    assert find('language:"Common Lisp" language:go', ann) == (["pear"], 1)
    assert find("-language:common-lisp", ann) == (["apple"], 1)
    assert find("language:lisp", ann) == ([], 0)
