"""Repositories get other owners: organizations that take them, oneself, or who accepts them."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.access.kinds import INSIDE
from watchword.access.roles import ROLE_NAME_OF, Role
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.ids import OrgId, TeamId, UserId
from watchword.kernel.words import N_
from watchword.organizations.model import Organization
from watchword.repositories import in_organization, names, owners
from watchword.repositories.events import (
    CollaboratorAdded,
    InvitationCancelled,
    RepositoryOffered,
    RepositoryTransferred,
    RepositoryTransferredOut,
)
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.offer import Offer
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Work
from watchword.repositories.service import TAKEN, must_be_live

NOBODY: Final = N_("There is no account of that name")
THERE: Final = N_("The repository is there already")
FORK: Final = N_("Private forks cannot be transferred")
OWNER_ONLY: Final = N_("Only the owner can transfer this repository.")
TEAMS_OF_PEOPLE: Final = "Only organizations have teams"
MOST_TEAMS: Final = 100


class Wanted(Struct, frozen=True):
    """Whose it is to be, and under which name; None: as it is called."""

    owner: str
    name: str | None = None
    teams: Sequence[TeamId] = ()


def transfer(work: Work, grant: Grant[Repository], wanted: Wanted) -> Repository:
    """Give a repository another owner; the old address leads to the new one.

    To an organization or to oneself it goes at once, and takes what making a repository of that
    visibility there takes. To another person it is offered, and is as it was until they accept.
    Collaborators, deploy keys and webhooks stay; teams and waiting invitations of the former owner
    do not. Raises Invalid, and NotPermitted where the new owner does not take it from whoever asks.
    """
    grant.must_cover(table.TRANSFER)
    before, actor = grant.target, grant.actor
    must_be_live(before)
    if not before.in_organization and actor.user != before.owner and actor.kind not in INSIDE:
        raise NotPermitted(OWNER_ONLY)
    owner = _new_owner(work, grant, wanted.owner)
    visibility = visibility_with(work, before, owner)
    name = before.name if wanted.name is None else names.repository(wanted.name)
    if wanted.teams and not isinstance(owner, Organization):
        raise Invalid(FieldError("Repository", "team_ids", "custom", TEAMS_OF_PEOPLE))
    if isinstance(owner, User) and actor.user is not None and owner.id != actor.user:
        _offer(work, before, Offer(before.id, owner.id, actor.user, name, work.now))
        return before
    require(actor, owners.creating(owner, visibility), owner)
    if isinstance(owner, Organization):
        in_organization.must_let_create(actor, owner, visibility)
    after = move(work, actor, before, owner, name)
    _begin(work, grant, owner, after, wanted.teams)
    work.watches.forget_blind(before.id)
    return work.repositories.by_id(before.id, actor.user) or after


def move(work: Work, actor: Actor, before: Repository, owner: Owner, name: str) -> Repository:
    """Let somebody own it, as the caller was granted. Raises Invalid for a name that is taken."""
    for one in work.repository_invitations.of_repository(before.id):
        work.repository_invitations.delete(one.id)
        work.record(InvitationCancelled(before.id, one.invitee, one.id))
    work.repository_offers.delete(before.id)
    try:
        work.repositories.transfer(before, owner.id, name, work.now)
    except Conflict as taken:
        raise Invalid(FieldError("Repository", "name", "custom", TAKEN)) from taken
    visibility = visibility_with(work, before, owner)
    if visibility is not before.visibility:
        work.repositories.update(before.id, {"visibility": visibility}, work.now)
    if not isinstance(owner, Organization):
        work.repositories.remove_collaborator(before.id, owner.id)
    after = work.repositories.by_id(before.id, actor.user)
    assert after is not None, "it is there under another name"
    about = (before.full_name, after.full_name, before.owner)
    work.record(RepositoryTransferred(after.id, *about, from_org=before.in_organization))
    if before.in_organization:
        gave = OrgId(before.owner)
        work.record(RepositoryTransferredOut(after.id, gave, before.full_name, after.full_name))
    return after


def visibility_with(work: Work, repository: Repository, owner: Owner) -> Visibility:
    """As it is; people own no internal ones, so those become private (GHES behaviour).

    Raises Invalid for private forks, which stay where they are.
    """
    if not repository.is_public and work.lineage.of(repository.id).is_fork:
        raise _invalid(FORK)
    internal = repository.visibility is Visibility.INTERNAL
    if internal and not isinstance(owner, Organization):
        return Visibility.PRIVATE
    return repository.visibility


def _offer(work: Work, repository: Repository, offer: Offer) -> None:
    """Offer it, in the place of what was offered before."""
    work.repository_offers.put(offer)
    work.record(RepositoryOffered(repository.id, offer.receiver, offer.name))


def _new_owner(work: Work, grant: Grant[Repository], login: str) -> Owner:
    found = owners.by_login(work, login.strip(), grant.actor.user)
    if found is None:
        raise _invalid(NOBODY)
    if found.id == grant.target.owner:
        raise _invalid(THERE)
    return found


def _begin(
    work: Work,
    grant: Grant[Repository],
    owner: Owner,
    after: Repository,
    teams: Sequence[TeamId],
) -> None:
    """Let teams of the new owner work with it, and the person who owned it administer it."""
    if not isinstance(owner, Organization):
        return
    if len(teams) > MOST_TEAMS:
        raise Invalid(FieldError("Repository", "team_ids", "invalid"))
    in_organization.begin(work, grant.actor, owner, after, None)
    for team in teams:
        in_organization.begin_with_team(work, grant.actor, owner, after, team)
    if not grant.target.in_organization and grant.target.owner != grant.actor.user:
        _keep_in(work, after, grant.target.owner)


def _keep_in(work: Work, after: Repository, former: UserId) -> None:
    work.repositories.set_collaborator(after.id, former, Role.ADMIN, work.now)
    work.record(CollaboratorAdded(after.id, former, ROLE_NAME_OF[Role.ADMIN]))


def _invalid(message: str) -> Invalid:
    return Invalid(FieldError("Repository", "new_owner", "custom", message))
