"""A repository that is gone, as its last fact tells it to its webhooks and its organization's."""

from watchword.audit.model import StoredEvent
from watchword.kernel.ids import RepoId, UserId
from watchword.repositories.events import RepositoryDeleted
from watchword.repositories.model import Repository, Visibility


def repository_of(fact: StoredEvent) -> Repository | None:
    """The repository that the fact says is gone; None for other facts, and old ones."""
    body = fact.body
    number = body.get("owner_id") or body.get("org_id")
    if fact.name != RepositoryDeleted.name or number is None:
        return None
    owner, _, name = body["repo"].partition("/")
    return Repository(
        id=RepoId(body["repository_id"]),
        key=body["key"],
        owner=UserId(number),
        owner_login=owner,
        name=name,
        description=body.get("description"),
        homepage=None,
        visibility=Visibility(body.get("visibility", "private")),
        default_branch=body.get("default_branch", "main"),
        archived_at=None,
        created_at=body.get("created_at", 0),
        updated_at=body.get("updated_at", 0),
        pushed_at=body.get("pushed_at"),
        in_organization=body.get("org_id") is not None,
    )
