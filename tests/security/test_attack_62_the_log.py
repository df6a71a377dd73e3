"""Attack 62: to act without a trace, to hide in a flood, or to learn from the log what is not ours.

What a token does is in the log with the token's hash, address and request; nothing takes an entry
out or changes it; and an entry holds no secret, however it was asked for.
"""

import base64
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

import watchword
from tests import ssh

SITE = "/enterprises/watchword/audit-log?include=all&per_page=100"
HOOK_SECRET = "hooks-deepest-secret"
FILE = {"message": "begin", "content": base64.b64encode(b"x").decode()}
HOOK = {"config": {"url": "https://192.0.2.80/in/a-path-secret", "secret": HOOK_SECRET}}
DEEDS = (
    ("PATCH", "/user", {"bio": "x"}),
    ("POST", "/user/emails", {"emails": ["second@example.test"]}),
    ("POST", "/user/keys", {"title": "k", "key": ssh.ed25519_line()}),
    ("POST", "/user/ssh_signing_keys", {"title": "k", "key": ssh.ed25519_line()}),
    ("PUT", "/user/following/sten", None),
    ("POST", "/orgs/forum/repos", {"name": "web", "private": True}),
    ("PUT", "/repos/forum/web/contents/a.txt", FILE),
    ("PATCH", "/repos/forum/web", {"description": "x"}),
    ("PUT", "/repos/forum/web/topics", {"names": ["night"]}),
    ("POST", "/repos/forum/web/keys", {"title": "d", "key": ssh.ed25519_line()}),
    ("POST", "/repos/forum/web/hooks", HOOK),
    ("PUT", "/repos/forum/web/collaborators/sten", {"permission": "push"}),
    ("POST", "/repos/forum/web/releases", {"tag_name": "v1"}),
    ("POST", "/orgs/forum/teams", {"name": "guards"}),
    ("POST", "/orgs/forum/hooks", {"name": "web", **HOOK}),
    ("PATCH", "/orgs/forum", {"description": "x"}),
    ("POST", "/gists", {"files": {"a": {"content": "x"}}, "public": False}),
    ("DELETE", "/repos/forum/web", None),
)
SCOPES = (
    "admin:org",
    "admin:org_hook",
    "admin:public_key",
    "admin:repo_hook",
    "admin:ssh_signing_key",
    "delete_repo",
    "gist",
    "repo",
    "user",
)


@pytest.fixture
def olga(world):
    return world.user("olga")


@pytest.fixture
def forum(world, olga):
    world.user("sten")
    return world.organization("forum", olga)


@pytest.fixture
def root(world):
    return world.token(world.user("root", site_admin=True), "admin:enterprise")[1]


@pytest.fixture
def deeds(api, world, olga, forum):
    """All that one token did, with its secret and the numbers of the requests."""
    token, secret = world.token(olga, *SCOPES)
    answers = []
    for method, path, body in DEEDS:
        world.clock.now += 1
        answers.append(api.ask(method, path, secret, body=body, agent="a" * 4_000))
        assert answers[-1].status < 300, (path, answers[-1].body)
    return token, secret, answers


def every_entry(api, token, address):
    found, following = [], address
    while following:
        answer = api.ask("GET", following, token)
        assert answer.status == 200, answer.body
        found += answer.json
        leads = re.search(r'<[^>]*/api/v3([^>]*)>; rel="next"', answer.header("link") or "")
        following = leads[1] if leads else None
    return found


def test_whatever_a_token_does_is_there_with_the_token_and_no_secret(
    api, world, root, olga, forum, deeds
):
    token, secret, answers = deeds
    hashed = base64.b64encode(hashlib.sha256(secret.text.encode()).digest()).decode()
    phrase = f'hashed_token:"{hashed}" -action:oauth_access.create'
    asked = f"{SITE}&phrase={quote(phrase)}"
    entries = every_entry(api, root, asked)
    by_request = {one["request_id"]: one for one in entries}
    for (method, path, _), answer in zip(DEEDS, answers, strict=True):
        assert answer.header("x-github-request-id") in by_request, f"{method} {path} left no trace"
    for one in entries:
        assert one["actor"] == "olga", one
        assert one["actor_id"] == olga.id, one
        assert one["actor_ip"] == "192.0.2.1", one
        assert one["token_id"] == token.id, one
        assert set(one["token_scopes"].split(",")) == set(SCOPES), one
        assert one["programmatic_access_type"] == "Personal access token (classic)", one
        assert len(one["user_agent"]) == 255, "however long the client says it is"
        of_org = "forum" in str(one.get("repo")) or one["action"].startswith(
            ("org.", "team.", "hook.")
        )
        assert (one.get("org_id") == forum.id) == of_org, one
    actions = {one["action"] for one in entries}
    assert {"git.push", "repo.destroy", "team.create", "public_key.create"} <= actions
    _holds_no_secret(api, world, root, secret, answers)


def _holds_no_secret(api, world, root, secret, answers):
    gist = answers[[path for _, path, _ in DEEDS].index("/gists")].json["id"]
    bodies = world.read(lambda work: [one.body for one in work.events.latest(100)])
    folders = {one["key"] for one in bodies if isinstance(one.get("key"), str)}
    assert folders
    told = json.dumps(every_entry(api, root, SITE))
    for one in (secret.text, HOOK_SECRET, "a-path-secret", "correct horse", gist, *folders):
        assert one not in told


def test_an_owner_learns_nothing_of_other_places(api, world, olga, forum):
    world.repository(forum, "web")
    bob = world.user("bob")
    other = world.organization("other", bob)
    world.repository(other, "secret-plan")
    world.repository(olga, "diary")
    token = world.token(bob, "read:audit_log")[1]
    at = "/orgs/other/audit-log?include=all"
    assert {one["org"] for one in every_entry(api, token, at)} == {"other"}
    everything = api.ask("GET", at, token).body
    phrases = ("org:forum", "repo:forum/web", "repo:olga/diary", "actor:olga", "user:sten")
    for phrase in (*phrases, "ip:192.0.2.1", "diary", "-action:none org:forum"):
        found = api.ask("GET", f"{at}&phrase={quote(phrase)}", token)
        assert (found.json, found.header("link")) == ([], None), phrase
    assert b"diary" not in everything
    assert api.ask("GET", "/orgs/forum/audit-log", token).status == 403
    mine = world.token(olga, "read:audit_log")[1]
    first = api.ask("GET", "/orgs/forum/audit-log?include=all&per_page=2", mine)
    cursor = re.search(r"after=([^&>]+)", first.header("link"))[1]
    assert api.ask("GET", f"{at}&after={cursor}", token).status == 422, "of another log"


def test_nothing_changes_or_removes_an_entry():
    package = Path(watchword.__file__).parent
    writers = re.compile(
        r"sa\.(?:delete|update)\(events\)|(?:DELETE FROM|UPDATE) events\b", re.IGNORECASE
    )
    found = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if writers.search(path.read_text())
    ]
    assert found == ["storage/migrations/versions/v0021_audit_log.py"]
    assert 'ondelete="CASCADE"' not in _table_of_events(package)


def _table_of_events(package):
    text = (package / "storage/tables/work.py").read_text()
    return text.partition("events = sa.Table")[2].partition("jobs = sa.Table")[0]
