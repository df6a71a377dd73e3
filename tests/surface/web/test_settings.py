"""Profile, account, appearance, and what every page has around it."""

import asyncio

import pytest


def test_a_name_is_changed_and_shown(signed_in):
    signed_in.get("/settings/profile")
    page = signed_in.press("Update profile", name="  Octavia the Elder ")
    assert "Your profile was updated." in page.text
    assert page.form("Update profile").value("name") == "Octavia the Elder"


def test_a_name_that_cannot_be_stays_in_its_field(signed_in):
    signed_in.get("/settings/profile")
    page = signed_in.press("Update profile", name="x" * 256)
    assert page.status == 422
    assert "Name must be one line" in page.ids["name-error"]
    assert page.form("Update profile").value("name") == "x" * 256


def test_the_account_page_tells_what_the_operator_set(signed_in):
    text = signed_in.get("/settings/admin").text
    assert "octavia@example.test" in text


@pytest.mark.parametrize(
    ("theme", "attributes"),
    [
        pytest.param("system", [], id="as the system"),
        pytest.param("light", ['data-theme="light"'], id="light"),
        pytest.param("dark", ['data-theme="dark"'], id="dark"),
        pytest.param("dark-more", ['data-theme="dark"', 'data-contrast="more"'], id="contrast"),
    ],
)
def test_a_theme_is_kept_with_the_account(signed_in, theme, attributes):
    signed_in.get("/settings/appearance")
    signed_in.press("Save appearance", theme=theme)
    head = signed_in.get("/").html.partition(">\n<head")[0]
    assert [name for name in ("data-theme", "data-contrast") if name in head] == [
        attribute.partition("=")[0] for attribute in attributes
    ]
    assert all(attribute in head for attribute in attributes)


@pytest.mark.parametrize(("name", "value"), [("theme", "pink"), ("language", "tlh")])
def test_what_there_is_not_cannot_be_chosen(signed_in, name, value):
    signed_in.get("/settings/appearance")
    page = signed_in.press("Save appearance", **{name: value})
    assert page.status == 422
    assert "There is no such" in page.text


@pytest.mark.parametrize(("start", "end"), [("/settings", "profile"), ("/settings/apps", "tokens")])
def test_short_addresses_lead_on(signed_in, start, end):
    assert signed_in.get(start).path == f"/settings/{end}"


def test_a_slash_too_many_is_taken_away(signed_in):
    assert signed_in.get("/settings/tokens/").path == "/settings/tokens"


def test_what_no_header_may_hold_is_escaped_in_a_redirect(site):
    """Bytes that the client did not escape, and a backslash that browsers take for a slash."""
    sent = []

    async def send(message):
        sent.append(message)

    path = "/\\evil.test\xe9/"
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": b"",
        "headers": [(b"host", b"git.example.test")],
        "client": ("192.0.2.1", 1),
    }
    asyncio.run(site(scope, None, send))
    assert sent[0]["status"] == 303
    assert dict(sent[0]["headers"])[b"location"] == b"/%5Cevil.test%E9"


def test_a_notice_is_shown_once(signed_in):
    signed_in.get("/settings/profile")
    assert "was updated" in signed_in.press("Update profile", name="O").text
    assert "was updated" not in signed_in.get("/settings/profile").text


@pytest.mark.parametrize("value", ["x", "x.y", "eyJ4.==", "WyJpbmZvIiwiaGkiXQ.AAAA", "é"])
def test_a_notice_that_was_not_signed_here_is_not_shown(signed_in, value):
    cookie = f"__Host-watchword_notice={value}".encode()
    session = f"__Host-watchword_session={signed_in.cookies['__Host-watchword_session']}".encode()
    page = signed_in.request("GET", "/", headers=[(b"cookie", cookie + b"; " + session)])
    assert page.status == 200
    assert 'class="notice' not in page.html


def test_a_page_that_is_not_there_says_so_in_the_same_look(signed_in):
    page = signed_in.get("/no/such/page")
    assert page.status == 404
    assert "Not found" in page.text
    assert page.headers["x-github-request-id"] in page.text
    assert "octavia" in page.text


def test_somebody_who_is_not_signed_in_is_offered_to_sign_in_where_nothing_is(browser):
    page = browser.get("/octavia/secret")
    assert page.status == 404
    assert page.links["Sign in"] in {"/login", "/login?return_to=/octavia/secret"}


def test_a_method_that_a_page_does_not_take_is_told(signed_in):
    page = signed_in.request("DELETE", "/settings/tokens")
    assert page.status == 405
    assert page.headers["allow"] == "GET, HEAD, POST"


def test_head_has_the_headers_of_get_and_no_body(signed_in):
    page = signed_in.request("HEAD", "/settings/tokens")
    assert page.status == 200
    assert page.html == ""
    assert int(page.headers["content-length"]) > 1000


@pytest.mark.parametrize(
    ("type_", "body", "status"),
    [
        pytest.param("application/json", b"{}", 400, id="no form"),
        pytest.param("application/x-www-form-urlencoded", b"\xff=\xff", 400, id="no ASCII"),
        pytest.param("application/x-www-form-urlencoded", b"a=%ff", 400, id="no UTF-8"),
        pytest.param("application/x-www-form-urlencoded", b"a=b&" * 501, 400, id="many fields"),
        pytest.param("application/x-www-form-urlencoded", b"a=" + b"b" * 70_000, 413, id="long"),
    ],
)
def test_what_is_no_form_is_refused(signed_in, type_, body, status):
    page = signed_in.request(
        "POST", "/settings/profile", content=body, headers={"content-type": type_}
    )
    assert page.status == status


def test_a_failure_is_a_page_with_the_number_under_which_it_is_logged(signed_in, world):
    world.write(lambda work: work.users.update(1, {"language": "en"}, 1))
    page = signed_in.get("/settings/profile")
    assert page.status == 200
    world.database.read = None
    page = signed_in.get("/settings/profile")
    assert page.status == 500
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-github-request-id"] in page.text


def test_files_are_kept_for_ever_under_the_hash_of_their_content(browser):
    page = browser.get("/")
    for ending in ("css", "js", "svg"):
        href = next(part for part in page.html.split('"') if part.endswith(f".{ending}"))
        file = browser.get(href)
        assert file.status == 200
        assert "immutable" in file.headers["cache-control"]
    assert browser.get("/static/watchword.css").status == 404
    assert browser.get("/static/watchword.000000000000.css").status == 404


def test_files_are_sent_packed_to_who_can_unpack_them(browser):
    page = browser.get("/")
    href = next(part for part in page.html.split('"') if part.endswith(".css"))
    packed = browser.get(href, **{"accept-encoding": "gzip"})
    plain = browser.get(href, **{"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.html == plain.html


def test_the_language_of_the_page_is_told(browser):
    page = browser.get("/", **{"accept-language": "tlh, en;q=0.5"})
    assert page.headers["content-language"] == "en"
    assert '<html lang="en"' in page.html
