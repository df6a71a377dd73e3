"""Attack 1, the same token by another way in: the decision must be the same at every place of git.

Generated from the list of places: each with and without `.git`, for each service that it serves,
with each kind of credential in each way in which one can be carried. And it is the right decision.
"""

import itertools

import pytest

from tests.carriages import CARRIAGES, DEAD, LIVE, credentials
from tests.git_site import Client, make_site
from watchword.git_transport.advertisement import Service
from watchword.repositories.model import Visibility
from watchword.surfaces.git_http.paths import Endpoint

READING, WRITING = Service.UPLOAD_PACK, Service.RECEIVE_PACK
BODIES = {READING: b"0014command=ls-refs\n0000", WRITING: b"0000"}
PLACES = [
    (endpoint, service)
    for endpoint in Endpoint
    for service in Service
    if endpoint is Endpoint.INFO_REFS or endpoint.value == service.value
]
EVERYTHING = (200, 200)
HIDDEN = (404, 404)
READS = (200, 403)
WANTED = {
    # What a live token may: read and write the owner's public repository, the private one, and a
    # stranger's public one.
    "no scope": (READS, HIDDEN, READS),
    "delete_repo": (READS, HIDDEN, READS),
    "public_repo": (EVERYTHING, HIDDEN, READS),
    "repo": (EVERYTHING, EVERYTHING, READS),
    "everything": (EVERYTHING, EVERYTHING, READS),
    "application without scope": (READS, HIDDEN, READS),
    "application with public_repo": (EVERYTHING, HIDDEN, READS),
    "application with repo": (EVERYTHING, EVERYTHING, READS),
}
REPOSITORIES = ("octavia/open", "octavia/closed", "eve/hers")


@pytest.fixture
def site(world, tmp_path):
    """Octavia's repositories and one of somebody else's, with her credentials."""
    made = make_site(world, tmp_path)
    octavia, secrets = credentials(world)
    made.repository(octavia, "open", Visibility.PUBLIC)
    made.repository(octavia, "closed", Visibility.PRIVATE)
    made.repository(world.user("eve"), "hers", Visibility.PUBLIC)
    return made, secrets


def ask(site, place, path, header, address):
    """Begin a request at a place of git's, from that address."""
    endpoint, service = place
    headers = [(b"git-protocol", b"version=2"), (b"authorization", header.encode())]
    query = b""
    if endpoint is Endpoint.INFO_REFS:
        query = f"service={service.value}".encode()
    else:
        headers.append((b"content-type", f"application/x-{service.value}-request".encode()))
    where = f"{path}/{endpoint.value}"
    client = Client(site.asgi, endpoint.method, where, headers, query, address)
    return client.send(b"" if query else BODIES[service])


async def decisions(site, secret):
    """What is decided at each place about each repository, by the way of carrying."""
    addresses = itertools.count()
    told = {}
    for name, ending, place in itertools.product(REPOSITORIES, ("", ".git"), PLACES):
        path = f"/{name}{ending}"
        for carriage, carry in CARRIAGES.items():
            # From an address of its own: how often somebody guesses is not the question here.
            number = next(addresses)
            address = f"198.51.{number // 250}.{number % 250}"
            reply = await ask(site, place, path, carry(secret), address).answer()
            challenge = reply.headers.get("www-authenticate")
            decided = reply.status, challenge, reply.body
            told.setdefault((name, ending, place), {})[carriage] = decided
    return told


def test_every_place_of_git_is_in_the_matrix():
    assert {place for place, _ in PLACES} == set(Endpoint)
    assert {service for _, service in PLACES} == set(Service)
    assert len(PLACES) == len(Endpoint) + 1


@pytest.mark.parametrize("kind", [*LIVE, *DEAD])
def test_every_carriage_leads_to_the_same_decision(site, kind):
    site, secrets = site
    for (name, ending, place), told in site.run(decisions(site, secrets[kind])).items():
        assert len(set(told.values())) == 1, (name, ending, place, told)
        status, challenge, body = told["token"]
        assert status == wanted(kind, name, place[1]), (name, ending, place, body)
        assert challenge == ('Basic realm="Watchword"' if status == 401 else None)


def wanted(kind, name, service):
    if kind in DEAD:
        return 403 if kind == "suspended" else 401
    reading, writing = WANTED[kind][REPOSITORIES.index(name)]
    return reading if service is READING else writing
