"""The last fact about a repository: it says what the row said, which is gone."""

from watchword.kernel.ids import OrgId
from watchword.repositories.events import RepositoryDeleted
from watchword.repositories.model import Repository


def fact_of(gone: Repository) -> RepositoryDeleted:
    """The fact that a repository is gone."""
    return RepositoryDeleted(
        gone.id,
        gone.full_name,
        gone.key,
        OrgId(gone.owner) if gone.in_organization else None,
        visibility=gone.visibility,
        default_branch=gone.default_branch,
        description=gone.description,
        created_at=gone.created_at,
        updated_at=gone.updated_at,
        pushed_at=gone.pushed_at,
        owner_id=gone.owner,
    )
