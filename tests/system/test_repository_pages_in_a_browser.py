"""Repository pages in a real browser, over a repository that real git pushed to the real server."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.chromium import chromium, faults_in_every_look
from tests.images import png
from tests.running_server import PATIENCE

PASSWORD = "correct horse battery"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"
README = f"""# Aqueduct

Carries [water](docs/plan.md#dig). {HOSTILE} ![remote](https://evil.example.test/x.png)

<img src="mark.png"><iframe src="/settings/profile"></iframe><style>*{{display:none}}</style>

| a wide table | with | many | columns | that | do | not | fit | a | narrow | screen |
|---|---|---|---|---|---|---|---|---|---|---|
| aqueduct | aqueduct | aqueduct | aqueduct | aqueduct | aqueduct | 1 | 2 | 3 | 4 | 5 |

```python
def flow(): return "a line of code that is rather long, so that it has to scroll on a narrow screen"
```
"""
FILES = {
    "README.md": README,
    "docs/plan.md": "# Plan\n\n## Dig\n",
    "src/flow.py": '"""How much."""\n\nGRAVITY = 9.81  # ' + "long " * 60 + "\n",
    "evil.html": f"<title>evil</title>{HOSTILE}",
    "evil.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "evil.js": "alert(1)",
    "many.txt": "line\n" * 3_000,
}


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def pushed(server, tmp_path_factory):
    """Octavia's public repository as git pushed it; gives the id of its last commit."""
    server.add_user("octavia", PASSWORD)
    url = server.repository("octavia/aqueduct", "public")
    folder = tmp_path_factory.mktemp("work")
    home = tmp_path_factory.mktemp("home")
    environment = server.git_environment(home)

    def git(*words):
        done = subprocess.run(
            ["git", *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout.strip()

    git("init", "-q", "-b", "main")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "mark.png").write_bytes(png(32, 32))
    (folder / "large.bin").write_bytes(bytes(range(256)) * 8_000)
    git("add", "-A")
    git("commit", "-q", "-m", f"Begin {HOSTILE}", "-m", "At the spring.")
    (folder / "src/flow.py").write_text(FILES["src/flow.py"].replace("9.81", "9.80665"))
    (folder / "docs/plan.md").rename(folder / "docs/the-plan.md")
    git("add", "-A")
    git("commit", "-q", "-m", "Use the standard gravity")
    git("branch", "feature/arches", "HEAD~1")
    git("tag", "-a", "v1", "-m", f"First {HOSTILE}")
    token = server.token("octavia", "repo")
    git("push", "-q", "--mirror", server.with_token(url, token))
    return git("rev-parse", "HEAD")


@pytest.fixture
def visit(browser, server):
    """A page in a context of its own, signed in as Octavia unless told, and its complaints."""
    opened = []

    def open_page(*, login="octavia", **more):
        context = browser.new_context(
            base_url=server.url,
            ignore_https_errors=True,
            viewport={"width": 1280, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
            locale="en-US",
            **more,
        )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda said: (page.complaints.append(said.message), said.dismiss()))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((server.url, "data:")) or page.complaints.append(asked.url)
            ),
        )
        opened.append(context)
        if login:
            page.goto("/login")
            page.get_by_label("Username").fill(login)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", name="Your repositories")).to_be_visible()
        return page

    yield open_page
    for context in opened:
        context.close()


def test_what_was_pushed_is_found_by_clicking(visit, pushed):
    page = visit(login=None)
    page.goto("/octavia/aqueduct")
    expect(page.get_by_role("heading", name="Aqueduct", exact=True)).to_be_visible()
    image = page.get_by_role("img", name="mark.png")
    assert image.evaluate("image => image.naturalWidth") == 32
    page.get_by_role("link", name="src", exact=True).click()
    page.get_by_role("link", name="flow.py", exact=True).click()
    expect(page.locator("#L3 .hl-mf")).to_have_text("9.80665")
    page.get_by_role("link", name="3", exact=True).click()
    expect(page).to_have_url(re.compile("#L3$"))
    page.locator("summary", has_text="main").click()
    page.get_by_role("link", name="feature/arches").click()
    expect(page.locator("#L3 .hl-mf")).to_have_text("9.81")
    page.get_by_role("link", name="Commits", exact=True).click()
    page.get_by_role("link", name="Use the standard gravity").click()
    expect(page.get_by_role("heading", name="2 files changed")).to_be_visible()
    moved = page.get_by_role("heading", level=3, name="docs/plan.md became docs/the-plan.md")
    expect(moved).to_be_visible()
    assert page.complaints == []


def test_nothing_that_was_pushed_acts(visit, pushed, server):
    page = visit()
    for path in (
        "",
        "/blob/main/README.md",
        "/blob/main/evil.html",
        "/blob/main/evil.svg",
        "/commits/main",
        f"/commit/{pushed}",
        f"/commit/{pushed[:8]}",
        "/tags",
        "/releases",
        "/raw/main/evil.html",
        "/raw/main/evil.svg",
        "/raw/main/README.md",
    ):
        page.goto(f"/octavia/aqueduct{path}")
        assert page.locator("img[src='x'], iframe, style").count() == 0
        assert page.title() != "evil"
    # A script that was pushed is no script for pages of this host either.
    page.goto("/octavia/aqueduct")
    loaded = page.evaluate(
        """source => new Promise(done => {
          const script = document.createElement("script");
          script.onload = () => done("ran");
          script.onerror = () => done("refused");
          script.src = source;
          document.head.append(script);
        })""",
        "/octavia/aqueduct/raw/main/evil.js",
    )
    assert loaded == "refused"
    assert all("MIME type" in said for said in page.complaints), page.complaints


def test_a_large_file_is_downloaded_whole(visit, pushed):
    page = visit()
    page.goto("/octavia/aqueduct/blob/main/large.bin")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    assert coming.value.suggested_filename == "large.bin"
    assert coming.value.path().read_bytes() == bytes(range(256)) * 8_000


def test_a_repository_is_made_used_and_deleted(visit, server, tmp_path):
    server.add_user("marcus", PASSWORD)
    page = visit(login="marcus")
    page.get_by_label("Create something").click()
    menu = page.get_by_role("navigation", name="Create")
    menu.get_by_role("link", name="New repository").click()
    page.get_by_label("Repository name").fill("tool")
    page.get_by_label("Description").fill("It works")
    page.get_by_label("Add a README file").check()
    page.get_by_role("button", name="Create repository").click()
    expect(page.get_by_role("heading", name="tool", exact=True)).to_be_visible()
    page.get_by_role("button", name="Copy the clone address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    url = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("link", name="Generate a token for this").click()
    page.get_by_role("button", name="Generate token").click()
    secret = page.locator("#token").inner_text()

    subprocess.run(
        ["git", "clone", "-q", server.with_token(url, secret), str(tmp_path / "tool")],
        env=server.git_environment(tmp_path / "home"),
        timeout=PATIENCE,
        check=True,
    )
    assert (tmp_path / "tool/README.md").read_text() == "# tool\n\nIt works\n"

    page.goto("/marcus/tool/settings")
    page.get_by_label("Repository name").fill("machine")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("status").first).to_contain_text("is now “marcus/machine”")
    page.goto("/marcus/tool")
    expect(page).to_have_url(f"{server.url}/marcus/machine")
    page.get_by_role("link", name="Settings", exact=True).last.click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_label("To confirm, type marcus/machine").fill("marcus/machine")
    page.get_by_role("button", name="Delete this repository").click()
    expect(page.get_by_role("status").first).to_contain_text("was deleted")
    assert page.complaints == []


def test_the_settings_of_a_repository_are_changed_and_somebody_is_invited(visit, server):
    for name in ("gaius", "livia"):
        server.add_user(name, PASSWORD)
    server.repository("gaius/forum")
    page = visit(login="gaius")
    page.goto("/gaius/forum/settings")
    page.get_by_label("Description").fill("Where people meet")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_label("Description")).to_have_value("Where people meet")

    page.get_by_role("link", name="Collaborators").click()
    page.get_by_label("Username").fill("livia")
    page.get_by_label("Role", exact=True).select_option("write")
    page.get_by_role("button", name="Add collaborator").click()
    expect(page.get_by_role("region", name="Invited")).to_contain_text("livia")
    guest = visit(login="livia")
    guest.goto("/gaius/forum/invitations")
    expect(guest.get_by_role("main")).to_contain_text("gaius/forum")
    guest.get_by_role("button", name="Accept invitation").click()
    expect(guest).to_have_url(f"{server.url}/gaius/forum")
    page.reload()
    expect(page.get_by_label("Role of livia")).to_have_value("write")

    for link, button in (
        ("Make public", "Make public"),
        ("Archive", "Archive this repository"),
    ):
        page.goto("/gaius/forum/settings")
        page.get_by_role("link", name=link, exact=True).click()
        page.get_by_label("To confirm, type gaius/forum").fill("gaius/forum")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status").first).to_be_visible()
    page.goto("/gaius/forum")
    expect(page.get_by_role("main")).to_contain_text(re.compile("public", re.IGNORECASE))
    expect(page.get_by_role("main")).to_contain_text(re.compile("archived", re.IGNORECASE))
    assert (page.complaints, guest.complaints) == ([], [])


def test_script_is_not_needed(visit, pushed):
    page = visit(java_script_enabled=False)
    page.goto("/octavia/aqueduct")
    page.locator("summary", has_text="main").click()
    page.get_by_role("link", name="feature/arches").click()
    expect(page.get_by_role("link", name="evil.html")).to_be_visible()
    page.get_by_role("link", name="Commits", exact=True).click()
    expect(page.get_by_role("link", name="Browse").first).to_be_visible()


def everywhere(commit):
    code = "/octavia/aqueduct"
    return [
        "/",
        "/octavia",
        "/new",
        code,
        f"{code}/tree/main/docs",
        f"{code}/blob/main/README.md",
        f"{code}/blob/main/README.md?plain=1",
        f"{code}/blob/main/src/flow.py",
        f"{code}/blob/main/mark.png",
        f"{code}/blob/main/large.bin",
        f"{code}/commits/main",
        f"{code}/commits/main/docs",
        f"{code}/commit/{commit}",
        f"{code}/branches",
        f"{code}/tags",
        f"{code}/releases",
        f"{code}/security/secret-scanning",
        f"{code}/stargazers",
        f"{code}/watchers",
        f"{code}/forks",
        f"{code}/fork",
        f"{code}/settings",
        f"{code}/settings/access",
        f"{code}/settings/hooks",
        f"{code}/settings/hooks/new",
        f"{code}/settings/branches",
        f"{code}/settings/branches/new",
        f"{code}/settings/keys",
        f"{code}/settings/keys/new",
        f"{code}/settings/visibility",
        f"{code}/settings/archive",
        f"{code}/settings/delete",
        "/octavia/empty",
        "/octavia/missing",
    ]


def test_axe_has_nothing_to_say_about_any_page(visit, server, pushed):
    server.repository("octavia/empty")
    page = visit(bypass_csp=True)
    found = {}
    for path in everywhere(pushed):
        page.goto(path)
        found[path] = faults_in_every_look(page)
    page.goto("/octavia/aqueduct")
    page.locator("summary", has_text="main").click()
    found["switch"] = faults_in_every_look(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
