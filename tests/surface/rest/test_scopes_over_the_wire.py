"""Every scope guards something: what each opens over the wire, alone, and what it does not.

Generated from the access table and the routes of the API: nothing here names a scope.
"""

import itertools
import re

import pytest

from docs.reference import scopes
from docs.reference.surfaces import api, every_route
from tests.gatehouse import PASSED, Gatehouse, Thing, rows_of_operations
from tests.world import World, fresh_sqlite
from watchword.access.operation import Lacking
from watchword.access.scopes import BY_NAME, CARRIES, REPO, TREE, accepted, ancestors, expand
from watchword.surfaces.web import scope_tree

GUARDED = {
    name: rows
    for name, rows in rows_of_operations(api()).items()
    if rows[0].route.operation.accepted
}
GUARDING = sorted(
    {scope for rows in GUARDED.values() for scope in rows[0].route.operation.accepted}
)
EACH = [(scope,) for scope in GUARDING] + [tuple(sorted(set(BY_NAME) - set(GUARDING)))]
"""One by one those that open anything, and all others at once."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    world = World(fresh_sqlite(tmp_path_factory.mktemp("scopes")))
    octavia = world.user("octavia")
    made = Gatehouse(world, Thing(octavia.id))
    made.tokens = {}

    def token(*scopes):
        """A token that carries these and no more."""
        if scopes not in made.tokens:
            made.tokens[scopes] = world.token(octavia, *scopes)[1]
        return made.tokens[scopes]

    made.token = token
    yield made
    made.close()
    world.close()


def opens(house, row, *scopes):
    """Whether a token with these scopes passes; if not, the refusal must be the documented one."""
    answer = house.knock(row, house.token(*scopes))
    operation = row.route.operation
    if answer.status == PASSED:
        told = ", ".join(accepted(operation.accepted))
        assert answer.header("x-accepted-oauth-scopes") == told
        return True
    hidden = operation.lacking is Lacking.HIDDEN or not (
        house.thing.is_public or REPO in expand(scopes)
    )
    refused = (404, "Not Found") if hidden else (403, operation.text)
    assert (answer.status, answer.message) == refused, (row.route.path, scopes)
    named = (answer.header("x-accepted-oauth-scopes") or "").split(", ")
    if not expand(scopes) & set(accepted(operation.accepted)):
        assert set(named) == set(accepted(operation.accepted))
        if not operation.all_of:
            # What clients tell people to ask for first is enough, whatever the thing is.
            assert sufficient(operation, {named[0]}, public=False)
    return False


def sufficient(operation, held, *, public):
    """What the table says, read by hand."""
    carried = set().union(*(CARRIES[scope] for scope in held))
    need = operation.needs(public=public)
    return (not need or bool(need & carried)) and operation.all_of <= carried


@pytest.mark.parametrize("is_public", [True, False], ids=["public", "private"])
@pytest.mark.parametrize("name", GUARDED)
def test_an_operation_opens_to_its_scopes_and_their_parents_and_to_no_others(
    house, name, is_public
):
    house.thing.is_public = is_public
    for row in GUARDED[name]:
        operation = row.route.operation
        assert opens(house, row, *sorted(operation.accepted))
        nothing_needed = is_public and operation.public == frozenset() and not operation.all_of
        assert opens(house, row) is nothing_needed
    row, operation = GUARDED[name][0], GUARDED[name][0].route.operation
    together = sorted(operation.all_of)
    if is_public is (operation.public is None):
        for held in EACH:
            assert opens(house, row, *held) is sufficient(operation, held, public=is_public), held
    for scope in operation.needs(public=is_public):
        for enough in (scope, *ancestors(scope)):
            assert opens(house, row, *sorted({*together, enough})), enough
    for left_out in together:
        every = sorted({*operation.scopes, *together} - {left_out})
        assert not opens(house, row, *every)


def beside(operation, scope):
    """What it takes in addition, where one scope is not enough."""
    need = operation.needs(public=True)
    other = sorted(need - operation.all_of)[:1] if scope in operation.all_of else []
    return [*sorted(operation.all_of - CARRIES[scope]), *other]


def near_by(scope):
    """The scopes of the same parent, and those that this one implies."""
    beside = {one.name for one in TREE if one.parent == BY_NAME[scope].parent}
    return (beside | CARRIES[scope]) - {scope}


@pytest.mark.parametrize("scope", GUARDING)
def test_each_scope_opens_something_alone_that_no_sibling_opens(house, scope):
    """With it, its parent and nothing else of its family, on one operation at least.

    Of what is public where there is such a one, else of what is not.
    """
    for is_public, rows in itertools.product((True, False), GUARDED.values()):
        house.thing.is_public = is_public
        row, operation = rows[0], rows[0].route.operation
        together = beside(operation, scope)
        if scope not in operation.accepted or opens(house, row, *together):
            continue
        assert opens(house, row, *together, scope)
        for parent in ancestors(scope):
            assert opens(house, row, *together, parent)
        for sibling in near_by(scope) - set(accepted(operation.accepted)):
            assert not opens(house, row, *together, sibling), sibling
        return
    pytest.fail(f"{scope} opens nothing that is closed without it")


def test_the_form_and_the_reference_tell_which_scopes_open_nothing():
    """None is missing from either list, and none is called idle that opens something."""
    routed = {scope for _, _, operation in every_route() for scope in operation.accepted}
    idle = set(BY_NAME) - set(accepted(routed))
    assert scope_tree.with_effect() == set(BY_NAME) - idle
    reference = scopes.page().partition("## Held and reported only")
    told = [set(re.findall(r"(?m)^(?:\| (?:&emsp;)*|\* )`([\w:]+)`", part)) for part in reference]
    assert told[0] == set(BY_NAME) - idle
    assert told[2] == idle
