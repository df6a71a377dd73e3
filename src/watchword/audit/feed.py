"""What happened of late, as those may know it who could see it happen.

The same facts as the log's, without whence and with what. Nothing is told of a repository from the
time before it was last shown or hidden: what was private then stays so.
"""

from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.table import feeds as table
from watchword.accounts.model import Site, User
from watchword.audit.feed_model import Dashboard, Feed, Happening
from watchword.audit.ports import Work
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.model import Organization
from watchword.repositories.carried import PUBLIC, carried
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.relatives import root_of

LIFE: Final = 30 * 24 * 60 * 60
"""Seconds for which something is told (GHES behaviour)."""
MOST: Final = 300
"""Things that are told at all, the newest (GHES behaviour)."""
Names: TypeAlias = tuple[str, ...]
"""Of the facts that are wanted."""
Told: TypeAlias = Page[Happening]


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for of a person: which facts, and on which side of them the person is."""

    names: Names
    received: bool = False
    """What happened where they watch and by whom they follow, rather than what they did."""
    public_only: bool = False


def of_person(work: Work, grant: Grant[User], wanted: Wanted, part: PageRequest) -> Told:
    """What a person did, or was there to see; others are told of what is public."""
    grant.must_cover(table.READ_OF_PERSON)
    actor, person = grant.actor, grant.target.id
    mine = actor.user == person and not wanted.public_only
    feed = _feed(work, actor, wanted.names, carried(actor) if mine else PUBLIC)
    whose = {"received_by" if wanted.received else "done_by": person}
    return work.feeds.page(replace(feed, **whose), MOST, part)


def of_repository(work: Work, grant: Grant[Repository], names: Names, part: PageRequest) -> Told:
    """What happened in a repository."""
    grant.must_cover(table.READ_OF_REPOSITORY)
    feed = _feed(work, grant.actor, names, carried(grant.actor))
    return work.feeds.page(replace(feed, repository=grant.target.id), MOST, part)


def of_dashboard(work: Work, grant: Grant[Dashboard], names: Names, part: PageRequest) -> Told:
    """What happened in an organization, as far as one sees it oneself."""
    grant.must_cover(table.READ_DASHBOARD)
    feed = _feed(work, grant.actor, names, carried(grant.actor))
    organization = grant.target.organization.id
    return work.feeds.page(replace(feed, organization=organization), MOST, part)


def of_organization(
    work: Work, grant: Grant[Organization], names: Names, part: PageRequest
) -> Told:
    """What happened in an organization that everybody may know of."""
    grant.must_cover(table.READ_OF_ORGANIZATION)
    feed = _feed(work, grant.actor, names, PUBLIC)
    return work.feeds.page(replace(feed, organization=grant.target.id), MOST, part)


def of_network(work: Work, grant: Grant[Repository], names: Names, part: PageRequest) -> Told:
    """What happened in a repository and in all forks around it that everybody may know of."""
    grant.must_cover(table.READ_OF_NETWORK)
    feed = _feed(work, grant.actor, names, PUBLIC)
    root = root_of(work, grant.target.id)
    return work.feeds.page(replace(feed, network=root), MOST, part)


def of_site(work: Work, grant: Grant[Site], names: Names, part: PageRequest) -> Told:
    """What happened anywhere that everybody may know of."""
    grant.must_cover(table.READ_OF_SITE)
    return work.feeds.page(_feed(work, grant.actor, names, PUBLIC), MOST, part)


def _feed(work: Work, actor: Actor, names: Names, visibilities: frozenset[Visibility]) -> Feed:
    """The whole site's, of which the callers take a part."""
    return Feed(names=names, viewer=actor.user, visibilities=visibilities, since=work.now - LIFE)
