"""What happened of late, as those may know it who could see it happen.

The same facts as the log's, without whence and with what. Nothing is told of a repository from the
time before it was last shown or hidden: what was private then stays so.
"""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import feeds as table
from watchword.accounts.model import User
from watchword.audit.feed_model import Feed, Happening
from watchword.audit.ports import Work
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.carried import PUBLIC, carried
from watchword.repositories.model import Repository

LIFE: Final = 30 * 24 * 60 * 60
"""Seconds for which something is told (GHES behaviour)."""
MOST: Final = 300
"""Things that are told at all, the newest (GHES behaviour)."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for of a person: which facts, and on which side of them the person is."""

    names: tuple[str, ...]
    received: bool = False
    """What happened where they watch and by whom they follow, rather than what they did."""
    public_only: bool = False


def of_person(work: Work, grant: Grant[User], wanted: Wanted, part: PageRequest) -> Page[Happening]:
    """What a person did, or was there to see; others are told of what is public."""
    grant.must_cover(table.READ_OF_PERSON)
    actor, person = grant.actor, grant.target.id
    mine = actor.user == person and not wanted.public_only
    feed = Feed(
        received_by=person if wanted.received else None,
        done_by=None if wanted.received else person,
        names=wanted.names,
        viewer=actor.user,
        visibilities=carried(actor) if mine else PUBLIC,
        since=work.now - LIFE,
    )
    return work.feeds.page(feed, MOST, part)


def of_repository(
    work: Work, grant: Grant[Repository], names: tuple[str, ...], part: PageRequest
) -> Page[Happening]:
    """What happened in a repository."""
    grant.must_cover(table.READ_OF_REPOSITORY)
    feed = Feed(
        repository=grant.target.id,
        names=names,
        viewer=grant.actor.user,
        visibilities=carried(grant.actor),
        since=work.now - LIFE,
    )
    return work.feeds.page(feed, MOST, part)
