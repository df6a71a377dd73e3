"""Statuses, deployments and releases as both databases keep them."""

import pytest

from tests.world import World
from watchword.kernel.errors import Conflict
from watchword.kernel.pagination import PageRequest
from watchword.releases.ports import NewAsset, NewRelease
from watchword.statuses.model import DeploymentState, State
from watchword.statuses.ports import (
    DeploymentListing,
    NewDeployment,
    NewDeploymentStatus,
    NewStatus,
)

SHA = "a" * 40
ALL = PageRequest()


@pytest.fixture
def world(database_url):
    small = World(database_url)
    yield small
    small.close()


@pytest.fixture
def repository(world):
    return world.repository(world.user("octavia"), "things")


def status(state, context, sha=SHA):
    return NewStatus(sha, state, context, None, None, None)


def test_the_newest_status_of_each_context_is_found_whatever_its_case(world, repository):
    def unit(work):
        for state, context in (
            (State.FAILURE, "build"),
            (State.SUCCESS, "Build"),
            (State.PENDING, "lint"),
        ):
            work.statuses.add(repository.id, status(state, context), work.now)
        work.statuses.add(repository.id, status(State.ERROR, "build", "b" * 40), work.now)
        found = work.statuses.newest(repository.id, SHA)
        return (
            [(one.context, one.state) for one in found],
            work.statuses.count(repository.id, SHA, "BUILD"),
            work.statuses.page(repository.id, SHA, ALL).total,
        )

    newest, count, total = world.write(unit)
    assert newest == [("Build", State.SUCCESS), ("lint", State.PENDING)]
    assert (count, total) == (2, 3)


def test_a_success_ends_others_but_neither_transient_nor_production_ones(world, repository):
    def new(**more):
        values = {"transient": False, "production": False, **more}
        return NewDeployment(
            SHA, "main", "deploy", "staging", None, {"a": 1}, **values, creator=None
        )

    success = NewDeploymentStatus(DeploymentState.SUCCESS, None, "staging", None, None, None, True)

    def unit(work):
        kinds = ({}, {"transient": True}, {"production": True})
        made = [work.deployments.add(repository, new(**kind), work.now) for kind in kinds]
        last = work.deployments.add(repository, new(), work.now)
        for one in [*made, last]:
            work.deployments.add_status(one, success, work.now)
        states = [work.deployments.newest_status(one.id).state for one in [*made, last]]
        return states, work.deployments.find(repository, last.id).payload

    states, payload = world.write(unit)
    inactive, active = DeploymentState.INACTIVE, DeploymentState.SUCCESS
    assert states == [inactive, active, active, active]
    assert payload == {"a": 1}


def release(tag, *, draft=False):
    return NewRelease(tag, "main", None, None, draft, False, None, None if draft else 1)


def test_a_tag_has_one_published_release_and_any_number_of_drafts(world, repository):
    def unit(work):
        for draft in (True, True, False):
            work.releases.add(repository, release("v1", draft=draft), work.now)
        with pytest.raises(Conflict):
            work.releases.add(repository, release("v1"), work.now)
        drafts = work.releases.page(repository, ALL, drafts=True)
        with pytest.raises(Conflict):
            work.releases.update(drafts.items[-1].id, {"draft": False})
        return drafts.total, work.releases.page(repository, ALL, drafts=False).total

    assert world.write(unit) == (3, 1)


def test_files_go_with_their_release_and_their_names_are_told_once(world, repository):
    file = NewAsset("a" * 32, "one", None, "text/plain", 1, "b" * 64, None)

    def unit(work):
        made = work.releases.add(repository, release("v1"), work.now)
        work.releases.add_asset(made, file, work.now)
        with pytest.raises(Conflict):
            work.releases.add_asset(made, file, work.now)
        before = work.releases.keys()
        work.releases.delete(made.id)
        return before, work.releases.keys()

    assert world.write(unit) == (frozenset({"a" * 32}), frozenset())


@pytest.mark.parametrize("column", [0, 1, 2, 3])
@pytest.mark.parametrize("text", ["\0", "x\udcff"])
def test_what_is_no_text_leaves_no_deployment_in_a_list(world, repository, column, text):
    listing = DeploymentListing(*(text if n == column else None for n in range(4)))
    found = world.read(lambda work: work.deployments.page(repository, listing, ALL))
    assert (found.items, found.total) == ([], 0)


@pytest.mark.parametrize("name", ["\0", "v1\udcff"])
def test_what_is_no_text_names_no_release_and_no_file(world, repository, name):
    def unit(work):
        made = work.releases.add(repository, release("v1"), work.now)
        store = work.releases
        by_tag = store.by_tag(repository, name), store.draft_by_tag(repository, name)
        return *by_tag, store.asset_named(made, name)

    assert world.write(unit) == (None, None, None)
