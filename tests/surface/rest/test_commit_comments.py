"""Comments on commits over the API: written, read, changed and taken away, and by whom."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role

MADE = "/repos/octavia/made"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def made(api, token):
    """A public repository with a first commit; gives that commit."""
    body = {"name": "made", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return api.ask("GET", f"{MADE}/commits/main", token).json["sha"]


@pytest.fixture
def guest(world):
    return world.user("lucius")


@pytest.fixture
def theirs(world, guest):
    return world.token(guest, "public_repo")[1]


def comment(api, token, sha, body="Well done.", **more):
    path = f"{MADE}/commits/{sha}/comments"
    return api.ask("POST", path, token, body={"body": body, **more})


def hide(api, token):
    assert api.ask("PATCH", MADE, token, body={"private": True}).status == 200


def test_a_comment_is_told_as_github_tells_it(api, made, theirs):
    where = {"path": "README.md", "position": 1, "line": 2}
    answer = comment(api, theirs, made, "Is *this* right?", **where)
    assert answer.status == 201
    told = answer.json
    assert told["url"] == f"{ADDRESS}{API}{MADE}/comments/{told['id']}"
    assert answer.header("location") == told["url"]
    page = f"{ADDRESS}/octavia/made/commit/{made}#commitcomment-{told['id']}"
    assert told["html_url"] == page
    assert (told["body"], told["commit_id"]) == ("Is *this* right?", made)
    assert {name: told[name] for name in where} == where
    assert (told["user"]["login"], told["author_association"]) == ("lucius", "NONE")
    assert told["created_at"] == told["updated_at"] == "2027-01-15T08:00:00Z"
    assert told["node_id"].startswith("CC_")
    assert api.ask("GET", told["url"].removeprefix(ADDRESS)).json == told


def test_comments_are_listed_in_their_order_and_counted(api, made, token, theirs):
    first = comment(api, token, "main", "One").json["id"]
    second = comment(api, theirs, made[:7], "Two").json["id"]
    for place in ("/comments", f"/commits/{made}/comments", "/commits/heads%2Fmain/comments"):
        listed = api.ask("GET", MADE + place).json
        assert [one["id"] for one in listed] == [first, second], place
    assert listed[0]["author_association"] == "OWNER"
    page = api.ask("GET", f"{MADE}/comments?per_page=1")
    assert [one["id"] for one in page.json] == [first]
    assert 'rel="next"' in page.header("link")
    assert api.ask("GET", f"{MADE}/commits").json[0]["commit"]["comment_count"] == 2
    assert api.ask("GET", f"{MADE}/commits/{made}").json["commit"]["comment_count"] == 2
    branch = api.ask("GET", f"{MADE}/branches/main").json
    assert branch["commit"]["commit"]["comment_count"] == 2


def test_the_author_changes_a_comment_and_takes_it_away(api, world, made, theirs):
    said = comment(api, theirs, made).json
    path = f"{MADE}/comments/{said['id']}"
    world.clock.now += 60
    changed = api.ask("PATCH", path, theirs, body={"body": "Better."})
    assert changed.status == 200
    assert (changed.json["body"], changed.json["created_at"]) == ("Better.", said["created_at"])
    assert changed.json["updated_at"] == "2027-01-15T08:01:00Z"
    assert api.ask("DELETE", path, theirs).status == 204
    assert api.ask("GET", path).status == 404
    assert api.ask("GET", f"{MADE}/comments").json == []


def test_who_may_push_sees_to_comments_of_others_and_who_may_not_does_not(api, world, made, theirs):
    said = comment(api, theirs, made).json["id"]
    path = f"{MADE}/comments/{said}"
    other, writer = world.user("other"), world.user("writer")
    stranger, works = world.token(other, "repo")[1], world.token(writer, "public_repo")[1]
    found = world.read(lambda work: work.repositories.find("octavia", "made", None))
    world.collaborator(found, writer, Role.WRITE)
    for method in ("PATCH", "DELETE"):
        refused = api.ask(method, path, stranger, body={"body": "Mine."})
        assert (refused.status, refused.message) == (403, "Must have admin rights to Repository.")
        assert api.ask(method, path, body={"body": "Mine."}).status == 401
    assert api.ask("PATCH", path, works, body={"body": "Kinder."}).status == 200
    assert api.ask("GET", path).json["user"]["login"] == "lucius"
    assert api.ask("DELETE", path, works).status == 204


def test_what_a_collaborator_writes_is_marked_so(api, world, made, guest, theirs):
    found = world.read(lambda work: work.repositories.find("octavia", "made", None))
    world.collaborator(found, guest, Role.READ)
    assert comment(api, theirs, made).json["author_association"] == "COLLABORATOR"


def test_nobody_in_particular_and_who_lacks_the_scope_write_nothing(api, world, made, guest):
    assert comment(api, None, made).status == 401
    for scopes in ((), ("repo:status", "gist", "user")):
        answer = comment(api, world.token(guest, *scopes)[1], made)
        assert answer.status == 403
        assert answer.header("x-accepted-oauth-scopes") == "repo, public_repo"
    assert api.ask("GET", f"{MADE}/comments").json == []


def test_comments_of_what_became_private_are_hidden_from_their_author_too(api, made, token, theirs):
    said = comment(api, theirs, made).json["id"]
    hide(api, token)
    path = f"{MADE}/comments/{said}"
    for method in ("GET", "PATCH", "DELETE"):
        assert api.ask(method, path, theirs, body={"body": "Still mine."}).status == 404
    for place in ("/comments", f"/commits/{made}/comments"):
        assert api.ask("GET", MADE + place, theirs).status == 404
    assert comment(api, theirs, made).status == 404
    assert api.ask("GET", path, token).json["body"] == "Well done."


def test_a_read_only_repository_takes_no_comment(api, made, token, theirs):
    said = comment(api, theirs, made).json["id"]
    assert api.ask("PATCH", MADE, token, body={"archived": True}).status == 200
    assert comment(api, theirs, made).status == 403
    path = f"{MADE}/comments/{said}"
    assert api.ask("PATCH", path, theirs, body={"body": "Late."}).status == 403
    assert api.ask("DELETE", path, theirs).status == 403
    assert api.ask("GET", path).status == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"body": ""},
        {"body": " \n "},
        {"body": None},
        {"body": "a\0b"},
        {"body": "x" * 65_537},
        {"body": "x", "path": "a\0b"},
        {"body": "x", "path": "a" * 4_097},
        {"body": "x", "position": -1},
        {"body": "x", "position": 2**31},
        {"body": "x", "line": "one"},
    ],
)
def test_what_cannot_be_kept_is_refused(api, made, token, body):
    path = f"{MADE}/commits/{made}/comments"
    assert api.ask("POST", path, token, body=body).status == 422
    assert api.ask("GET", path, token).json == []


@pytest.mark.parametrize("sha", ["0" * 40, "no-such-branch", "..%2F..", "%00"])
def test_a_commit_that_is_not_there_gets_no_comment(api, made, token, sha):
    answer = comment(api, token, sha)
    assert answer.status == 422
    assert answer.message.startswith("No commit found for SHA")


@pytest.mark.parametrize("number", ["0", "999", "x", str(2**70), "-1"])
def test_a_comment_that_is_not_there_is_missing(api, made, token, number):
    assert api.ask("GET", f"{MADE}/comments/{number}", token).status == 404


def test_comments_go_with_their_author(api, world, made, token, theirs):
    comment(api, theirs, made)
    comment(api, token, made)
    runs = world.token(world.user("root", site_admin=True), "site_admin")[1]
    assert api.ask("DELETE", "/admin/users/lucius", runs).status == 204
    assert [one["user"]["login"] for one in api.ask("GET", f"{MADE}/comments").json] == ["octavia"]


FORMS = {
    "raw": {"body"},
    "text": {"body_text"},
    "html": {"body_html"},
    "full": {"body", "body_text", "body_html"},
    "other": {"body"},
}
WORDS = "Is *this* right? <script>alert(1)</script> [a](README.md) 1 &lt; 2"


NAMES = ("github-commitcomment.{}+json", "github.{}+json", "github.v3.{}")


@pytest.mark.parametrize(("form", "name"), [*((one, 0) for one in FORMS), ("full", 1), ("html", 2)])
def test_the_words_are_told_in_the_form_that_is_asked_for(api, made, token, form, name):
    accept = [("accept", f"application/vnd.{NAMES[name].format(form)}")]
    path = f"{MADE}/commits/{made}/comments"
    said = api.ask("POST", path, token, body={"body": WORDS}, headers=accept)
    assert said.status == 201
    told = said.json
    assert {one for one in told if one.startswith("body")} == FORMS[form]
    one = f"{MADE}/comments/{told['id']}"
    assert api.ask("GET", one, headers=accept).json == told
    for where in (path, f"{MADE}/comments"):
        assert api.ask("GET", where, headers=accept).json == [told]
    assert api.ask("PATCH", one, token, body={"body": WORDS}, headers=accept).json == told
    assert told.get("body", WORDS) == WORDS
    if "body_text" in told:
        assert told["body_text"] == "Is this right?  a 1 < 2"
    if "body_html" in told:
        assert "<em>this</em>" in told["body_html"]
        assert "script" not in told["body_html"]
        assert f'href="{ADDRESS}/octavia/made/blob/{made}/README.md"' in told["body_html"]


def test_words_that_are_no_page_are_told_as_they_were_written(api, made, token, monkeypatch):
    async def give_up(*_given):
        return None

    monkeypatch.setattr("watchword.surfaces.web.typeset.typesetter.Typesetter.markdown", give_up)
    said = comment(api, token, made, "*a* < b").json["id"]
    accept = [("accept", "application/vnd.github.full+json")]
    told = api.ask("GET", f"{MADE}/comments/{said}", headers=accept).json
    assert told["body_html"] == "<pre>*a* &lt; b</pre>"
    assert told["body_text"] == told["body"] == "*a* < b"
