"""Invitations to repositories: those that a repository gave out, and those that a person has."""

from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.kinds import SCOPED
from watchword.access.scopes import REPO, REPO_INVITE
from watchword.access.table import collaborators as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import RepoInvitationId
from watchword.kernel.pagination import Page
from watchword.repositories import inviting
from watchword.repositories.invitation import RepositoryInvitation
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.collaborators import role_of
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository, number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing_invitations import shown
from watchword.surfaces.rest.users import oneself
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.collaborators import RepositoryInvitationShape
from watchword.work.unit import Work

ALL: Final = "/invitations"
ONE: Final = "/invitations/{invitation_id}"
OWN: Final = "/user/repository_invitations"
DOCS: Final = "collaborators/invitations#"
SEES_PRIVATE: Final = frozenset({REPO, REPO_INVITE})


class Meant(Struct, kw_only=True):
    """Which invitation is meant."""

    invitation_id: InPath = ""

    def number(self) -> RepoInvitationId:
        """Its number. Raises NotFound for what is none."""
        found = number(self.invitation_id)
        if found is None:
            raise NotFound
        return RepoInvitationId(found)


class Changed(Meant, kw_only=True):
    """What the invitation is to ask for."""

    permissions: str | None = None


class Invitations:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def of_repository(
        self, work: Work, grant: Grant[Repository], asked: Paged
    ) -> Page[RepositoryInvitationShape]:
        """List who is asked to work with a repository."""
        found = list(work.repository_invitations.of_repository(grant.target.id))
        return self._page(work, grant.actor, found, asked)

    def change(
        self, work: Work, grant: Grant[Repository], asked: Changed
    ) -> RepositoryInvitationShape:
        """Change what an invitation asks for."""
        wanted = asked.number()
        if asked.permissions is None:
            found = inviting.of_repository(work, grant.target, wanted)
        else:
            found = inviting.change(work, grant, wanted, role_of(asked.permissions, "permissions"))
        return shown(work, grant.actor, found, self._at)

    def cancel(self, work: Work, grant: Grant[Repository], asked: Meant) -> None:
        """Take an invitation back."""
        inviting.cancel(work, grant, asked.number())

    def own(self, work: Work, grant: Grant[User], asked: Paged) -> Page[RepositoryInvitationShape]:
        """List the repositories that one is asked to work with."""
        return self._page(work, grant.actor, _own(work, grant), asked)

    def accept(self, work: Work, grant: Grant[User], asked: Meant) -> None:
        """Accept an invitation to work with a repository."""
        inviting.accept(work, grant, _answered(work, grant, asked))

    def decline(self, work: Work, grant: Grant[User], asked: Meant) -> None:
        """Decline an invitation to work with a repository."""
        inviting.decline(work, grant, _answered(work, grant, asked))

    def _page(
        self, work: Work, actor: Actor, found: list[RepositoryInvitation], asked: Paged
    ) -> Page[RepositoryInvitationShape]:
        wanted = asked.request
        part = found[wanted.offset :][: wanted.size]
        return Page([shown(work, actor, one, self._at) for one in part], len(found), wanted)


def _own(work: Work, grant: Grant[User]) -> list[RepositoryInvitation]:
    """Those that a person has and that the credential may know of; expired ones are over."""
    return [
        one
        for one in work.repository_invitations.of_invitee(grant.target.id)
        if not one.is_expired(work.now) and _may_know(work, grant.actor, one)
    ]


def _may_know(work: Work, actor: Actor, one: RepositoryInvitation) -> bool:
    if actor.kind not in SCOPED or actor.scopes & SEES_PRIVATE:
        return True
    repository = work.repositories.by_id(one.repository, actor.user)
    return repository is not None and repository.is_public


def _answered(work: Work, grant: Grant[User], asked: Meant) -> RepoInvitationId:
    wanted = asked.number()
    if wanted not in {one.id for one in _own(work, grant)}:
        raise NotFound
    return wanted


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at = services.at
    all_of_them = Invitations(at)

    def list_all(path: str, finder: FinderFor) -> Endpoint:
        listing = table.LIST_INVITATIONS
        row = route("GET", path, listing, finder(listing), all_of_them.of_repository, Paged)
        return endpoint(row, DOCS + "list-repository-invitations")

    def change(path: str, finder: FinderFor) -> Endpoint:
        changing = table.CHANGE_INVITATION
        row = route("PATCH", path, changing, finder(changing), all_of_them.change, Changed)
        return endpoint(row, DOCS + "update-a-repository-invitation")

    def cancel(path: str, finder: FinderFor) -> Endpoint:
        ending = table.CANCEL_INVITATION
        row = route("DELETE", path, ending, finder(ending), all_of_them.cancel, Meant, status=204)
        return endpoint(row, DOCS + "delete-a-repository-invitation")

    return [
        *in_repository(at, ALL, list_all),
        *in_repository(at, ONE, change),
        *in_repository(at, ONE, cancel),
        *_own_rows(all_of_them),
    ]


def _own_rows(invitations: Invitations) -> list[Endpoint]:
    one, answering = f"{OWN}/{{invitation_id}}", table.ANSWER_INVITATION
    listing = table.LIST_OWN_INVITATIONS
    own = route("GET", OWN, listing, oneself, invitations.own, Paged)
    accept = route("PATCH", one, answering, oneself, invitations.accept, Meant, status=204)
    decline = route("DELETE", one, answering, oneself, invitations.decline, Meant, status=204)
    return [
        endpoint(own, DOCS + "list-repository-invitations-for-the-authenticated-user"),
        endpoint(accept, DOCS + "accept-a-repository-invitation"),
        endpoint(decline, DOCS + "decline-a-repository-invitation"),
    ]
