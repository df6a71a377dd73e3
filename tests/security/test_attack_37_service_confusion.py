"""Attack 37: a parameter that chooses the check.

What is verified: the service of a POST is told by its path; that of `info/refs` by one parameter
that is named once and exactly, and the gate is asked for that very service.
"""

import pytest

from tests.git_site import make_site
from watchword.access.roles import Role
from watchword.git_transport.pktline import FLUSH, packet
from watchword.repositories.model import Visibility
from watchword.surfaces.git_http.paths import Endpoint, parse

COMMAND = packet(b"0" * 40 + b" " + b"a" * 40 + b" refs/heads/x\0report-status") + FLUSH
DENIED = b"Permission to ann/kept.git denied to rita.\n"


@pytest.fixture
def site(world, tmp_path):
    return make_site(world, tmp_path)


@pytest.fixture
def reader(site):
    """A token of somebody who may read a private repository and not write."""
    repository, history = site.repository(site.world.user("ann"), "kept", Visibility.PRIVATE)
    history.commit({"a": "b"})
    rita = site.world.user("rita")
    site.world.collaborator(repository, rita, Role.READ)
    _, secret = site.world.token(rita, "repo")
    return secret.text


def refs(site, token, query):
    async def story():
        client = site.ask("GET", "/ann/kept.git/info/refs", token=token, query=query)
        return await client.send(b"").answer()

    return site.run(story())


def test_the_refs_for_a_push_need_the_right_to_push(site, reader):
    reply = refs(site, reader, "service=git-receive-pack")
    assert (reply.status, reply.body) == (403, DENIED)


@pytest.mark.parametrize(
    "query",
    [
        "service=git-upload-pack&service=git-receive-pack",
        "service=git-receive-pack&service=git-upload-pack",
        "service=GIT-RECEIVE-PACK",
        "service=Git-Upload-Pack",
        "Service=git-receive-pack",
        "service=git-receive-pack%00",
        "service=git-receive-pack ",
        "service=",
        "service",
        "",
        "service=upload-pack",
        "service=git-upload-archive",
        "service=../git-receive-pack",
    ],
)
def test_a_service_that_is_not_named_once_and_exactly_is_none(site, reader, query):
    reply = refs(site, reader, query)
    assert reply.status == 403
    assert reply.body.startswith(b"This server speaks git's smart protocol only.")
    assert b"refs/heads" not in reply.body


def test_an_encoded_name_is_checked_as_what_it_means(site, reader):
    assert refs(site, reader, "service=git%2Dupload%2dpack").status == 200
    assert refs(site, reader, "serv%69ce=git%2Dreceive%2dpack").body == DENIED


@pytest.mark.parametrize("query", [b"", b"service=git-upload-pack", b"service=git-receive-pack"])
def test_a_parameter_of_a_post_changes_nothing(site, reader, query):
    async def post(service, body):
        client = site.begin("/ann/kept.git", service, token=reader)
        client.scope["query_string"] = query
        return await client.send(body).answer()

    assert site.run(post("git-receive-pack", COMMAND)).body == DENIED
    assert site.run(post("git-upload-pack", b"0014command=ls-refs\n0000")).status == 200


def test_a_body_for_the_other_service_is_not_passed_to_it(site, reader):
    reply = site.run(site.post("/ann/kept.git", COMMAND, "git-upload-pack", token=reader))
    assert b"report" not in reply.body
    assert b"unpack" not in reply.body


def test_the_service_of_a_path_does_not_come_from_a_query():
    for endpoint in (Endpoint.UPLOAD_PACK, Endpoint.RECEIVE_PACK):
        for query in (b"service=git-upload-pack", b"service=git-receive-pack", b""):
            asked = parse(f"/ann/kept.git/{endpoint.value}", query)
            assert asked.service.value == endpoint.value
