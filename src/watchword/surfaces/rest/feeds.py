"""What happened of late: by a person, where they watch and follow, in a repository, anywhere."""

from typing import Final

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.table import feeds as table
from watchword.accounts.model import Site, User
from watchword.audit import feed
from watchword.audit.feed import Wanted
from watchword.audit.feed_model import Dashboard, Happening
from watchword.authn.resolve import Caller
from watchword.kernel.pagination import Page
from watchword.organizations.model import Organization
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.feed_payloads import NAMES, told
from watchword.surfaces.rest.finding import by_either_name
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.organizations.finding import ORG, by_login
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

OF_ORG: Final = ORG + "/events"
NETWORK: Final = "/networks/{owner}/{repo}/events"
DASHBOARD: Final = "/users/{username}/events/orgs/{org}"

Events = Told[Page[Event]]


def own_view(work: Work, caller: Caller, params: Params) -> Dashboard | None:
    """The organization of a path as the person of that path sees it."""
    person, organization = named(work, caller, params), by_login(work, caller, params)
    return Dashboard(person, organization) if person and organization else None


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
        return self._told(work, grant.actor, found)

    def of_network(self, work: Work, grant: Grant[Repository], asked: Paged) -> Events:
        """List public events for a network of repositories."""
        found = feed.of_network(work, grant, NAMES, asked.request)
        return self._told(work, grant.actor, found)

    def of_organization(self, work: Work, grant: Grant[Organization], asked: Paged) -> Events:
        """List public organization events."""
        found = feed.of_organization(work, grant, NAMES, asked.request)
        return self._told(work, grant.actor, found)

    def of_dashboard(self, work: Work, grant: Grant[Dashboard], asked: Paged) -> Events:
        """List organization events as one sees them oneself."""
        found = feed.of_dashboard(work, grant, NAMES, asked.request)
        return self._told(work, grant.actor, found)

    def of_site(self, work: Work, grant: Grant[Site], asked: Paged) -> Events:
        """List public events."""
        found = feed.of_site(work, grant, NAMES, asked.request)
        return self._told(work, grant.actor, found)

    def _of_person(self, work: Work, grant: Grant[User], wanted: Wanted, asked: Paged) -> Events:
        found = feed.of_person(work, grant, wanted, asked.request)
        return self._told(work, grant.actor, found)

    def _told(self, work: Work, actor: Actor, found: Page[Happening]) -> Events:
        people = creators(work, {one.actor for one in found.items}, self._at)
        events: list[Event] = []
        for one in found.items:
            by, said = people[one.actor], told(work, actor, one, self._at)
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
        endpoint(
            route("GET", "/events", table.READ_OF_SITE, site, made.of_site, Paged),
            DOCS + "list-public-events",
        ),
        endpoint(
            route("GET", NETWORK, table.READ_OF_NETWORK, by_either_name, made.of_network, Paged),
            DOCS + "list-public-events-for-a-network-of-repositories",
        ),
        endpoint(
            route("GET", OF_ORG, table.READ_OF_ORGANIZATION, by_login, made.of_organization, Paged),
            DOCS + "list-public-organization-events",
        ),
        endpoint(
            route("GET", DASHBOARD, table.READ_DASHBOARD, own_view, made.of_dashboard, Paged),
            DOCS + "list-organization-events-for-the-authenticated-user",
        ),
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
