"""To let somebody in again takes one look-up; to send them away, the same ones for all."""

import asyncio
import base64

import pytest

from tests.git_site import make_site
from tests.histories import History
from tests.recording import statements
from tests.world import World
from watchword.access.roles import Role
from watchword.git_process import ref_snapshot
from watchword.git_transport.pktline import DELIMITER, FLUSH, packet
from watchword.surfaces.git_http.body import Patience
from watchword.surfaces.http_kit.remembered import LONGEST
from watchword.tokens.model import SOON, Ended


@pytest.fixture
def ran():
    with statements() as seen:
        yield seen


@pytest.fixture
def site(ran, sqlite_url, tmp_path):
    world = World(sqlite_url)
    yield make_site(world, tmp_path)
    world.close()


def asked(site, ran, name, token):
    ran.clear()
    reply = site.run(site.refs(name, token=token))
    return reply.status, list(ran)


def test_whoever_may_is_let_in_again_by_one_look_up(site, ran):
    ann = site.world.user("ann")
    made, _ = site.repository(ann, "thing")
    token = site.world.token(ann, "repo")[1].text
    asked(site, ran, f"/{made.full_name}.git", token)
    status, (what,) = asked(site, ran, f"/{made.full_name}.git", token)
    assert status == 200
    assert "tokens.digest" in what
    assert "repositories.name_key" in what
    assert "lineage.filling_since" in what


@pytest.mark.parametrize("part", ["query", "protocol"])
def test_a_request_that_would_fill_the_memory_is_not_kept(site, ran, part):
    ann = site.world.user("ann")
    made, _ = site.repository(ann, "thing")
    token, long = site.world.token(ann, "repo")[1].text, "0" * LONGEST
    query = "service=git-upload-pack" + (f"&x={long}" if part == "query" else "")
    protocol = "version=2" + (f":x={long}" if part == "protocol" else "")
    headers = [(b"git-protocol", protocol.encode())]
    path = f"/{made.full_name}.git/info/refs"

    async def refs():
        client = site.ask("GET", path, token=token, query=query, headers=headers)
        return await client.send(b"").answer()

    for _ in range(2):
        ran.clear()
        assert site.run(refs()).status == 200
    assert ran[0] == "BEGIN"


def test_to_push_one_is_let_in_by_two_look_ups(site, ran):
    ann = site.world.user("ann")
    made, _ = site.repository(ann, "thing")
    token = site.world.token(ann, "repo")[1].text
    for _ in range(2):
        ran.clear()
        path = f"/{made.full_name}.git"
        reply = site.run(site.refs(path, service="git-receive-pack", token=token))
    assert reply.status == 200
    begin, who, what, commit = ran
    assert (begin, commit) == ("BEGIN", "COMMIT")
    assert "tokens.digest" in who
    assert "repositories.name_key" in what


@pytest.mark.parametrize(("login", "scope"), [("bob", "repo"), ("ann", "public_repo")])
def test_what_is_hidden_takes_as_many_look_ups_as_what_is_missing(site, ran, login, scope):
    people = {name: site.world.user(name) for name in ("ann", "bob")}
    site.repository(people["ann"], "thing")
    token = site.world.token(people[login], scope)[1].text
    asked(site, ran, "/ann/other.git", token)
    hidden, missing = (asked(site, ran, f"/ann/{name}.git", token) for name in ("thing", "none"))
    assert hidden == missing
    assert hidden[0] == 404
    assert len(hidden[1]) > 4


def test_a_change_is_seen_by_the_next_request(site, ran):
    ann, bob = site.world.user("ann"), site.world.user("bob")
    made, _ = site.repository(ann, "thing")
    token = site.world.token(bob, "repo")[1].text
    name = f"/{made.full_name}.git"
    assert asked(site, ran, name, token)[0] == 404
    site.world.collaborator(made, bob, Role.READ)
    assert asked(site, ran, name, token)[0] == 200
    site.world.write(lambda work: work.repositories.remove_collaborator(made.id, bob.id))
    assert asked(site, ran, name, token)[0] == 404


class Regular:
    """Somebody who was let in to a private repository of an organization, and is known."""

    def __init__(self, site):
        self.site, self.world = site, site.world
        self.ann, self.bob = (self.world.user(name) for name in ("ann", "bob"))
        self.made, _ = site.repository(self.ann, "thing")
        self.world.collaborator(self.made, self.bob, Role.READ)
        self.token, self.secret = self.world.token(self.bob, "repo")

    def asks(self, name=""):
        text = f"{name}:{self.secret.text}" if name else f"{self.secret.text}:x-oauth-basic"
        basic = b"Basic " + base64.b64encode(text.encode())
        headers = [(b"authorization", basic), (b"git-protocol", b"version=2")]
        path, query = f"/{self.made.full_name}.git/info/refs", "service=git-upload-pack"

        async def story():
            return await self.site.ask("GET", path, query=query, headers=headers).answer()

        return self.site.run(story())

    def change(self, change):
        self.world.write(change)


CHANGES = {
    "the token was ended": (
        401,
        lambda on: on.change(lambda work: work.tokens.end(on.token.id, Ended.BY_OWNER, 1)),
    ),
    "the token was deleted": (
        401,
        lambda on: on.change(lambda work: work.tokens.delete(on.token.id)),
    ),
    "the token may less": (
        404,
        lambda on: on.change(lambda work: work.tokens.update(on.token.id, "x", (), 1)),
    ),
    "the account was suspended": (403, lambda on: on.world.suspend(on.bob)),
    "they are no collaborator any more": (
        404,
        lambda on: on.change(
            lambda work: work.repositories.remove_collaborator(on.made.id, on.bob.id)
        ),
    ),
    "the repository was deleted": (
        404,
        lambda on: on.change(lambda work: work.repositories.delete(on.made.id, 1)),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_regular_is_judged_anew_when(site, change):
    on = Regular(site)
    status, happens = CHANGES[change]
    assert [on.asks().status for _ in range(3)] == [200, 200, 200]
    happens(on)
    assert [on.asks().status for _ in range(2)] == [status, status]


def test_a_regular_is_judged_anew_when_time_is_over(site):
    on = Regular(site)
    now = site.world.clock.now
    on.change(lambda work: work.tokens.expire(on.token.id, now + SOON + 50))
    asked = []
    for seconds in (0, 0, 49, SOON + 49, SOON + 50):
        site.world.clock.now = now + seconds
        asked.append(on.asks().status)
    assert asked == [200, 200, 200, 200, 401]


def test_uses_of_a_regular_are_noted(site):
    on = Regular(site)
    for _ in range(3):
        on.asks()
    assert [token.id for token, *_ in site.observed] == [on.token.id] * 3


def test_a_name_beside_the_token_that_becomes_anothers_is_noticed(build):
    on = Regular(build(strict=True))
    assert [on.asks("carl").status for _ in range(2)] == [200, 200]
    on.world.user("carl")
    assert on.asks("carl").status == 403


def test_programs_names_beside_the_token_say_nothing(site, ran):
    on = Regular(site)
    on.asks("x-access-token")
    ran.clear()
    assert on.asks("x-access-token").status == 200
    assert len(ran) == 1


LIST = packet(b"command=ls-refs\n") + DELIMITER + packet(b"peel\n") + packet(b"symrefs\n") + FLUSH


def listing(on, *parts):
    """Begin a list of refs as git does, and send what there is of it."""
    headers = [(b"content-length", b"%d" % len(LIST))]
    path = f"/{on.made.full_name}.git"
    client = on.site.begin(path, token=on.secret.text, more=headers)
    for part in parts:
        client.send(part, more=True)
    return client


def told_all_the_same(on, times):
    async def story():
        answers = []
        for _ in range(times):
            answers.append(await listing(on, LIST).answer())
            await asyncio.sleep(0.03)
        return answers

    answers = on.site.run(story())
    assert {reply.status for reply in answers} == {200}
    assert len({reply.body for reply in answers}) == 1
    return answers[0].body


def test_a_list_is_told_again_without_a_look_at_the_refs(site, monkeypatch):
    on = Regular(site)
    History(site.layout.root, on.made.key).commit({"a": "1"})
    body = told_all_the_same(on, 4)
    assert b"refs/heads/main" in body
    with monkeypatch.context() as patched:
        patched.setattr(ref_snapshot, "read", None)
        assert told_all_the_same(on, 1) == body
    History(site.layout.root, on.made.key).commit({"a": "2"}, branch="more")
    assert b"refs/heads/more" in told_all_the_same(on, 1)


def test_a_request_that_comes_in_parts_is_read_to_its_end(site):
    on = Regular(site)
    History(site.layout.root, on.made.key).commit({"a": "1"})
    body = told_all_the_same(on, 4)

    async def story():
        return await listing(on, LIST[:30], LIST[30:]).answer()

    assert site.run(story()).body == body


def test_a_regular_who_stops_in_the_middle_is_not_waited_for(build):
    on = Regular(build(patience=Patience(silence=0.1)))
    History(on.site.layout.root, on.made.key).commit({"a": "1"})
    told_all_the_same(on, 2)

    async def story(*parts):
        return await listing(on, *parts).answer()

    assert on.site.run(story()).status == 408
    assert on.site.run(story(LIST[:30])).status == 408


def test_a_regular_who_leaves_gets_nothing(site):
    on = Regular(site)
    told_all_the_same(on, 2)

    async def story():
        client = listing(on)
        client.leave()
        return await client.answer()

    answer = site.run(story())
    assert answer.status == 400
    assert b"refs/" not in answer.body
