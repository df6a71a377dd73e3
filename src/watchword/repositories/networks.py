"""What holds among a repository and its forks."""

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import RepoId
from watchword.kernel.words import N_
from watchword.repositories import deletion
from watchword.repositories.model import Repository
from watchword.repositories.ports import Work


def must_not_be_fork(work: Work, repository: Repository) -> None:
    """Raise Invalid for a fork: it is seen as its source is (GHES behaviour)."""
    if work.lineage.of(repository.id).is_fork:
        text = N_("For security reasons, you cannot change the visibility of a fork.")
        raise Invalid(FieldError("Repository", "visibility", "custom", text))


def delete_private_forks(work: Work, repository: Repository) -> None:
    """What was forked from a private repository goes with it (GHES behaviour); public ones stay."""
    if repository.is_public:
        return
    waiting: list[RepoId] = list(work.lineage.forks_of(repository.id))
    while waiting:
        gone = work.repositories.by_id(waiting.pop(), None)
        if gone is not None and not gone.is_public:
            waiting += work.lineage.forks_of(gone.id)
            work.repositories.delete(gone.id, work.now)
            work.record(deletion.fact_of(gone))
