"""What happened of late: by a person, where they watch and follow, and in a repository."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import feeds as table
from watchword.accounts.model import User
from watchword.audit import feed
from watchword.audit.feed import Wanted
from watchword.audit.feed_model import Happening
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.feed_payloads import NAMES, told
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import named
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.feeds import (
    Event,
    event_actor,
    event_organization,
    event_repository,
)
from watchword.work.unit import Work

DOCS: Final = "activity/events#"
POLL: Final = ((b"x-poll-interval", b"60"),)
"""Seconds that lie between two questions of a client that minds (GHES behaviour)."""

Events = Told[Page[Event]]


class Feeds:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def received(self, work: Work, grant: Grant[User], asked: Paged) -> Events:
        """List events received by a person: the private ones where they ask themselves."""
        return self._of_person(work, grant, Wanted(names=NAMES, received=True), asked)

    def received_public(self, work: Work, grant: Grant[User], asked: Paged) -> Events:
        """List public events received by a person."""
        wanted = Wanted(names=NAMES, received=True, public_only=True)
        return self._of_person(work, grant, wanted, asked)

    def done(self, work: Work, grant: Grant[User], asked: Paged) -> Events:
        """List events of what a person did: the private ones where they ask themselves."""
        return self._of_person(work, grant, Wanted(names=NAMES), asked)

    def done_public(self, work: Work, grant: Grant[User], asked: Paged) -> Events:
        """List public events of what a person did."""
        return self._of_person(work, grant, Wanted(names=NAMES, public_only=True), asked)

    def of_repository(self, work: Work, grant: Grant[Repository], asked: Paged) -> Events:
        """List repository events."""
        found = feed.of_repository(work, grant, NAMES, asked.request)
        return self._told(work, grant, found)

    def _of_person(self, work: Work, grant: Grant[User], wanted: Wanted, asked: Paged) -> Events:
        return self._told(work, grant, feed.of_person(work, grant, wanted, asked.request))

    def _told(
        self, work: Work, grant: Grant[User] | Grant[Repository], found: Page[Happening]
    ) -> Events:
        people = creators(work, {one.actor for one in found.items}, self._at)
        events: list[Event] = []
        for one in found.items:
            by, said = people[one.actor], told(work, grant.actor, one, self._at)
            if by is None or said is None:
                continue
            kind, payload = said
            made = Event(
                id=str(one.number),
                type=kind,
                actor=event_actor(by),
                repo=event_repository(one.repository, self._at),
                org=event_organization(one.repository, self._at),
                payload=payload,
                public=one.repository.is_public,
                created_at=moment(one.event.at_ms // 1000),
            )
            events.append(made)
        return Told(Page(events, found.total, found.request), headers=POLL)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    made, rows = Feeds(services.at), RepositoryRows(services.at, DOCS)
    person = "/users/{username}"
    of_person = {
        "list-events-received-by-the-authenticated-user": ("/received_events", made.received),
        "list-public-events-received-by-a-user": ("/received_events/public", made.received_public),
        "list-events-for-the-authenticated-user": ("/events", made.done),
        "list-public-events-for-a-user": ("/events/public", made.done_public),
    }
    of_repository = "list-repository-events"
    return [
        *(
            endpoint(
                route("GET", person + tail, table.READ_OF_PERSON, named, handle, Paged),
                DOCS + words,
            )
            for words, (tail, handle) in of_person.items()
        ),
        *rows.of(
            "GET", "/events", table.READ_OF_REPOSITORY, made.of_repository, Paged, of_repository
        ),
    ]
