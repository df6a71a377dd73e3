"""What is known of a fact when it is put into words, and how one row of the table does that."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeAlias

import msgspec
from msgspec import Struct, field

from watchword.accounts.model import User
from watchword.audit.model import StoredEvent
from watchword.contents.ports import Readable, Store
from watchword.kernel.events import Event
from watchword.organizations.model import Organization
from watchword.repositories import owners
from watchword.repositories.model import Repository
from watchword.surfaces.shapes import repositories as shape
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.organizations import organization_simple
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

Look: TypeAlias = Callable[[Store], object]
"""Reads a repository on disk; run while no unit of work is open."""


class Shelf(Protocol):
    """All repositories on disk."""

    def open_now(self, repository: Readable, fn: Look) -> object:
        """Run a function that reads."""


class Scene(Struct, frozen=True):
    """A fact and what surrounds it, in a unit of work that reads."""

    work: Work
    at: Addresses
    fact: StoredEvent
    repository: Repository | None
    """As it is now; as it was, where it is gone."""
    seen: object = None
    """What `look` of the row found on disk."""

    @property
    def body(self) -> Mapping[str, Any]:
        """The fields of the fact."""
        return self.fact.body

    @property
    def about(self) -> Repository:
        """The repository, for rows that are about one."""
        assert self.repository is not None, "the fact names a repository"
        return self.repository

    def account(self, number: int | None) -> User | None:
        """An account by its number."""
        return None if number is None else self.work.users.by_id(number)  # type: ignore[arg-type]

    def user(self, number: int | None) -> SimpleUser | None:
        """An account in GitHub's shape; None for one that is gone."""
        found = self.account(number)
        return None if found is None else simple_user(found, self.at)

    def shown(self) -> shape.Repository:
        """The repository in GitHub's shape."""
        return self.shape_of(self.about)

    def shape_of(self, repository: Repository) -> shape.Repository:
        """Any repository in GitHub's shape."""
        owner = owners.by_id(self.work, repository.owner, None)
        assert owner is not None, "accounts with repositories are not deleted"
        lineage = self.work.lineage.of(repository.id)
        return shape.repository(repository, owner, self.at, lineage=lineage)

    def organization(self) -> Organization | None:
        """The organization in which it happened, if in any."""
        number = self.body.get("org_id")
        if self.repository is not None:
            number = self.repository.owner if self.repository.in_organization else None
        return None if number is None else self.work.organizations.by_id(number, None)

    def sender(self) -> SimpleUser | None:
        """Who did it; the owner of the repository where the server itself did."""
        found = self.user(self.fact.origin.user)
        if found is None and self.repository is not None:
            found = self.shown().owner
        return found


class Part(Struct, frozen=True):
    """What one message says, beyond what all of them say."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    action: str | None = None
    """None: that of the row."""
    replaces: Mapping[str, Any] = field(default_factory=dict)
    """What stands in the place of the usual `repository` and `sender`."""


Telling: TypeAlias = Callable[[Scene], Iterable[Part]]


def _plainly(_scene: Scene) -> Iterable[Part]:
    return (Part(),)


class Row(Struct, frozen=True):
    """One fact and one of GitHub's events that tells of it."""

    fact: type[Event]
    event: str
    """GitHub's name."""
    action: str | None = None
    """What the payload has under `action`, where it is always the same."""
    tell: Telling = _plainly
    """What the payload holds beside `action`, `repository`, `organization` and `sender`: one part
    for each message; none where this fact is no such event."""
    look: Callable[[Work, StoredEvent], Look] | None = None
    """What is to be read on disk before that, where anything is."""
    only: bool = False
    """It is told to the one webhook that the fact names, whatever that listens to."""


def payload(scene: Scene, row: Row, part: Part) -> tuple[str | None, str]:
    """The action, and the whole payload as JSON."""
    action = part.action or row.action
    whole: dict[str, Any] = {} if action is None else {"action": action}
    whole |= part.fields
    if scene.repository is not None:
        whole["repository"] = scene.shown()
    if (org := scene.organization()) is not None:
        whole["organization"] = organization_simple(org, scene.at)
    whole["sender"] = scene.sender()
    whole |= part.replaces
    return action, msgspec.json.encode(whole).decode()
