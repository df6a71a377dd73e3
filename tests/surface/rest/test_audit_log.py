"""The audit log over the API."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.world import NOON

AT = "/orgs/forum/audit-log"
SITE = "/enterprises/watchword/audit-log"


@pytest.fixture
def olga(world):
    return world.user("Olga")


@pytest.fixture
def forum(world, olga):
    return world.organization("forum", olga)


@pytest.fixture
def token(world, olga, forum):
    return world.token(olga, "read:audit_log")[1]


@pytest.fixture
def busy(api, world, olga, forum):
    """An organization in which something happened, each second something else."""
    strong = world.token(olga, "admin:org", "repo", "delete_repo")[1]
    mila = world.user("mila")
    for method, path, body in (
        ("PUT", "/orgs/forum/memberships/mila", {"role": "member"}),
        ("POST", "/orgs/forum/repos", {"name": "Web"}),
        ("POST", "/orgs/forum/repos", {"name": "vault", "private": True}),
        ("PATCH", "/repos/forum/vault", {"description": "x"}),
        ("DELETE", "/repos/forum/vault", None),
    ):
        world.clock.now += 1
        assert api.ask(method, path, strong, body=body).status < 300, path
    return mila


def told(api, token, phrase="", at=AT, **more):
    query = "&".join(f"{name}={quote(str(value))}" for name, value in more.items())
    answer = api.ask("GET", f"{at}?phrase={quote(phrase)}&{query}", token)
    assert answer.status == 200, answer.body
    return answer.json


def actions(api, token, phrase="", at=AT, **more):
    return [one["action"] for one in told(api, token, phrase, at, **more)]


def link(answer, rel):
    found = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.header("link") or "")
    address = {name: one for one, name in found}.get(rel)
    return address and address.split("/api/v3", 1)[1]


def test_an_entry_says_who_did_what_with_which_token_from_where(api, world, olga, forum, token):
    secret = world.token(olga, "repo")[1]
    made = api.ask("POST", "/orgs/forum/repos", secret, body={"name": "Web"}, agent="curl/8")
    [entry] = told(api, token, "action:repo.create")
    live = world.read(lambda work: work.tokens.of(olga.id))
    digest = hashlib.sha256(secret.text.encode()).digest()
    data = entry.pop("data")
    assert len(entry.pop("_document_id")) == 22
    assert entry == {
        "@timestamp": NOON * 1000,
        "created_at": NOON * 1000,
        "action": "repo.create",
        "operation_type": "create",
        "actor": "Olga",
        "actor_id": olga.id,
        "actor_ip": "192.0.2.1",
        "user_agent": "curl/8",
        "request_id": made.header("x-github-request-id"),
        "org": "forum",
        "org_id": forum.id,
        "repo": "forum/Web",
        "repo_id": made.json["id"],
        "repository": "forum/Web",
        "repository_id": made.json["id"],
        "visibility": "public",
        "hashed_token": base64.b64encode(digest).decode(),
        "token_id": next(one.id for one in live if one.scopes == ("repo",)),
        "token_scopes": "repo",
        "programmatic_access_type": "Personal access token (classic)",
    }
    assert data["done_by"] == "classic"
    found = told(api, token, f'hashed_token:"{entry["hashed_token"]}"')
    assert [one["action"] for one in found] == ["repo.create"]


def test_what_is_gone_keeps_its_name(api, token, busy):
    gone = told(api, token, "repo:forum/vault")
    assert [one["action"] for one in gone] == ["repo.destroy", "repo.update", "repo.create"]
    assert {(one["org"], one["repo"]) for one in gone} == {("forum", "forum/vault")}


SEARCHED = [
    ("", ["repo.destroy", "repo.update", "repo.create", "repo.create", "org.add_member"]),
    ("action:repo.create", ["repo.create", "repo.create"]),
    ("action:repo -action:repo.create", ["repo.destroy", "repo.update"]),
    ("action:repo.*", ["repo.destroy", "repo.update", "repo.create", "repo.create"]),
    ("operation:remove", ["repo.destroy"]),
    ("operation:modify", ["repo.update"]),
    ("user:MILA", ["org.add_member"]),
    ("actor:olga user:mila", ["org.add_member"]),
    ("-actor:olga", ["org.add_member", "org.create"]),
    ("repo:web", ["repo.create"]),
    ("-repo:vault action:repo", ["repo.create"]),
    ("destroy", ["repo.destroy"]),
    ("vault create", ["repo.create"]),
    ("-vault -mila -org.", ["repo.create"]),
    ("org:forum action:repo.destroy", ["repo.destroy"]),
    ("org:other", []),
    ("ip:192.0.2.1 action:repo.destroy", ["repo.destroy"]),
    ("ip:192.0.2.2", []),
    ("created:>2027-01-15T08:00:04Z", ["repo.destroy"]),
    ("-created:<=2027-01-15T08:00:04Z", ["repo.destroy"]),
    ("created:2027-01-15 action:repo.destroy", ["repo.destroy"]),
    ("created:<2027-01-15", []),
    ("100%", []),
    ("re_o", []),
]


def test_it_is_searched(api, token, busy):
    for phrase, found in SEARCHED:
        got = actions(api, token, phrase)
        assert got[: len(found)] == found, phrase
        assert len(got) == len(found) or not phrase, phrase


def test_what_git_does_is_apart(api, world, olga, forum, token):
    from watchword.ref_updates.events import Pushed

    repository = world.repository(forum, "web")
    event = Pushed(repository.id, 1, "refs/heads/main", "0" * 40, "1" * 40, 1, "k" * 32)
    world.write(lambda work: work.record(event))
    assert "git.push" not in actions(api, token)
    assert actions(api, token, include="git") == ["git.push"]
    assert "repo.create" in actions(api, token, include="all")
    assert "git.push" in actions(api, token, include="all")
    assert "k" * 32 not in str(told(api, token, include="all")), "the name of a folder"
    assert api.ask("GET", f"{AT}?include=all,git", token).status == 422


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_cursors_lead_to_the_end_and_back(api, token, busy, order):
    every = [one["_document_id"] for one in told(api, token, order=order, per_page=100)]
    assert len(set(every)) == len(every) >= 7
    answer = api.ask("GET", f"{AT}?order={order}&per_page=3", token)
    assert link(answer, "prev") is None
    pages = [answer]
    while following := link(pages[-1], "next"):
        assert parse_qs(urlsplit(following).query)["order" if order == "asc" else "per_page"]
        pages.append(api.ask("GET", following, token))
    walked = [[one["_document_id"] for one in page.json] for page in pages]
    assert [one for page in walked for one in page] == every
    assert all(link(page, "first") == link(pages[1], "first") for page in pages[1:])
    back = [walked[-1]]
    answer = pages[-1]
    while leading := link(answer, "prev"):
        answer = api.ask("GET", leading, token)
        back.insert(0, [one["_document_id"] for one in answer.json])
    assert [one for page in back for one in page] == every


def test_a_cursor_stays_true_while_the_log_grows(api, world, token, forum, busy):
    first = api.ask("GET", f"{AT}?per_page=2", token)
    seen = [one["_document_id"] for one in first.json]
    world.repository(forum, "newer")
    rest = api.ask("GET", link(first, "next"), token)
    assert not {one["_document_id"] for one in rest.json} & set(seen)
    assert [one["action"] for one in rest.json] == ["repo.create", "repo.create"]


def test_bad_input_is_told(api, token):
    for query in (
        "phrase=colour:red",
        "phrase=created:soon",
        "phrase=" + "a" * 1_001,
        "after=nonsense",
        "before=%00",
        "after=" + "A" * 300,
        "order=up",
        "include=everything",
    ):
        answer = api.ask("GET", f"{AT}?{query}", token)
        assert answer.status == 422, query
        assert answer.json["message"]
    assert api.ask("GET", f"{AT}?per_page=1000", token).status == 200


def test_which_scopes_it_takes(api, world, olga, forum):
    for scopes, status in (
        ((), 403),
        (("repo", "admin:org", "site_admin"), 403),
        (("read:audit_log",), 200),
        (("audit_log",), 200),
    ):
        answer = api.ask("GET", AT, world.token(olga, *scopes)[1])
        assert answer.status == status
        accepted = ["audit_log", "read:audit_log"]
        accepted = accepted if status == 200 else accepted[::-1]
        assert answer.header("x-accepted-oauth-scopes") == ", ".join(accepted)


def test_which_scopes_the_log_of_the_site_takes(api, world):
    root = world.user("root", site_admin=True)
    for scopes, status in (
        (("repo", "admin:org", "site_admin"), 403),
        (("read:audit_log",), 200),
        (("admin:enterprise",), 200),
        (("read:enterprise",), 403),
    ):
        assert api.ask("GET", SITE, world.token(root, *scopes)[1]).status == status


def test_only_owners_read_it(api, world, forum, token, busy):
    every = ("audit_log", "admin:org", "admin:enterprise", "site_admin", "repo")
    for person in (busy, world.user("sten")):
        secret = world.token(person, *every)[1]
        assert api.ask("GET", AT, secret).status == 403
        assert api.ask("GET", SITE, secret).status == 403
    assert api.ask("GET", AT).status == 401
    assert api.ask("GET", "/orgs/nobody/audit-log", token).status == 404
    root = world.token(world.user("root", site_admin=True), *every)[1]
    assert api.ask("GET", "/enterprises/other/audit-log", root).status == 404
    assert api.ask("GET", AT, root).status == 403, "who runs the site owns no organization by that"


def test_the_site_sees_everything(api, world, busy):
    root = world.token(world.user("root", site_admin=True), "admin:enterprise")[1]
    names = actions(api, root, at=SITE, per_page=100)
    assert {"user.create", "org.create", "repo.destroy", "oauth_access.create"} <= set(names)
    assert actions(api, root, "org:forum action:repo.destroy", SITE) == ["repo.destroy"]
    assert actions(api, root, "user:mila action:user", SITE) == ["user.create"]
