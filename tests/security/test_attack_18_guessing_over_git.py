"""Attack 18 at git's places and at raw files: guesses are slowed down there too, and told so.

429 is told with `Retry-After`, which git from 2.54 on waits for, and without a challenge: git
forgets a stored credential on 401 only.
"""

import pytest

from tests.carriages import basic
from tests.git_site import make_site
from tests.pages import Browser, Disk, application
from watchword.authn.throttle import BAD_TOKENS
from watchword.kernel.entropy import system_entropy
from watchword.repositories.model import Visibility
from watchword.tokens.secret import mint

READING, WRITING = "git-upload-pack", "git-receive-pack"


@pytest.fixture
def site(world, tmp_path):
    made = make_site(world, tmp_path)
    octavia = world.user("octavia")
    _, history = made.repository(octavia, "closed", Visibility.PRIVATE)
    history.commit({"a": "b"})
    return made, world.token(octavia, "repo")[1].text


def throttled(status, headers):
    assert status == 429
    assert headers["retry-after"] == "60"
    assert "www-authenticate" not in headers
    assert headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/octavia/closed", "/octavia/none.git"])
def test_git_tells_who_guesses_to_wait(site, path):
    site, live = site

    async def story():
        for _ in range(BAD_TOKENS):
            wrong = mint(system_entropy).text
            assert (await site.refs(path, token=wrong)).status == 401
        wrong = mint(system_entropy).text
        for service in (READING, WRITING):
            refs = await site.refs(path, service, token=wrong)
            sent = await site.post(path, b"0000", service, token=wrong)
            for reply in (refs, sent):
                throttled(reply.status, reply.headers)
        # From the same address: who has a token, and nobody in particular.
        anonymous = await site.refs(path)
        assert anonymous.status == 401
        return await site.refs("/octavia/closed", WRITING, token=live)

    assert site.run(story()).status == 200


def test_a_live_token_still_clones_behind_the_address_of_one_who_guesses(site):
    site, live = site

    async def story():
        for _ in range(BAD_TOKENS + 1):
            last = await site.refs("/octavia/closed", token=mint(system_entropy).text)
        assert last.status == 429
        listed = await site.post("/octavia/closed", b"0014command=ls-refs\n0000", token=live)
        assert listed.status == 200
        commit = listed.body[4:44]
        want = b"0032want %s\n" % commit
        asked = b"0011command=fetch0001" + want + b"0009done\n0000"
        return await site.post("/octavia/closed", asked, token=live)

    fetched = site.run(story())
    assert fetched.status == 200
    assert b"PACK" in fetched.body


def test_raw_files_tell_who_guesses_to_wait(world, tmp_path):
    disk = Disk(world, tmp_path)
    octavia = world.user("octavia")
    made = world.repository(octavia, "closed", Visibility.PRIVATE)
    disk.history(made).commit({"a.txt": "gold\n"}, "Lock it")
    _, live = world.token(octavia, "repo")
    browser = Browser(application(world, disk=disk))
    path = "/octavia/closed/raw/main/a.txt"

    def ask(secret):
        return browser.get(path, authorization=basic("anybody", secret.text))

    assert {ask(mint(system_entropy)).status for _ in range(BAD_TOKENS)} == {401}
    refused = ask(mint(system_entropy))
    throttled(refused.status, refused.headers)
    assert ask(live).html == "gold\n"
    disk.shelf.close()
