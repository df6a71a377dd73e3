"""Mails about secrets in pushed content: who reads them, and what they tell."""

from collections.abc import Iterable, Sequence
from typing import Final

from watchword.audit.model import StoredEvent
from watchword.kernel.ids import OrgId, RepoId, UserId
from watchword.kernel.pagination import PageRequest
from watchword.leaks.patterns import TITLES
from watchword.organizations.model import OrgRole
from watchword.repositories.model import Repository
from watchword.surfaces.mails.letter import Addressee, Values, account
from watchword.work.unit import Work

MOST_OWNERS: Final = 100
"""Of an organization that are told."""


def who_sees_to_it(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """Those who run the repository, and who pushed; each once."""
    repository = _repository(work, event, None)
    if repository is None:
        return ()
    numbers = dict.fromkeys([*_running(work, repository), event.body["pusher"]])
    return [one for number in numbers for one in account(work, number)]


def its_alert(work: Work, event: StoredEvent) -> Values | None:
    """The repository and the kind of secret; nothing is told of a repository that is gone."""
    repository = _repository(work, event, None)
    if repository is None:
        return None
    kind = event.body["secret_type"]
    return {"repository": repository.full_name, "title": TITLES.get(kind, kind)}


def where_it_stands(work: Work, event: StoredEvent) -> Values | None:
    """The repository, where the owner of the token may see it; else it is not named."""
    owner = UserId(event.body["user_id"])
    found = _repository(work, event, owner)
    seen = found is not None and (
        found.is_public or found.owner == owner or found.viewer_role.value > 0
    )
    return {"repository": found.full_name if found is not None and seen else ""}


def _running(work: Work, repository: Repository) -> Iterable[UserId]:
    if not repository.in_organization:
        return [repository.owner]
    request = PageRequest(1, MOST_OWNERS)
    page = work.organizations.members(OrgId(repository.owner), request, role=OrgRole.ADMIN)
    return [one.user for one in page.items]


def _repository(work: Work, event: StoredEvent, viewer: UserId | None) -> Repository | None:
    return work.repositories.by_id(RepoId(event.body["repository_id"]), viewer)
