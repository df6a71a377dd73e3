"""Raw files are bytes of somebody else: never a document of this host."""

import base64

import pytest

from tests.surface.web.repository.conftest import PNG

AQUEDUCT = "/octavia/aqueduct/raw/main"
VAULT = "/octavia/vault/raw/main/secret.txt"


@pytest.mark.parametrize(
    ("name", "data", "kind", "download"),
    [
        ("a.html", b"<script>alert(1)</script>", "text/plain; charset=utf-8", False),
        ("a.svg", b"<svg onload='alert(1)'/>", "text/plain; charset=utf-8", False),
        ("a.js", b"alert(1)", "text/plain; charset=utf-8", False),
        ("a.pdf", b"%PDF-1.7\0", "application/octet-stream", True),
        ("a.png", b"<script>alert(1)</script>", "text/plain; charset=utf-8", False),
        ("a.txt", PNG, "image/png", False),
        ("a.swf", b"FWS\x09\0\0", "application/octet-stream", True),
        ("a", b"", "text/plain; charset=utf-8", False),
    ],
)
def test_what_a_file_is_told_to_be(ask, aqueduct, history, name, data, kind, download):
    history.commit({name: data}, "C")
    answer = ask(f"{AQUEDUCT}/{name}")
    assert (answer.status_code, answer.content) == (200, data)
    assert answer.headers["content-type"] == kind
    assert ("content-disposition" in answer.headers) is download
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


def test_the_name_of_a_download_cannot_break_out_of_its_header(ask, aqueduct, history):
    history.commit({'a"; filename="b.html\r\nx: y': b"\0"}, "C")
    answer = ask(f"{AQUEDUCT}/a%22%3B%20filename%3D%22b.html%0D%0Ax%3A%20y")
    expected = "attachment; filename*=UTF-8''a%22%3B%20filename%3D%22b.html%0D%0Ax%3A%20y"
    assert answer.headers["content-disposition"] == expected
    assert "x" not in answer.headers


def test_a_large_file_comes_as_a_stream(ask, aqueduct, history, monkeypatch):
    data = bytes(range(256)) * 20_000
    history.commit({"large": data, "text": b"line\n" * 300_000}, "C")
    answer = ask(f"{AQUEDUCT}/large")
    assert answer.content == data
    assert answer.headers["content-length"] == str(len(data))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert ask(f"{AQUEDUCT}/text").headers["content-type"] == "text/plain; charset=utf-8"
    head = ask(f"{AQUEDUCT}/large", method="HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(data)))


def test_small_files_are_asked_for_without_their_bytes_as_well(ask, aqueduct):
    head = ask(f"{AQUEDUCT}/README.md", method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 0


def test_who_has_it_already_is_told_so(ask, aqueduct):
    tag = ask(f"{AQUEDUCT}/README.md").headers["etag"]
    assert ask(f"{AQUEDUCT}/README.md", if_none_match=tag).status_code == 304
    assert ask(f"{AQUEDUCT}/README.md", if_none_match=f'"x", W/{tag}').status_code == 304
    assert ask(f"{AQUEDUCT}/README.md", if_none_match='"x"').status_code == 200


def test_a_link_gives_its_words_and_is_not_followed(ask, aqueduct, history):
    history.commit({"link": ("120000", history.blob("/etc/passwd"))}, "C")
    answer = ask(f"{AQUEDUCT}/link")
    assert (answer.text, answer.headers["content-type"]) == (
        "/etc/passwd",
        "text/plain; charset=utf-8",
    )
    assert ask(f"{AQUEDUCT}/link/passwd").status_code == 404


def test_a_private_file_is_for_who_may_read_it(ask, world, vault, octavia, balthasar):
    _, mine = world.token(octavia, "repo")
    _, narrow = world.token(octavia, "public_repo")
    _, theirs = world.token(balthasar, "repo")
    session = world.session(octavia).text
    cookie = f"__Host-watchword_session={session}"
    basic = base64.b64encode(f"octavia:{mine.text}".encode()).decode()
    assert ask(VAULT, authorization=f"token {mine.text}").text == "gold\n"
    assert ask(VAULT, authorization=f"Bearer {mine.text}").text == "gold\n"
    assert ask(VAULT, authorization=f"Basic {basic}").text == "gold\n"
    assert ask(VAULT, cookie=cookie).text == "gold\n"
    refused = [
        ask(VAULT),
        ask(VAULT, authorization=f"token {narrow.text}"),
        ask(VAULT, authorization=f"token {theirs.text}"),
        ask("/octavia/nothing/raw/main/secret.txt"),
        ask("/octavia/nothing/raw/main/secret.txt", authorization=f"token {mine.text}"),
        ask("/octavia/vault/raw/main/nothing", authorization=f"token {mine.text}"),
    ]
    assert {(one.status_code, one.text) for one in refused} == {(404, "404: Not found\n")}


def test_a_bad_credential_never_becomes_anonymous(ask, world, aqueduct, octavia):
    session = world.session(octavia).text
    for bad in ("token nonsense", "Bearer", "Basic Og==", "Digest x"):
        answer = ask(f"{AQUEDUCT}/README.md", authorization=bad)
        assert (answer.status_code, answer.text) == (401, "401: Bad credentials\n")
        cookie = f"__Host-watchword_session={session}"
        assert ask(f"{AQUEDUCT}/README.md", authorization=bad, cookie=cookie).status_code == 401
    assert ask(f"{AQUEDUCT}/README.md", cookie="__Host-watchword_session=x").status_code == 200


def test_who_may_not_see_it_is_not_told_that_it_did_not_change(ask, world, vault, octavia):
    _, mine = world.token(octavia, "repo")
    tag = ask(VAULT, authorization=f"token {mine.text}").headers["etag"]
    assert ask(VAULT, if_none_match=tag).status_code == 404


def test_a_former_name_leads_on_for_who_may_see_it(ask, world, vault, octavia):
    _, mine = world.token(octavia, "repo")
    world.write(lambda work: work.repositories.rename(vault, "treasury", work.now))
    moved = ask(f"{VAULT}?x=1&token={mine.text}", authorization=f"token {mine.text}")
    assert moved.status_code == 301
    assert moved.headers["location"] == "/octavia/treasury/raw/main/secret.txt?x=1"
    assert ask(VAULT).status_code == 404


def test_only_reading_is_possible(ask, aqueduct):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(f"{AQUEDUCT}/README.md", method=method).status_code in {403, 404, 405}
