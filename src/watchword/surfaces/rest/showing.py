"""Repositories put into GitHub's shape, with their owners."""

from collections.abc import Sequence

from watchword.access.actor import Actor
from watchword.repositories import owners
from watchword.repositories.model import Repository as Model
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.repositories import Repository, repository
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work


def shown(work: Work, actor: Actor, found: Model, at: Addresses) -> Repository:
    """Say of a repository what the actor, who was let in to it, may know."""
    return _shape(actor, found, _owner(work, found, at), at)


def all_shown(work: Work, actor: Actor, found: Sequence[Model], at: Addresses) -> list[Repository]:
    """Say it of several; each owner is looked up once."""
    by_id = {one.owner: one for one in found}
    owners = {number: _owner(work, one, at) for number, one in by_id.items()}
    return [_shape(actor, one, owners[one.owner], at) for one in found]


def _owner(work: Work, found: Model, at: Addresses) -> SimpleUser:
    owner = owners.by_id(work, found.owner, None)
    assert owner is not None, "accounts with repositories are not deleted"
    return simple_user(owner, at)


def _shape(actor: Actor, found: Model, owner: SimpleUser, at: Addresses) -> Repository:
    role = None if actor.user is None else found.role_of(actor)
    return repository(found, owner, at, role)
