"""Finding another repository of the same network: what a fork came from, and other forks."""

from watchword.access.actor import Actor
from watchword.access.gate import allows
from watchword.access.operation import Operation
from watchword.kernel.ids import RepoId, UserId
from watchword.repositories import owners
from watchword.repositories.model import Repository
from watchword.repositories.ports import Work

NO_REPOSITORY = RepoId(0)
"""Looked for in the place of a fork that is not there: one that is hidden takes no step more."""


def relative(
    work: Work,
    actor: Actor,
    operation: Operation,
    of: Repository,
    owner: str,
    name: str | None = None,
) -> Repository | None:
    """The repository of an owner in the network of a repository, for whom the row lets in.

    Without a name it is the owner's fork, or what all were forked from; the repository itself is
    meant where it is the owner's. None for one that is hidden, or lies elsewhere, as for none.
    """
    if name is not None:
        found = work.repositories.find(owner, name, actor.user)
    else:
        found = _by_owner(work, actor, of, owner)
    if found is None or not allows(actor, operation, found):
        return None
    return found if root_of(work, found.id) == root_of(work, of.id) else None


def _by_owner(work: Work, actor: Actor, of: Repository, login: str) -> Repository | None:
    if login.lower() == of.owner_login.lower():
        return of
    owner = owners.by_login(work, login, actor.user)
    if owner is None:
        return None
    root = root_of(work, of.id)
    source = work.repositories.by_id(root, actor.user)
    if source is not None and source.owner == owner.id:
        return source
    fork = work.lineage.fork_of(root, UserId(owner.id))
    return work.repositories.by_id(fork or NO_REPOSITORY, actor.user)


def root_of(work: Work, repository: RepoId) -> RepoId:
    """Where the forks of its network began."""
    known = work.lineage.of(repository)
    return known.source or known.parent or repository
