"""The web way in a real browser against the real server: from the first sign-in to a clone."""

import json
import os
import pty
import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests import sign_ins
from tests.chromium import chromium, faults, faults_in_every_look
from tests.running_server import PATIENCE, environment
from watchword.oauth.model import GITHUB_CLI

PASSWORD = "correct horse battery"
TOKEN = re.compile(r"ghp_[A-Za-z0-9]{36}")
QUESTION = (
    "/login/oauth/authorize?client_id=178c6fc778ccc68e1d6a&redirect_uri=http://localhost:9/"
    "&scope=repo%20read:org%20nonsense&login=somebody-else"
)

IN_JAPANESE = ("/", "/settings/tokens", "/settings/tokens/new", "/settings/profile", "/help")


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
            # Its CA is this test's own.
            ignore_https_errors=True,
            viewport={"width": 1280, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
            locale="en-US",
            **more,
        )
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda said: said.type == "error" and page.complaints.append(said.text),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()


def sign_in(page, login, password=PASSWORD):
    page.goto("/login")
    page.get_by_label("Username").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def to_new_token(page):
    """The way that people know."""
    page.get_by_label("Open profile menu").click()
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_role("link", name="Developer settings").click()
    page.get_by_role("navigation").get_by_role("link", name="Personal access tokens").click()
    page.get_by_role("link", name="Generate new token").click()


def typed_at_git(folder, *words, answers):
    """Run git at a terminal of its own and type the answers at its prompts; gives what it said."""
    controller, terminal = pty.openpty()
    variables = environment(HOME=str(folder), GIT_CONFIG_NOSYSTEM="1", LC_ALL="C")
    # Git asks on its controlling terminal only.
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", "git", "-c", "credential.helper=", *words],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=folder,
        env=variables,
    )
    os.close(terminal)
    said = ""
    waiting = list(answers)
    while True:
        try:
            part = os.read(controller, 4096).decode()
        except OSError:
            break
        said += part
        if waiting and waiting[0][0] in said:
            os.write(controller, f"{waiting.pop(0)[1]}\n".encode())
    os.close(controller)
    assert process.wait(PATIENCE) == 0, said
    return said


def test_from_the_first_sign_in_to_a_clone_and_a_push(visit, server, tmp_path):
    server.repository("admin/aqueduct")
    page = visit()
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password", exact=True).fill(server.admin_password)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Choose your password")).to_be_visible()
    page.goto("/settings/tokens/new")
    expect(page).to_have_url(re.compile("/settings/first_password"))
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status").first).to_contain_text("Your password was changed.")

    to_new_token(page)
    page.get_by_label("Note").fill("laptop")
    page.get_by_label("Expiration").select_option("60")
    page.get_by_label("repo", exact=True).check()
    expect(page.get_by_label("repo:status")).to_be_checked()
    page.get_by_role("button", name="Generate token").click()

    expect(page.get_by_text("Treat your tokens like passwords")).to_be_visible()
    page.get_by_role("button", name="Copy the token").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    secret = page.evaluate("navigator.clipboard.readText()")
    assert TOKEN.fullmatch(secret)
    assert secret == page.locator("#token").inner_text()
    assert secret not in page.url
    assert secret not in page.title()
    clone = page.locator("#clone").inner_text()
    assert clone == f"git clone {server.url}/admin/aqueduct.git"

    trust = f"http.{server.url}.sslCAInfo={server.ca}"
    answers = [("Username", "admin"), ("Password", secret)]
    words = clone.removeprefix("git ").split()
    said = typed_at_git(tmp_path, "-c", trust, *words, answers=answers)
    assert secret not in said
    checkout = tmp_path / "aqueduct"
    (checkout / "README").write_text("Water for the city\n")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    typed_at_git(checkout, "add", "README", answers=[])
    typed_at_git(checkout, *who, "commit", "-m", "Begin", answers=[])
    said = typed_at_git(checkout, "-c", trust, "push", "origin", "HEAD:main", answers=answers)
    assert "HEAD -> main" in said

    with_token = environment(WATCHWORD_TOKEN=secret, CURL_CA_BUNDLE=str(server.ca))
    shown = page.locator("#api").inner_text().replace("curl", "curl --silent --fail", 1)
    asked = subprocess.run(
        ["bash", "-c", shown], env=with_token, capture_output=True, timeout=PATIENCE, check=True
    )
    assert json.loads(asked.stdout)["login"] == "admin"

    page.get_by_role("link", name="Done").click()
    row = page.get_by_role("listitem").filter(has_text="laptop")
    expect(row).to_contain_text("repo")
    page.reload()
    assert secret not in page.content()
    assert page.complaints == []


def test_the_keyboard_alone_is_enough(visit, server):
    server.add_user("keys", PASSWORD)
    page = visit()
    page.goto("/login")
    expect(page.get_by_label("Username")).to_be_focused()
    for text, key in (("keys", "Tab"), (PASSWORD, "Enter")):
        page.keyboard.type(text)
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Your repositories")).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    tab_to(page, "Open profile menu of keys")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert "Open profile menu" in focused(page)
    page.keyboard.press("Enter")
    for name in ("Settings", "Developer settings", "Personal access tokens", "Generate new token"):
        tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_label("Note")).to_be_focused()
    page.keyboard.type("by keyboard")
    tab_to(page, "gist")
    page.keyboard.press("Space")
    tab_to(page, "Generate token")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#token")).to_have_text(TOKEN)
    tab_to(page, "Copythe token")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.complaints == []


def focused(page):
    """The words of what has the focus."""
    return page.evaluate(
        """() => {
          const here = document.activeElement;
          const label = here.labels?.[0]?.textContent;
          return (here.ariaLabel || label || here.textContent).replace(/\\s+/g, " ").trim();
        }"""
    )


def tab_to(page, name):
    """Press Tab until that has the focus, as a person would; every stop can be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if focused(page) == name:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    msg = f"Tab never came to {name}"
    raise AssertionError(msg)


def test_script_is_not_needed(visit, server):
    server.add_user("plain", PASSWORD)
    page = visit(java_script_enabled=False)
    sign_in(page, "plain")
    to_new_token(page)
    page.get_by_label("Note").fill("no script")
    page.get_by_label("Expiration").select_option("custom")
    page.get_by_label("Custom date").fill("2999-12-31")
    page.get_by_label("admin:org", exact=True).check()
    page.get_by_role("button", name="Generate token").click()
    expect(page.locator("#token")).to_have_text(TOKEN)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_role("link", name="Done").click()
    row = page.get_by_role("listitem").filter(has_text="no script")
    expect(row).to_contain_text("Expires on Tue, Dec 31 2999")
    row.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete this token").click()
    expect(page.get_by_text("No tokens yet")).to_be_visible()
    page.get_by_label("Open profile menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_ticking_a_scope_ticks_what_it_carries(visit, server):
    server.add_user("ticks", PASSWORD)
    page = visit()
    sign_in(page, "ticks")
    page.goto("/settings/tokens/new")

    def ticked():
        return page.eval_on_selector_all(
            "input[name=scopes]:checked", "boxes => boxes.map(box => box.value)"
        )

    page.get_by_label("admin:org", exact=True).check()
    assert ticked() == ["admin:org", "write:org", "read:org", "manage_runners:org"]
    page.get_by_label("read:org").uncheck()
    assert ticked() == ["manage_runners:org"]
    page.get_by_label("manage_runners:org").uncheck()
    page.get_by_label("workflow").check()
    assert {"workflow", "repo", "public_repo"} <= set(ticked())


def test_the_day_is_asked_for_with_custom_only_and_no_expiration_is_warned_of(visit, server):
    server.add_user("days", PASSWORD)
    page = visit()
    sign_in(page, "days")
    page.goto("/settings/tokens/new")
    day = page.get_by_label("Custom date")
    warning = page.get_by_text("A token without expiration")
    expect(day).to_be_hidden()
    expect(warning).to_be_hidden()
    page.get_by_label("Expiration").select_option("none")
    expect(warning).to_be_visible()
    expect(day).to_be_hidden()
    page.get_by_label("Expiration").select_option("custom")
    expect(warning).to_be_hidden()
    expect(day).to_be_visible()
    page.get_by_label("Note").fill("a day")
    page.get_by_role("button", name="Generate token").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Pick the day on which the token ends.")
    expect(page.get_by_label("Note")).to_have_value("a day")
    expect(day).to_be_visible()


def test_times_are_told_as_distances_and_lists_are_filtered(visit, server):
    server.add_user("lists", PASSWORD)
    for number in range(10):
        server.token("lists", note=f"token {number}")
    page = visit()
    sign_in(page, "lists")
    page.goto("/settings/tokens")
    page.keyboard.press("/")
    page.keyboard.type("TOKEN 7")
    rows = page.locator("#tokens > li")
    expect(rows.filter(visible=True)).to_have_count(1)
    page.get_by_label("Find a token").fill("nothing like it")
    expect(page.get_by_text("No token matches.")).to_be_visible()
    page.goto("/settings/sessions")
    expect(page.locator("time").first).to_have_text(re.compile("now|second|minute"))


def everywhere(token, app, sign_in):
    return [
        "/",
        "/search?q=o&type=users",
        "/notifications",
        "/settings/profile",
        "/settings/admin",
        "/settings/appearance",
        "/settings/security",
        "/settings/emails",
        "/settings/sessions",
        "/settings/security-log",
        "/settings/security-log?q=colour:red",
        "/settings/tokens",
        "/settings/tokens/new?scopes=repo,notifications",
        f"/settings/tokens/{token}",
        f"/settings/tokens/{token}/regenerate",
        f"/settings/tokens/{token}/delete",
        "/settings/tokens/revoke_all",
        "/settings/keys",
        "/settings/ssh/new",
        "/settings/gpg/new",
        "/settings/applications",
        "/settings/applications/1/revoke",
        f"/settings/applications/sign-ins/{sign_in}/revoke",
        "/settings/applications/revoke_all",
        "/settings/developers",
        "/settings/developers/new",
        f"/settings/developers/{app}",
        f"/settings/developers/{app}/revoke_all",
        f"/settings/developers/{app}/delete",
        "/help",
        "/help/scopes",
        "/no/such/page",
    ]


def with_applications(server, login):
    """An application of that person, who is signed in through it and through gh; their numbers."""
    with sign_ins.inside(server.data) as folder:
        person = folder.person(login)
        app = sign_ins.application(folder, person, "Lighthouse " * 8, description="y" * 500)
        sign_ins.sign_in(folder, person, app.client_id)
        for scopes in (("repo", "read:org", "gist"), ("repo",)):
            made = sign_ins.sign_in(folder, person, GITHUB_CLI, *scopes)
    return app.id, made.family.id


def of_organization(page, login):
    """An organization of whoever is signed in, with a team; its pages."""
    page.goto("/organizations/new")
    page.get_by_label("Organization account name").fill(login)
    page.get_by_role("button", name="Create organization").click()
    page.goto(f"/orgs/{login}/new-team")
    page.get_by_label("Team name").fill("Guards")
    page.get_by_role("button", name="Create team").click()
    settings, teams = f"/organizations/{login}/settings", f"/orgs/{login}/teams"
    return [
        f"/{login}",
        f"/new?owner={login}",
        "/settings/organizations",
        f"{settings}/audit-log",
        f"/settings/organizations/{login}/leave",
        f"{settings}/profile",
        f"{settings}/members",
        f"{settings}/member_privileges",
        f"{settings}/transfer",
        f"{settings}/delete",
        teams,
        f"/orgs/{login}/new-team",
        f"{teams}/guards",
        f"{teams}/guards/edit",
        f"{teams}/guards/delete",
    ]


def of_site(login, other):
    """Pages of site administration, for a person who runs the site."""
    people = "/site-admin/people"
    return [
        people,
        f"{people}?q=nobody",
        f"{people}/new",
        f"{people}/{login}",
        f"{people}/{other}",
        f"{people}/{other}/delete",
        "/site-admin/tokens",
        "/site-admin/audit-log",
    ]


def test_axe_has_nothing_to_say_about_any_page(visit, server):
    person = "axe"
    server.add_user(person, PASSWORD, "--site-admin")
    other = f"{person}-other"
    server.add_user(other, PASSWORD)
    server.token(person, scopes="repo,workflow", note="ends soon", expires="3d")
    server.token(person, scopes="", note="x" * 255, expires="none")
    page = visit(bypass_csp=True)
    found = {}

    def look(name):
        found[name] = faults_in_every_look(page)

    for path in ("/", "/login"):
        page.goto(path)
        look(path)
    sign_in(page, person, "wrong")
    look("wrong password")
    sign_in(page, person)
    page.goto("/settings/tokens")
    token = page.locator("#tokens a.row-title").first.get_attribute("href").rpartition("/")[2]
    page.goto("/settings/applications")
    look("no application")
    page.goto("/settings/developers")
    look("no application of one's own")
    app, signed_in = with_applications(server, person)
    page.goto("/organizations/new")
    look("/organizations/new")
    page.goto("/settings/organizations")
    look("no organization")
    organization = of_organization(page, "org-axe")
    for path in [*everywhere(token, app, signed_in), *organization, *of_site(person, other)]:
        page.goto(path)
        look(path)
    page.get_by_role("button", name="日本語").click()
    for path in IN_JAPANESE:
        page.goto(path)
        assert page.evaluate("document.documentElement.lang") == "ja"
        look(f"{path} in Japanese")
    page.get_by_role("button", name="English").click()
    page.goto(f"/settings/developers/{app}")
    page.get_by_role("button", name="Generate a new client secret").click()
    look("a client secret")
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Delete …").click()
    look("a client secret to be deleted")
    page.goto("/settings/tokens/new")
    page.get_by_role("button", name="Generate token").click()
    look("a form with a mistake")
    page.get_by_label("Note").fill("new")
    page.get_by_role("button", name="Generate token").click()
    look("a secret")
    page.get_by_label("Open profile menu").click()
    look("the menu")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_is_wrong_in_one_look_alone_is_found(browser):
    page = browser.new_page()
    page.set_content(
        """<html lang="en"><title>Looks</title><main><h1>Looks</h1><p>Hardly seen</p></main><style>
        @media (prefers-color-scheme: dark) { body { background: black; color: white; } }
        @media (prefers-color-scheme: dark) { p { color: #222; } }
        @media (max-width: 700px) { h1 { width: 500px; } }"""
    )
    found = faults_in_every_look(page)
    assert [one.partition(": <")[0] for one in found[:1]] == ["dark 360: color-contrast"]
    assert [one.partition(" pixels")[0] for one in found[1:]] == ["dark 360: 148"]
    page.add_style_tag(content="@media (min-width: 700px) { p { color: #eee !important; } }")
    assert faults_in_every_look(page)[2:] == ["light 1280: color-contrast: <p>Hardly seen</p>"]
    page.close()


@pytest.mark.parametrize("theme", ["Light, high contrast", "Dark, high contrast"])
def test_more_contrast_is_more(visit, server, theme):
    person = "contrast-" + theme.split(",")[0].lower()
    server.add_user(person, PASSWORD)
    page = visit(bypass_csp=True)
    sign_in(page, person)
    page.goto("/settings/appearance")
    before = page.evaluate("getComputedStyle(document.body).color")
    page.get_by_label(theme).check()
    page.get_by_role("button", name="Save appearance").click()
    expect(page.get_by_text("Your appearance was saved.")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") != before
    assert faults(page) == []
