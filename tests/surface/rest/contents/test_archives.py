"""Where the API leads to for archives."""

from urllib.parse import urlsplit

import pytest

from tests.api import ADDRESS
from watchword.authn.download_links import DownloadLinks
from watchword.repositories.model import Visibility

AT = "/repos/octavia/things"
SITE = f"{ADDRESS}/_codeload/octavia"


@pytest.mark.parametrize(("ball", "kind"), [("tarball", "tar.gz"), ("zipball", "zip")])
def test_public_archives_are_elsewhere(api, history, token, ball, kind):
    answer = api.ask("GET", f"{AT}/{ball}/feature/x", token)
    assert answer.status == 302
    assert answer.header("location") == f"{SITE}/things/legacy.{kind}/feature/x"
    answer = api.ask("GET", f"{AT}/{ball}")
    assert answer.header("location") == f"{SITE}/things/legacy.{kind}/{history.second}"


def test_private_ones_are_led_to_by_a_link_for_one_thing(api, world, octavia, history, token):
    api.ask("PATCH", AT, token, body={"private": True})
    where = urlsplit(api.ask("GET", f"{AT}/tarball/main", token).header("location"))
    assert f"https://{where.netloc}{where.path}" == f"{SITE}/things/legacy.tar.gz/main"
    found = world.read(lambda work: work.repositories.find("octavia", "things", octavia.id))
    assert found.visibility is Visibility.PRIVATE
    thing = f"{found.id}/legacy.tar.gz/main"
    signed = where.query.removeprefix("token=")
    held = world.caller(token).token
    assert DownloadLinks(world.keys).read(signed, thing, world.clock.now) == held.id
    weak = world.token(octavia, "public_repo")[1]
    assert api.ask("GET", f"{AT}/tarball/main", weak).status == 404
    assert api.ask("GET", f"{AT}/tarball/main").status == 404


NOWHERE = ("none", "..", "--format=zip", "//evil.test/x", "%0d%0aset-cookie:x")


@pytest.mark.parametrize("ref", NOWHERE)
def test_nothing_leads_to_what_is_not_there(api, history, ref):
    answer = api.ask("GET", f"{AT}/zipball/{ref}")
    assert (answer.status, answer.header("location")) == (422, None)
