"""Scopes for all sets of them: what they imply, how they are written, and that fewer open less."""

import importlib
import pkgutil

from hypothesis import given
from hypothesis import strategies as st

from tests.world import actor_of
from watchword.access import gate, table
from watchword.access.kinds import Kind
from watchword.access.operation import REGISTERED
from watchword.access.roles import Role
from watchword.access.scopes import (
    BY_NAME,
    TREE,
    Scope,
    accepted,
    ancestors,
    expand,
    normalise,
    parse,
)
from watchword.accounts.model import SITE, User
from watchword.kernel.errors import NotFound, NotPermitted
from watchword.kernel.ids import RepoId, TokenId, UserId
from watchword.repositories.model import Repository, Visibility
from watchword.tokens.model import Token

for module in pkgutil.iter_modules(table.__path__):
    importlib.import_module(f"{table.__name__}.{module.name}")

OPERATIONS = sorted(REGISTERED.values(), key=lambda one: one.name)
OWNER, OTHER = UserId(1), UserId(2)
NAMES = [row.name for row in TREE]

scopes = st.frozensets(st.sampled_from(NAMES))
operations = st.sampled_from(OPERATIONS)


def person(number):
    return User(number, f"user{number}", None, None, False, None, 1, 1)


@st.composite
def targets(draw, viewer):
    """Anything that an operation can be about, as that person sees it."""
    repository = Repository(
        RepoId(1), "k" * 32, OWNER, "user1", "things", None, None,
        draw(st.sampled_from(Visibility)), "main",
        draw(st.none() | st.just(1)), 1, 1, None,
        viewer, draw(st.sampled_from(Role)),
    )  # fmt: skip
    token = Token(TokenId(1), OWNER, "ci", (), "12345678", "h", 1, 1, None)
    return draw(st.sampled_from([SITE, person(OWNER), repository, token, None]))


def opens(viewer, held, operation, target):
    actor = actor_of(person(viewer), *held, kind=Kind.CLASSIC)
    try:
        gate.require(actor, operation, target)
    except NotFound:
        return 0
    except NotPermitted:
        return 1
    return 2


@given(st.data(), scopes, st.sampled_from(NAMES), operations, st.sampled_from([OWNER, OTHER]))
def test_dropping_a_scope_never_opens_a_door_nor_shows_one(data, held, dropped, operation, viewer):
    target = data.draw(targets(viewer))
    before = opens(viewer, held, operation, target)
    assert opens(viewer, held - {dropped}, operation, target) <= before


@given(st.data(), scopes, operations)
def test_no_scope_makes_up_for_a_role_that_is_missing(data, held, operation):
    """A token never opens what its owner may not do in the browser."""
    target = data.draw(targets(OTHER))
    session = actor_of(person(OTHER), kind=Kind.SESSION, sudo=True)
    if opens(OTHER, held, operation, target) == 2 and Kind.SESSION in operation.who:
        gate.require(session, operation, target)


@given(scopes)
def test_normalising_changes_nothing_of_what_is_carried(held):
    assert expand(normalise(held)) == expand(held)
    assert normalise(normalise(held)) == normalise(held)
    assert normalise(expand(held)) == normalise(held)


@given(scopes)
def test_in_a_normalised_list_nothing_implies_another_and_all_is_in_order(held):
    written = normalise(held)
    assert list(written) == sorted(set(written))
    assert not [one for one in written if set(ancestors(one)) & set(written)]


@given(scopes, scopes)
def test_what_two_sets_carry_together_is_what_each_carries(one, other):
    assert expand(one | other) == expand(one) | expand(other)


@given(scopes)
def test_a_list_is_read_as_it_is_written(held):
    for between in (",", " ", ", "):
        assert parse(between.join(sorted(held))) == (normalise(held), ())


@given(st.lists(st.text(st.characters(exclude_characters=", \t\n\r\x0b\x0c"), max_size=20)))
def test_words_that_are_no_scope_are_given_back_and_carry_nothing(words):
    known, unknown = parse(" ".join(words))
    assert set(known) <= BY_NAME.keys()
    assert not set(unknown) & BY_NAME.keys()
    assert expand(map(Scope, unknown)) == frozenset()


@given(scopes, st.sampled_from(NAMES))
def test_whoever_holds_an_accepted_scope_carries_one_that_is_asked_for(asked, held):
    assert (held in accepted(asked)) == bool(expand([held]) & asked)


def test_the_tree_has_no_ring_and_no_stray_parent():
    for row in TREE:
        assert row.parent is None or row.parent in BY_NAME
        assert row.name not in ancestors(row.name)
    assert len(BY_NAME) == len(TREE)


def test_the_sample_of_the_documentation_is_normalised_as_it_says():
    granted = [Scope("user"), Scope("gist"), Scope("user:email")]
    assert normalise(granted) == ("gist", "user")
