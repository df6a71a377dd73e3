"""Where repositories come from, in both databases."""

import pytest

from tests.world import NOON
from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest
from watchword.repositories.lineage import Order
from watchword.repositories.model import Visibility

ALL = PageRequest()


@pytest.fixture
def ann(world):
    return world.user("ann")


@pytest.fixture
def bert(world):
    return world.user("bert")


def fork(world, parent, owner, name="copy", visibility=Visibility.PUBLIC):
    made = world.repository(owner, name, visibility)
    world.write(lambda work: work.lineage.begin_fork(made.id, parent.id, parent.id, "main", NOON))
    return made


def test_a_fork_knows_its_parent_and_is_counted(world, ann, bert):
    source = world.repository(ann, "source")
    copy = fork(world, source, bert)
    known = world.read(lambda work: work.lineage.of(copy.id))
    assert (known.parent, known.source, known.is_fork) == (source.id, source.id, True)
    assert (known.filling_since, known.branch) == (NOON, "main")
    assert world.read(lambda work: work.lineage.of(source.id)).forks == 1
    every = world.read(lambda work: work.lineage.of_all([source.id, copy.id]))
    assert {number: one.forks for number, one in every.items()} == {source.id: 1, copy.id: 0}
    assert world.read(lambda work: work.lineage.filling()) == [copy.id]
    world.write(lambda work: work.lineage.filled(copy.id))
    assert world.read(lambda work: work.lineage.filling()) == []
    assert world.read(lambda work: work.lineage.fork_of(source.id, bert.id)) == copy.id
    assert world.read(lambda work: work.lineage.fork_of(source.id, ann.id)) is None


def test_lists_of_forks_hold_what_the_viewer_may_see(world, ann, bert):
    source = world.repository(ann, "source", Visibility.PRIVATE)
    hidden = fork(world, source, bert, "hidden", Visibility.PRIVATE)
    shared = fork(world, source, bert, "shared", Visibility.PRIVATE)
    public = fork(world, source, bert, "public")
    world.collaborator(shared, ann, Role.READ)

    def seen(viewer, **more):
        found = world.read(lambda work: work.lineage.forks(source.id, viewer, ALL, **more))
        assert found.total == len(found.items)
        return list(found.items)

    assert seen(None) == [public.id]
    assert seen(ann.id) == [public.id, shared.id]
    assert seen(bert.id, order=Order.OLDEST) == [hidden.id, shared.id, public.id]
    assert seen(bert.id, public_only=True) == [public.id]
    assert sorted(world.read(lambda work: work.lineage.forks_of(source.id))) == [
        hidden.id,
        shared.id,
        public.id,
    ]


def test_a_source_that_goes_leaves_its_forks_on_their_own(world, ann, bert):
    source, other = world.repository(ann, "source"), world.repository(ann, "other")
    copy, apart = fork(world, source, bert), fork(world, other, bert, "apart")
    world.write(lambda work: work.repositories.delete(source.id, NOON))
    assert world.read(lambda work: work.lineage.of(copy.id)).is_fork is False
    world.write(lambda work: work.lineage.detach(other.id))
    assert world.read(lambda work: work.lineage.of(apart.id)).is_fork is False


def test_templates_are_remembered(world, ann):
    form, made = world.repository(ann, "form"), world.repository(ann, "made")
    world.write(lambda work: work.lineage.set_template(form.id, is_template=True))
    world.write(lambda work: work.lineage.began_as(made.id, form.id))
    assert world.read(lambda work: work.lineage.of(form.id)).is_template is True
    assert world.read(lambda work: work.lineage.of(made.id)).template == form.id
    world.write(lambda work: work.lineage.set_template(form.id, is_template=False))
    assert world.read(lambda work: work.lineage.of(form.id)).is_template is False
