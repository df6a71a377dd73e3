"""Offering repositories to other people, and what they answer.

A repository costs its owner space and says something of them: nobody gets one unasked.
"""

from typing import Final

from watchword.access.gate import Grant, require
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import UserId
from watchword.repositories import owners, service, transfer
from watchword.repositories.events import RepositoryOfferRefused, RepositoryOfferWithdrawn
from watchword.repositories.model import Repository
from watchword.repositories.offer import Offer
from watchword.repositories.ports import Work

KEPT: Final = Role.WRITE
"""What the former owner is afterwards (GHES behaviour)."""


def withdraw(work: Work, grant: Grant[Repository]) -> None:
    """Take an offer back. Raises NotFound when there is none."""
    grant.must_cover(table.TRANSFER)
    found = work.repository_offers.of(grant.target.id)
    if found is None:
        raise NotFound
    work.repository_offers.delete(found.repository)
    work.record(RepositoryOfferWithdrawn(found.repository, found.receiver))


def accept(work: Work, grant: Grant[User], repository: Repository | None) -> Repository:
    """Own a repository that was offered, from now on; who gave it works with it.

    Raises NotFound where there is no such offer (any more), NotPermitted while the repository is
    read-only, and Invalid when the person has one of that name.
    """
    grant.must_cover(table.ANSWER_OFFER)
    person, found = grant.target, waiting(work, grant.target.id, repository)
    before = work.repositories.by_id(found.repository, found.giver)
    if before is None or before.role_of_viewer < Role.ADMIN:
        # Who offered it has no say in it any more.
        raise NotFound
    service.must_be_live(before)
    visibility = transfer.visibility_with(work, before, person)
    require(grant.actor, owners.creating(person, visibility), person)
    after = transfer.move(work, grant.actor, before, person, found.name)
    if not before.in_organization:
        service.let_in(work, after.id, before.owner, KEPT)
    return after


def decline(work: Work, grant: Grant[User], repository: Repository | None) -> Offer:
    """Answer with no; gives what is over. Raises NotFound where there is no such offer."""
    grant.must_cover(table.ANSWER_OFFER)
    found = waiting(work, grant.target.id, repository)
    work.repository_offers.delete(found.repository)
    work.record(RepositoryOfferRefused(found.repository, found.receiver))
    return found


def waiting(work: Work, person: UserId, repository: Repository | None) -> Offer:
    """The offer of a repository to a person. Raises NotFound, also for one that is too old.

    It asks the same of the database whether there is such a repository or not (attack 52).
    """
    for one in work.repository_offers.to(person):
        if repository and one.repository == repository.id and not one.is_over(work.now):
            return one
    raise NotFound
