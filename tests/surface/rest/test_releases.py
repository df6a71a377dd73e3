"""Releases over the API, and the files that belong to them."""

import hashlib

import pytest

from tests.api import ADDRESS, API, LARGEST_ASSET
from watchword.access.roles import Role

MADE = "/repos/octavia/made"
RELEASES = f"{MADE}/releases"
UPLOADS = "/api/uploads/repos/octavia/made/releases"


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
def release(api, made, token):
    return release_of(api, token, "v1").json


def release_of(api, token, tag, **more):
    return api.ask("POST", RELEASES, token, body={"tag_name": tag, **more})


def send(api, token, release, name, content=b"bytes", **more):
    path = f"{UPLOADS}/{release['id']}/assets?name={name}"
    headers = (("content-type", more.pop("content_type", "text/plain")),)
    return api.ask("POST", path, token, body=content, headers=headers, **more)


def tags(api, token):
    return [one["name"] for one in api.ask("GET", f"{MADE}/tags", token).json]


def test_a_release_makes_its_tag_and_is_told_as_github_tells_it(api, made, token):
    answer = release_of(api, token, "v1.0", name="One", body="*first*")
    assert answer.status == 201
    told = answer.json
    assert told["url"] == f"{ADDRESS}{API}{RELEASES}/{told['id']}"
    assert told["html_url"] == f"{ADDRESS}/octavia/made/releases/tag/v1.0"
    assert told["upload_url"] == f"{ADDRESS}{UPLOADS}/{told['id']}/assets{{?name,label}}"
    assert (told["tag_name"], told["target_commitish"]) == ("v1.0", "main")
    assert (told["name"], told["body"], told["assets"]) == ("One", "*first*", [])
    assert (told["draft"], told["prerelease"]) == (False, False)
    assert told["published_at"] == told["created_at"] == "2027-01-15T08:00:00Z"
    assert told["author"]["login"] == "octavia"
    assert tags(api, token) == ["v1.0"]
    ref = api.ask("GET", f"{MADE}/git/ref/tags/v1.0", token).json
    assert ref["object"]["sha"] == made


def test_a_draft_makes_no_tag_and_is_seen_by_those_who_may_push(api, world, made, token):
    draft = release_of(api, token, "v2", draft=True).json
    assert (draft["draft"], draft["published_at"], draft["tarball_url"]) == (True, None, None)
    assert tags(api, token) == []
    number = api.ask("GET", MADE, token).json["id"]
    found = world.read(lambda work: work.repositories.by_id(number, None))
    lucius, julia = world.user("lucius"), world.user("julia")
    world.collaborator(found, lucius, Role.READ)
    world.collaborator(found, julia, Role.WRITE)
    one = f"{RELEASES}/{draft['id']}"
    scopeless = world.token(julia)[1]
    for hidden in (None, world.token(lucius, "repo")[1], scopeless):
        assert api.ask("GET", one, hidden).status == 404
        assert api.ask("GET", RELEASES, hidden).json == []
        assert api.ask("GET", f"{RELEASES}/tags/v2", hidden).status == 404
    writer = world.token(julia, "repo")[1]
    assert api.ask("GET", one, writer).status == 200
    assert len(api.ask("GET", RELEASES, writer).json) == 1
    assert api.ask("GET", f"{RELEASES}/latest", writer).status == 404
    published = api.ask("PATCH", one, writer, body={"draft": False})
    assert (published.status, published.json["draft"]) == (200, False)
    assert tags(api, token) == ["v2"]
    assert api.ask("GET", one).status == 200


def test_the_latest_is_the_newest_that_may_be_it(api, made, token):
    def latest():
        return api.ask("GET", f"{RELEASES}/latest").json["tag_name"]

    release_of(api, token, "v1")
    release_of(api, token, "v2-rc", prerelease=True)
    release_of(api, token, "v0.9.9", make_latest="false")
    assert latest() == "v1"
    second = release_of(api, token, "v2").json
    assert latest() == "v2"
    api.ask("PATCH", f"{RELEASES}/{second['id']}", token, body={"make_latest": "false"})
    assert latest() == "v1"


def test_a_tag_has_one_published_release(api, release, token):
    again = release_of(api, token, "v1")
    assert again.status == 422
    assert again.json["errors"][0]["code"] == "already_exists"
    assert release_of(api, token, "v1", draft=True).status == 201
    other = release_of(api, token, "v2").json
    body = {"tag_name": "v1"}
    assert api.ask("PATCH", f"{RELEASES}/{other['id']}", token, body=body).status == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"tag_name": ""},
        {"tag_name": "a..b"},
        {"tag_name": "x.lock"},
        {"tag_name": "v3", "target_commitish": "nowhere"},
        {"tag_name": "v3", "target_commitish": "0" * 40},
        {"tag_name": "v3", "name": "x" * 256},
        {"tag_name": "v3", "body": "x\0"},
        {"tag_name": "v3", "make_latest": "maybe"},
    ],
)
def test_what_cannot_be_kept_is_refused_and_makes_no_tag(api, made, token, body):
    assert api.ask("POST", RELEASES, token, body=body).status == 422
    assert tags(api, token) == []


def test_a_token_without_the_scope_releases_nothing(api, world, octavia, made):
    for scopes in ((), ("gist", "user")):
        weak = world.token(octavia, *scopes)[1]
        answer = release_of(api, weak, "v1")
        assert answer.status == 403
        assert answer.header("x-accepted-oauth-scopes") == "repo, public_repo"
    assert release_of(api, world.token(octavia, "public_repo")[1], "v1").status == 201
    assert release_of(api, None, "v2").status == 401


def test_files_are_sent_listed_fetched_renamed_and_removed(api, release, token):
    sent = send(api, token, release, "made.txt", b"all of it")
    assert sent.status == 201
    told = sent.json
    assert (told["name"], told["size"], told["state"]) == ("made.txt", 9, "uploaded")
    assert told["digest"] == "sha256:" + hashlib.sha256(b"all of it").hexdigest()
    assert told["uploader"]["login"] == "octavia"
    one = f"{RELEASES}/assets/{told['id']}"
    assert api.ask("GET", one).json == told
    fetched = api.ask("GET", one, headers=(("accept", "application/octet-stream"),))
    assert fetched.body == b"all of it"
    assert fetched.header("content-disposition") == "attachment; filename*=UTF-8''made.txt"
    assert fetched.header("x-content-type-options") == "nosniff"
    assert "sandbox" in fetched.header("content-security-policy")
    assert api.ask("GET", one).json["download_count"] == 1
    renamed = api.ask("PATCH", one, token, body={"name": "other.txt", "label": "Other"})
    assert (renamed.json["name"], renamed.json["label"]) == ("other.txt", "Other")
    assert len(api.ask("GET", f"{RELEASES}/{release['id']}/assets").json) == 1
    assert api.ask("DELETE", one, token).status == 204
    assert api.ask("GET", one).status == 404


def test_a_file_is_sent_in_pieces_and_bounded(api, release, token):
    pieces = [b"x" * 100_000] * 2
    assert send(api, token, release, "fits", chunks=pieces).json["size"] == 200_000
    for body in ({"chunks": [b"x" * 100_000] * 4}, {"content": b"x" * (LARGEST_ASSET + 1)}):
        assert send(api, token, release, "large", **body).status == 413
    assert len(list(api.objects.keys())) == 1
    assert len(api.ask("GET", f"{RELEASES}/{release['id']}/assets").json) == 1


@pytest.mark.parametrize("name", ["", "...", "%2F", "x" * 256])
def test_a_file_without_a_usable_name_is_refused(api, release, token, name):
    assert send(api, token, release, name).status == 422
    assert list(api.objects.keys()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a%20b.txt", "a.b.txt"), ("..%2F..%2Fetc", "etc"), ("%E5%85%A5.bin", "bin")],
)
def test_a_name_is_brought_to_what_is_harmless(api, release, token, name, kept):
    assert send(api, token, release, name).json["name"] == kept


def test_two_files_of_a_release_have_two_names(api, release, token):
    send(api, token, release, "one")
    again = send(api, token, release, "one")
    assert again.status == 422
    assert again.json["errors"][0]["code"] == "already_exists"


def test_a_file_of_a_draft_is_as_hidden_as_the_draft(api, made, token):
    draft = release_of(api, token, "v9", draft=True).json
    number = send(api, token, draft, "secret").json["id"]
    octets = (("accept", "application/octet-stream"),)
    assert api.ask("GET", f"{RELEASES}/assets/{number}", headers=octets).status == 404
    assert api.ask("GET", f"{RELEASES}/assets/{number}", token, headers=octets).status == 200


def test_things_are_found_in_their_own_repository_alone(api, release, token):
    number = send(api, token, release, "one").json["id"]
    body = {"name": "other", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    other = "/repos/octavia/other/releases"
    for path in (f"{other}/{release['id']}", f"{other}/assets/{number}"):
        for method in ("GET", "PATCH", "DELETE"):
            assert api.ask(method, path, token, body={}).status == 404, (method, path)
    sent = api.ask(
        "POST",
        f"/api/uploads{other}/{release['id']}/assets?name=x",
        token,
        body=b"x",
    )
    assert sent.status == 404


def test_a_read_only_repository_takes_neither_releases_nor_files(api, release, token):
    api.ask("PATCH", MADE, token, body={"archived": True})
    assert release_of(api, token, "v2").status == 403
    assert send(api, token, release, "one").status == 403
    assert api.ask("DELETE", f"{RELEASES}/{release['id']}", token).status == 403


def test_a_deleted_release_leaves_its_tag(api, release, token):
    assert api.ask("DELETE", f"{RELEASES}/{release['id']}", token).status == 204
    assert tags(api, token) == ["v1"]
    assert release_of(api, token, "v1").status == 201


def test_notes_lead_to_what_changed(api, release, token):
    body = {"tag_name": "v2"}
    notes = api.ask("POST", f"{RELEASES}/generate-notes", token, body=body).json
    link = f"{ADDRESS}/octavia/made/compare/v1...v2"
    assert notes == {"name": "v2", "body": f"**Full Changelog**: {link}"}
    made = release_of(api, token, "v2", generate_release_notes=True, body="Words.").json
    assert made["body"] == f"Words.\n\n**Full Changelog**: {link}"
