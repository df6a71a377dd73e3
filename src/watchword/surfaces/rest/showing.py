"""Repositories put into GitHub's shape, with their owners."""

from collections.abc import Sequence

from watchword.access.actor import Actor
from watchword.access.gate import allows
from watchword.access.table import repositories as table
from watchword.kernel.ids import RepoId
from watchword.repositories import owners
from watchword.repositories.lineage import NONE, Lineage
from watchword.repositories.model import Repository as Model
from watchword.repositories.owners import Owner
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.repositories import (
    FullRepository,
    Repository,
    full_repository,
    repository,
)
from watchword.work.unit import Work


def shown(work: Work, actor: Actor, found: Model, at: Addresses) -> FullRepository:
    """Say of a repository what the actor, who was let in to it, may know.

    Of those that it comes from only what the credential may see is told.
    """
    lineage = work.lineage.of(found.id)
    origins = {
        "parent": lineage.parent,
        "source": lineage.source,
        "template_repository": lineage.template,
    }
    seen = {
        name: _shape(actor, one, _owner(work, one), at, work.lineage.of(one.id))
        for name, number in origins.items()
        if (one := _seen(work, actor, number)) is not None
    }
    base = _shape(actor, found, _owner(work, found), at, lineage)
    return full_repository(base, **seen)


def all_shown(work: Work, actor: Actor, found: Sequence[Model], at: Addresses) -> list[Repository]:
    """Say it of several; each owner is looked up once."""
    by_id = {one.owner: one for one in found}
    owners = {number: _owner(work, one) for number, one in by_id.items()}
    known = work.lineage.of_all([one.id for one in found])
    return [_shape(actor, one, owners[one.owner], at, known.get(one.id, NONE)) for one in found]


def _seen(work: Work, actor: Actor, number: RepoId | None) -> Model | None:
    found = None if number is None else work.repositories.by_id(number, actor.user)
    return found if found is not None and allows(actor, table.READ, found) else None


def _owner(work: Work, found: Model) -> Owner:
    owner = owners.by_id(work, found.owner, None)
    assert owner is not None, "accounts with repositories are not deleted"
    return owner


def _shape(actor: Actor, found: Model, owner: Owner, at: Addresses, lineage: Lineage) -> Repository:
    role = None if actor.user is None else found.role_of(actor)
    return repository(found, owner, at, role, lineage)
