"""Letting programs in, in a real browser under the real policy, with the program's own listener."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.chromium import chromium, faults_in_every_look
from tests.oauth_rows import change
from tests.running_server import PATIENCE

PASSWORD = "correct horse battery"
GITHUB_CLI = "178c6fc778ccc68e1d6a"
MANAGER = "0120e057bd645470c1ed"
DESKTOP = "de0e3c7e9973e1c4dd77"
TWO_HOURS = 7_200


@dataclass
class Listener:
    """What a program opens on the loopback address to hear of its code."""

    port: int = 0
    heard: Queue = field(default_factory=Queue)

    def next(self):
        """The target of the next request that comes."""
        return self.heard.get(timeout=PATIENCE)


@pytest.fixture
def listener():
    """On IPv4 only, as Git Credential Manager's."""
    made = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            made.heard.put(self.path)
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            # Without an icon of its own the browser would come again to look for one.
            self.wfile.write(b"<link rel=icon href=data:,><h1>Heard</h1>")

        def log_message(self, *_words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def visit(browser, server):
    """A new person at the browser: a page in a context of its own, and what it complained of."""
    opened = []

    def open_page(**more):
        context = browser.new_context(
            base_url=server.url,
            ignore_https_errors=True,
            viewport={"width": 1280, "height": 800},
            locale="en-US",
            **more,
        )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()


def sign_in(page, login):
    page.get_by_label("Username").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def question(redirect_uri, client=GITHUB_CLI, **more):
    query = {"client_id": client, "redirect_uri": redirect_uri, "scope": "repo gist", **more}
    return f"/login/oauth/authorize?{urlencode(query)}"


def brought(target):
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


def forget_password(server, login):
    """Let the two hours be over in which the password counts."""
    statement = (
        "UPDATE sessions SET password_at = password_at - ? WHERE user_id ="
        " (SELECT id FROM accounts WHERE login = ?)"
    )
    assert change(server, statement, TWO_HOURS, login)


def device_code(server, agent="GitHub CLI 2.103.3"):
    """Ask for a sign-in as a device does; gives the code for its screen."""
    answer = server.request(
        "POST",
        "/login/device/code",
        body=urlencode({"client_id": GITHUB_CLI, "scope": "repo read:org gist"}).encode(),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "User-Agent": agent,
        },
    )
    return json.loads(answer.body)["user_code"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_after_the_click_the_listener_hears_the_code(visit, server, listener, host):
    person = f"click-{host.replace('.', '-')}"
    server.add_user(person, PASSWORD)
    page = visit()
    page.goto("/login")
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Your repositories")).to_be_visible()
    page.goto(question(f"http://{host}:{listener.port}/", state="s t&a=é"))
    page.get_by_role("button", name="Authorize GitHub CLI").click()
    expect(page.get_by_role("heading", name="Heard")).to_be_visible()
    target = listener.next()
    assert target.startswith("/?")
    back = brought(target)
    assert back["code"]
    assert back["state"] == "s t&a=é"
    assert page.url == f"http://{host}:{listener.port}{target}"
    assert listener.heard.empty()
    assert page.complaints == []


def test_the_password_may_come_in_between(visit, server, listener):
    server.add_user("between", PASSWORD)
    page = visit()
    page.goto("/login")
    sign_in(page, "between")
    expect(page.get_by_role("heading", name="Your repositories")).to_be_visible()
    forget_password(server, "between")
    page.goto(question(f"http://127.0.0.1:{listener.port}/", MANAGER, state="x"))
    page.get_by_label("gist").uncheck()
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("alert")).to_contain_text("Incorrect password.")
    expect(page.get_by_label("gist")).not_to_be_checked()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("heading", name="Heard")).to_be_visible()
    assert brought(listener.next())["code"]
    assert listener.heard.empty()


def test_a_page_that_was_open_too_long_asks_for_the_password_first(visit, server, listener):
    server.add_user("open", PASSWORD)
    page = visit(java_script_enabled=False)
    page.goto(question(f"http://localhost:{listener.port}/", MANAGER, state="x", login="open"))
    expect(page.get_by_label("Username")).to_have_value("open")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Authorize")).to_be_visible()
    forget_password(server, "open")
    page.get_by_role("button", name="Authorize").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("heading", name="Heard")).to_be_visible()
    assert brought(listener.next())["code"]


def test_signing_in_first_leads_to_the_question_and_never_further(visit, server, listener):
    server.add_user("first", PASSWORD)
    page = visit()
    asked = question(f"http://localhost:{listener.port}/", MANAGER, state="x")
    for _ in range(2):
        page.goto(asked)
        sign_in(page, "first")
        expect(page.get_by_role("button", name="Authorize")).to_be_visible()
        assert listener.heard.empty()
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_role("heading", name="Heard")).to_be_visible()
        assert brought(listener.next())["code"]
        page.context.clear_cookies()


def test_what_is_wrong_is_heard_after_signing_in_too(visit, server, listener):
    server.add_user("wrong", PASSWORD)
    page = visit()
    asked = question(f"http://localhost:{listener.port}/", MANAGER, response_type="token")
    page.goto(asked)
    sign_in(page, "wrong")
    page.get_by_role("link", name="Back to http://localhost").click()
    expect(page.get_by_role("heading", name="Heard")).to_be_visible()
    assert brought(listener.next())["error"] == "unsupported_response_type"
    page.goto(asked)
    expect(page.get_by_role("heading", name="Heard")).to_be_visible()
    assert brought(listener.next())["error"] == "unsupported_response_type"


def test_cancelling_is_heard(visit, server, listener):
    server.add_user("cancels", PASSWORD)
    page = visit()
    page.goto(question(f"http://127.0.0.1:{listener.port}/", MANAGER, state="x"))
    sign_in(page, "cancels")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Heard")).to_be_visible()
    assert brought(listener.next())["error"] == "access_denied"


def test_a_device_is_let_in_by_keyboard(visit, server):
    server.add_user("typist", PASSWORD)
    code = device_code(server)
    page = visit()
    page.goto("/login/device")
    sign_in(page, "typist")
    expect(page.get_by_label("Code on your device")).to_be_focused()
    page.keyboard.type(code.replace("-", "").lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text(code)).to_be_visible()
    page.get_by_role("button", name="Authorize").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your device is connected")).to_be_visible()
    assert page.complaints == []


def test_axe_has_nothing_to_say_about_what_forms_lead_to(visit, server):
    person = "axe"
    server.add_user(person, PASSWORD)
    page = visit(bypass_csp=True)
    found = {}

    def look(name):
        found[name] = faults_in_every_look(page)

    page.goto("/login/device")
    sign_in(page, person)
    expect(page.get_by_label("Code on your device")).to_be_visible()
    page.get_by_label("Code on your device").fill("WRNG-2222")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("a wrong code")
    for button in ("I did not start this", "Authorize"):
        page.goto("/login/device?user_code=x")
        look("a link with a code")
        page.get_by_label("Code on your device").fill(device_code(server))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("button", name=button)).to_be_visible()
        look(f"the question before {button}")
        page.get_by_role("button", name=button).click()
        expect(page.locator("h1")).not_to_have_text("Authorize GitHub CLI")
        look(button)
    forget_password(server, person)
    page.goto(question("http://localhost/", login="somebody"))
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("a wrong password")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("You did not authorize")).to_be_visible()
    look("cancelled")
    assert {name: faults for name, faults in found.items() if faults} == {}


def arrives(page, button):
    """Press a button that leads to a program; gives what the program is started with."""
    seen = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda it: seen.append(it["request"]["url"]))
    # Nothing answers at such an address, so the click is not to wait for it.
    page.get_by_role("button", name=button).click(no_wait_after=True)
    until = time.monotonic() + PATIENCE
    while not (started := [url for url in seen if not url.startswith("http")]):
        assert time.monotonic() < until, seen
        page.wait_for_timeout(20)
    return started[0]


@pytest.mark.parametrize("scheme", ["x-github-desktop-auth", "x-github-client"])
def test_a_program_with_a_scheme_of_its_own_is_told(visit, server, scheme):
    person = f"desk-{scheme[9]}"
    server.add_user(person, PASSWORD)
    page = visit()
    page.goto(question(f"{scheme}://oauth", DESKTOP, state="x"))
    sign_in(page, person)
    target = arrives(page, "Authorize GitHub Desktop")
    assert target.startswith(f"{scheme}://oauth?")
    assert brought(target)["state"] == "x"
    assert brought(target)["code"]
    assert page.complaints == []


def test_a_program_with_a_scheme_of_its_own_is_told_of_a_no(visit, server):
    server.add_user("undecided", PASSWORD)
    page = visit()
    page.goto(question("x-github-client://oauth", DESKTOP, state="x"))
    sign_in(page, "undecided")
    target = arrives(page, "Cancel")
    assert target.startswith("x-github-client://oauth?")
    assert brought(target)["error"] == "access_denied"
    assert page.complaints == []


def test_without_its_scheme_in_the_policy_the_browser_would_not_go_there(visit, server):
    server.add_user("strict", PASSWORD)
    page = visit()

    def strict(route):
        answer = route.fetch()
        headers = dict(answer.headers)
        policy = headers.get("content-security-policy", "")
        headers["content-security-policy"] = policy.replace(" x-github-client:", "")
        route.fulfill(response=answer, headers=headers)

    page.goto("/login")
    sign_in(page, "strict")
    expect(page.get_by_role("heading", name="Your repositories")).to_be_visible()
    page.route(
        "**/login/oauth/authorize?*",
        lambda route: strict(route) if route.request.method == "GET" else route.continue_(),
    )
    page.goto(question("x-github-client://oauth", DESKTOP, state="x"))
    page.get_by_role("button", name="Authorize GitHub Desktop").click(no_wait_after=True)
    until = time.monotonic() + PATIENCE
    while not any("form-action" in one for one in page.complaints):
        assert time.monotonic() < until, page.complaints
        page.wait_for_timeout(20)
