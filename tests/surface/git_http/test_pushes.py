"""Pushes: who may write what, what is said of it, and what is recorded."""

import asyncio
import base64

import pytest

from tests.git_client import ZERO
from tests.git_pushes import SIDE_BAND, Came, Pusher, read
from tests.git_site import until
from tests.sign_ins import sign_in
from watchword.access.roles import Role
from watchword.git_transport import report
from watchword.kernel.errors import Refused
from watchword.oauth.model import GITHUB_CLI
from watchword.repositories.model import Visibility
from watchword.tokens.events import UsernameMismatch
from watchword.tokens.model import Ended

WORKFLOW = ".github/workflows/x.yml"
REFUSED = (
    "refusing to allow a Personal Access Token to create or update workflow "
    f"`{WORKFLOW}` without `workflow` scope"
)


@pytest.fixture
def pusher(site, tmp_path) -> Pusher:
    return Pusher(site, tmp_path)


def test_a_push_moves_the_ref_and_is_recorded_once(pusher):
    tip = pusher.mine.commit({"a": "b"})
    came = pusher.push(("refs/heads/main", ZERO, tip))
    assert came == Came(200, {}, ["refs/heads/main"], "", "ok")
    assert pusher.refs() == {"refs/heads/main": tip}
    (fact,) = pusher.recorded()
    assert (fact["ref"], fact["before"], fact["after"], fact["refs"]) == (
        "refs/heads/main",
        ZERO,
        tip,
        1,
    )
    assert pusher.current().pushed_at == pusher.site.world.clock.now
    assert pusher.site.world.read(lambda work: work.pushes.left_open()) == []


def test_a_client_without_side_band_gets_the_plain_report(pusher):
    tip = pusher.mine.commit({"a": "b"})
    body = pusher.body(("refs/heads/main", ZERO, tip), capabilities="report-status")
    reply = pusher.send(body)
    assert report.parse(reply.body).done == ["refs/heads/main"]


def test_a_client_that_reads_no_report_still_pushes(pusher):
    tip = pusher.mine.commit({"a": "b"})
    reply = pusher.send(pusher.body(("refs/heads/main", ZERO, tip), capabilities=""))
    assert (reply.status, reply.body) == (200, b"")
    assert pusher.refs() == {"refs/heads/main": tip}


def test_one_fact_stands_for_a_push_of_many_refs(pusher):
    tip = pusher.mine.commit({"a": "b"})
    names = [f"refs/tags/v{number}" for number in range(50)]
    came = pusher.push(*((name, ZERO, tip) for name in names))
    assert came.done == names
    (fact,) = pusher.recorded()
    assert fact["refs"] == 50
    kept = pusher.site.world.read(lambda work: work.pushes.commands(fact["push"]))
    assert [one.ref for one in kept] == names


def test_a_workflow_needs_its_scope_on_each_ref_that_brings_it(pusher):
    plain = pusher.mine.commit({"a": "b"})
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "on: push"}}}, "x", plain)
    came = pusher.push(("refs/heads/main", ZERO, plain), ("refs/heads/ci", ZERO, bringing))
    assert came.refused == {"refs/heads/ci": REFUSED}
    assert came.done == ["refs/heads/main"]
    assert pusher.refs() == {"refs/heads/main": plain}


def test_an_atomic_push_falls_with_the_ref_that_brings_a_workflow(pusher):
    plain = pusher.mine.commit({"a": "b"})
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "on: push"}}}, "x", plain)
    came = pusher.push(
        ("refs/heads/main", ZERO, plain),
        ("refs/heads/ci", ZERO, bringing),
        capabilities=f"{SIDE_BAND} atomic",
    )
    assert came.refused == {"refs/heads/ci": REFUSED, "refs/heads/main": "atomic push failure"}
    assert pusher.refs() == {}
    assert pusher.recorded() == []


def test_with_the_scope_workflows_may_come(site, tmp_path):
    pusher = Pusher(site, tmp_path, "repo", "workflow")
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "on: push"}}})
    assert pusher.push(("refs/heads/main", ZERO, bringing)).done == ["refs/heads/main"]


def test_a_workflow_that_stands_on_another_branch_may_be_branched_off_and_merged(pusher):
    there = {".github": {"workflows": {"x.yml": "on: push"}}}
    old = pusher.there.commit(there, branch="main")
    assert pusher.mine.commit(there, branch="main") == old
    side = pusher.mine.commit({**there, "new": "file"}, "side", old, branch="side")
    assert pusher.push(("refs/heads/side", ZERO, side)).done == ["refs/heads/side"]
    other = pusher.mine.commit({"other": "root"}, "root", branch="other")
    assert pusher.push(("refs/heads/other", ZERO, other)).done == ["refs/heads/other"]
    merged = pusher.mine.commit({**there, "other": "root"}, "merge", other, side, branch="other")
    assert pusher.push(("refs/heads/other", other, merged)).done == ["refs/heads/other"]


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({".github": {"workflows": {"x.yml": "changed"}}}, WORKFLOW),
        ({".github": {"workflows": {"deep": {"er.yml": "new"}}}}, ".github/workflows/deep/er.yml"),
        ({".github": {"workflows": ("120000", None)}}, ".github/workflows"),
        ({".github": {"workflows": ("160000", "b" * 40)}}, ".github/workflows"),
    ],
)
def test_whatever_appears_below_the_folder_counts(pusher, files, path):
    there = {".github": {"workflows": {"x.yml": "on: push"}}}
    old = pusher.there.commit(there)
    pusher.mine.commit(there)
    entry = files[".github"]["workflows"]
    if entry == ("120000", None):
        files[".github"]["workflows"] = ("120000", pusher.mine.blob("../elsewhere"))
    tip = pusher.mine.commit(files, "change", old)
    came = pusher.push(("refs/heads/main", old, tip))
    assert path in came.refused["refs/heads/main"]


def test_a_tag_may_not_bring_a_workflow_either(pusher):
    tip = pusher.mine.commit({".github": {"workflows": {"x.yml": "on: push"}}})
    pusher.mine.tag("v1", tip, "a tag")
    tag = pusher.mine.git("rev-parse", "v1")
    assert pusher.push(("refs/tags/v1", ZERO, tag)).refused == {"refs/tags/v1": REFUSED}


def test_removing_a_workflow_needs_no_scope(pusher):
    files = {".github": {"workflows": {"x.yml": "on: push"}}, "a": "b"}
    old = pusher.there.commit(files)
    pusher.mine.commit(files)
    tip = pusher.mine.commit({"a": "b"}, "less", old)
    assert pusher.push(("refs/heads/main", old, tip)).done == ["refs/heads/main"]


def test_a_replacement_that_was_pushed_does_not_hide_a_workflow(pusher):
    harmless = pusher.mine.commit({"a": "b"}, "harmless")
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "on: push"}}}, "bringing")
    came = pusher.push((f"refs/replace/{bringing}", ZERO, harmless))
    assert came.done == [f"refs/replace/{bringing}"]
    assert pusher.push(("refs/heads/main", ZERO, bringing)).refused == {"refs/heads/main": REFUSED}


def test_rights_that_end_during_the_push_end_it(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    tip = pusher.mine.commit({"a": "b"})
    body = pusher.body(("refs/heads/main", ZERO, tip))

    async def slowly():
        client = site.begin(pusher.path, "git-receive-pack", token=pusher.secret)
        client.send(body[:200], more=True)
        await asyncio.sleep(0.2)
        site.world.write(
            lambda work: work.tokens.end(pusher.token.id, Ended.BY_OPERATOR, site.world.clock.now)
        )
        return await client.send(body[200:]).answer()

    came = read(site.run(slowly()))
    assert came.refused == {"refs/heads/main": "you may no longer push here"}
    assert pusher.refs() == {}


def test_the_person_is_told_when_the_token_ends_within_a_week(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    tip = pusher.mine.commit({"a": "b"})
    day = 86_400
    now = site.world.clock.now
    soon, secret = site.world.token(pusher.owner, "repo", expires_at=now + 6 * day)
    later, far = site.world.token(pusher.owner, "repo", expires_at=now + 8 * day)
    assert soon.id != later.id
    came = pusher.push(("refs/heads/a", ZERO, tip), secret=secret.text)
    assert came.said.startswith("Your personal access token ends on 2027-01-21 (UTC).")
    assert came.said.endswith("https://git.example.test/settings/tokens\n")
    assert pusher.push(("refs/heads/b", ZERO, tip), secret=far.text).said == ""
    plain = pusher.body(("refs/heads/c", ZERO, tip), capabilities="report-status")
    assert report.parse(pusher.send(plain, secret.text).body).done == ["refs/heads/c"]


def test_a_token_of_an_application_is_called_so_and_nobody_is_told_of_its_end(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    tip = pusher.mine.commit({".github": {"workflows": {"x.yml": "on: push"}}})
    plain = pusher.mine.commit({"a": "b"})
    until = site.world.clock.now + 10 * 86_400
    made = sign_in(site.world, pusher.owner, GITHUB_CLI, "repo", refreshed_until=until)
    assert made.token.ends_soon(site.world.clock.now)
    came = pusher.push(("refs/heads/main", ZERO, tip), secret=made.secret.text)
    assert came.refused == {
        "refs/heads/main": REFUSED.replace("a Personal Access Token", "an OAuth App")
    }
    came = pusher.push(("refs/heads/plain", ZERO, plain), secret=made.secret.text)
    assert (came.done, came.said) == (["refs/heads/plain"], "")


def test_a_collaborator_who_may_only_read_is_denied(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    reader = site.world.user("rita")
    site.world.collaborator(pusher.repository, reader, Role.READ)
    _, secret = site.world.token(reader, "repo")
    reply = site.run(site.refs(pusher.path, "git-receive-pack", token=secret.text))
    assert reply.status == 403
    assert reply.body == b"Permission to ann/theirs.git denied to rita.\n"
    site.world.collaborator(pusher.repository, reader, Role.WRITE)
    tip = pusher.mine.commit({"a": "b"})
    assert pusher.push(("refs/heads/main", ZERO, tip), secret=secret.text).done


def test_a_push_that_git_refuses_is_reported_and_nothing_is_recorded(pusher):
    missing = "b" * 40
    came = pusher.push(("refs/heads/main", ZERO, missing), pack=pusher.pack())
    assert came.refused == {"refs/heads/main": "missing necessary objects"}
    assert pusher.recorded() == []
    assert pusher.site.world.read(lambda work: work.pushes.left_open()) == []


def test_an_old_value_that_is_no_longer_right_is_refused_by_git(pusher):
    first = pusher.mine.commit({"a": "b"})
    pusher.push(("refs/heads/main", ZERO, first))
    second = pusher.mine.commit({"a": "c"}, "second", first)
    came = pusher.push(("refs/heads/main", ZERO, second))
    assert "refs/heads/main" in came.refused
    assert pusher.refs() == {"refs/heads/main": first}
    assert len(pusher.recorded()) == 1


def test_a_folder_that_clashes_with_a_branch_is_refused_by_git(pusher):
    tip = pusher.mine.commit({"a": "b"})
    pusher.push(("refs/heads/main", ZERO, tip))
    came = pusher.push(("refs/heads/main/deeper", ZERO, tip))
    assert "refs/heads/main/deeper" in came.refused
    assert pusher.refs() == {"refs/heads/main": tip}


def test_deleting_needs_no_pack(pusher):
    tip = pusher.mine.commit({"a": "b"})
    pusher.push(("refs/heads/main", ZERO, tip), ("refs/heads/side", ZERO, tip))
    assert pusher.push(("refs/heads/side", tip, ZERO)).done == ["refs/heads/side"]
    assert pusher.refs() == {"refs/heads/main": tip}


def test_a_database_that_cannot_be_written_lets_nothing_through(pusher, monkeypatch):
    tip = pusher.mine.commit({"a": "b"})
    write = pusher.site.world.database.write

    async def refuse(fn, origin):
        raise Refused("no")

    monkeypatch.setattr(pusher.site.world.database, "write", refuse)
    came = pusher.push(("refs/heads/main", ZERO, tip))
    monkeypatch.setattr(pusher.site.world.database, "write", write)
    assert came.refused == {"refs/heads/main": "no"}
    assert pusher.refs() == {}


def test_the_name_of_another_person_beside_the_token_is_logged(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    site.world.user("bob")
    secret = base64.b64encode(f"bob:{pusher.secret}".encode())
    basic = [(b"authorization", b"Basic " + secret)]

    async def ask():
        client = site.ask(
            "GET", f"{pusher.path}/info/refs", query="service=git-upload-pack", headers=basic
        )
        reply = await client.send(b"").answer()
        await asyncio.sleep(0.2)
        return reply

    assert site.run(ask()).status == 200
    facts = site.world.read(lambda work: work.events.latest(9, name=UsernameMismatch.name))
    assert [fact.body["username"] for fact in facts] == ["bob"]


def test_a_public_repository_takes_public_repo(site, tmp_path):
    pusher = Pusher(site, tmp_path, "public_repo")
    pusher.repository, pusher.there = site.repository(pusher.owner, "open", Visibility.PUBLIC)
    tip = pusher.mine.commit({"a": "b"})
    assert pusher.push(("refs/heads/main", ZERO, tip)).done == ["refs/heads/main"]


def test_a_push_that_is_broken_off_leaves_nothing_behind(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    noise = __import__("random").Random(1).randbytes(2**20)
    tip = pusher.mine.commit({"noise": noise})
    body = pusher.body(("refs/heads/main", ZERO, tip))
    objects = pusher.there.path / "objects"

    async def leave():
        client = site.begin(pusher.path, "git-receive-pack", token=pusher.secret)
        client.send(body[: len(body) // 2], more=True)
        await until(lambda: [*objects.glob("*incoming-*")])
        client.leave()
        reply = await client.answer()
        await until(lambda: not [*objects.glob("*incoming-*")])
        return reply

    assert site.run(leave()).status == 400
    assert pusher.refs() == {}


def test_a_strict_site_refuses_the_name_of_another_person_beside_the_token(build, tmp_path):
    site = build(strict=True)
    pusher = Pusher(site, tmp_path)
    site.world.user("bob")

    async def ask(name):
        secret = base64.b64encode(f"{name}:{pusher.secret}".encode())
        basic = [(b"authorization", b"Basic " + secret)]
        query = "service=git-upload-pack"
        client = site.ask("GET", f"{pusher.path}/info/refs", query=query, headers=basic)
        reply = await client.send(b"").answer()
        await asyncio.sleep(0.2)
        return reply.status

    statuses = {name: site.run(ask(name)) for name in ("bob", "ann", "ANN", "nobody", "x")}
    assert statuses == {"bob": 403, "ann": 200, "ANN": 200, "nobody": 200, "x": 200}
