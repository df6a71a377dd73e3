"""Who owns repositories: people and organizations, under names that are one another's equals."""

from typing import TypeAlias

from watchword.access.operation import Operation
from watchword.access.table import organizations as of_organizations
from watchword.access.table import repositories as of_people
from watchword.accounts.model import Account
from watchword.kernel.ids import OrgId, UserId
from watchword.organizations import ports
from watchword.organizations.model import Organization
from watchword.repositories.model import Visibility

Owner: TypeAlias = Account


def by_login(work: ports.Work, login: str, viewer: UserId | None) -> Owner | None:
    """Find a person or an organization by login."""
    return work.users.by_login(login) or work.organizations.by_login(login, viewer)


def by_id(work: ports.Work, owner: UserId, viewer: UserId | None) -> Owner | None:
    """Find a person or an organization by number."""
    return work.users.by_id(owner) or work.organizations.by_id(OrgId(owner), viewer)


def creating(owner: Owner | None, visibility: Visibility) -> Operation:
    """Which operation it is to create a repository of that visibility there."""
    public = visibility is Visibility.PUBLIC
    if isinstance(owner, Organization):
        return of_organizations.CREATE_PUBLIC if public else of_organizations.CREATE_PRIVATE
    return of_people.CREATE_PUBLIC if public else of_people.CREATE_PRIVATE
