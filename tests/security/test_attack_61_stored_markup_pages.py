"""Attack 61 and stored XSS: markup and script in what is pushed.

Attack: HTML, SVG, JavaScript and Markdown as files; markup in names of files, branches and tags, in
commit messages, in names of authors, in description and website. What is verified: on every page
that shows any of it, nothing acts and nothing is loaded from elsewhere; raw files are never
documents; no name breaks out of a header.
"""

import re

import pytest

from tests.markup import acting
from tests.pages import Browser, Disk, application
from watchword.surfaces.web.headers import POLICY

SANDBOX = "default-src 'none'; sandbox"
"""Of what is no page: a browser keeps it, and shows nothing of it."""

MARKUP = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*191}}{% raw %}</title></a>"
IN_NAMES = "<img src=x onerror=alert(1)>\"'<script>alert(2)<script>{{7*191}}&lt;"
BRANCH = "<script>alert(1)</script>\"'&{{7}}"
FILES = {
    "a.html": "<script>alert(1)</script><body onload=alert(1)>",
    "a.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>1</script></svg>",
    "a.js": "alert(1)//</script><script>alert(1)</script>",
    "a.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    "a.md": f"{MARKUP}\n\n[x](javascript:alert(1)) ![x](//evil.test/x.png)\n<svg onload=alert(1)>",
    "a.xml": "<?xml-stylesheet href='javascript:alert(1)'?><x/>",
    "README.md": f"# {MARKUP}\n\n{MARKUP}\n\n<style>*{{color:red}}</style><base href=//evil.test>",
    IN_NAMES: MARKUP,
    "folder " + IN_NAMES: {"README": MARKUP, "x.py": f'"""{MARKUP}"""\n'},
}


@pytest.fixture
def disk(world, tmp_path):
    made = Disk(world, tmp_path)
    yield made
    made.shelf.close()


@pytest.fixture
def browser(world, disk):
    octavia = world.user("octavia")
    repository = world.repository(octavia, "aqueduct")
    about = {"description": MARKUP, "homepage": "https://x.test/\"'><script>"}
    world.write(lambda work: work.repositories.update(repository.id, about, work.now))
    history = disk.history(repository)
    first = history.commit({"a.py": MARKUP}, f"{MARKUP}\n\n{MARKUP}", who=IN_NAMES)
    changed = {**FILES, "a.py": MARKUP + "2"}
    history.commit(changed, MARKUP, first, who=IN_NAMES)
    history.git("update-ref", f"refs/heads/{BRANCH}", first)
    history.git("update-ref", f"refs/tags/{BRANCH}", first)
    history.tag("v1", first, f"{MARKUP}\n\n{MARKUP}")
    made = Browser(application(world, disk=disk))
    made.sign_in(octavia)
    made.history = history
    return made


def every_page(browser):
    """All addresses of the repository that its pages lead to."""
    waiting, seen = ["/octavia", "/octavia/aqueduct", "/octavia/aqueduct/settings"], {}
    while waiting:
        path = waiting.pop()
        if path in seen or "/raw/" in path:
            continue
        seen[path] = browser.get(path)
        found = re.findall(r'href="(/octavia[^"#]*)"', seen[path].html)
        waiting += [address.replace("&amp;", "&") for address in found]
    return seen


def test_nothing_that_was_pushed_acts_on_any_page(browser):
    pages = every_page(browser)
    assert sum(page.status == 200 for page in pages.values()) > 30
    for path, page in pages.items():
        if "/archive/" in path:
            assert page.headers["content-security-policy"] == SANDBOX
            assert page.headers["content-disposition"].startswith("attachment")
            continue
        # Files link to others that are not there.
        assert page.status in {200, 404}, path
        assert acting(page.html) == [], path
        assert "1337" not in re.sub(r"[0-9a-f]{7,}", "", page.text), path
        assert page.headers["content-security-policy"] == POLICY


def test_all_of_it_is_shown_after_all(browser):
    page = browser.get("/octavia/aqueduct")
    assert MARKUP in page.text
    assert IN_NAMES in page.text
    assert BRANCH in page.text


def test_what_looks_for_faults_finds_them():
    assert acting("<p onclick=x>")
    assert acting("<script>1</script>")
    assert acting("<a href=' javascript:x'>")
    assert acting("<img src='https://x.test/y.png'>")
    assert acting("<form action='//x.test'>")
    assert not acting("<a href='https://x.test'><img src='/a/b/raw/main/x.png'></a>")


@pytest.mark.parametrize("name", [name for name, data in FILES.items() if isinstance(data, str)])
def test_raw_files_are_no_documents(browser, name):
    from watchword.contents.names import quoted

    answer = browser.get(f"/octavia/aqueduct/raw/main/{quoted(name.encode())}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-frame-options"] == "DENY"


def test_names_do_not_break_out_of_headers(browser):
    broken = b"a\r\nset-cookie: x=y\r\n\r\n<script>"
    browser.history.commit({broken: b"\0", b"d" + broken: {"x": "1"}}, "C")
    for kind in ("raw", "blob", "tree"):
        for name in ("a", "da"):
            broken = f"{name}%0D%0Aset-cookie:%20x=y%0D%0A%0D%0A%3Cscript%3E"
            answer = browser.get(f"/octavia/aqueduct/{kind}/main/{broken}", follow=False)
            assert "x" not in browser.cookies
            assert all("\n" not in value for value in answer.headers.values())


def test_a_website_that_is_no_web_address_is_not_kept(browser):
    browser.get("/octavia/aqueduct/settings")
    page = browser.press("Save settings", homepage="javascript:alert(1)", description="x")
    assert page.status == 422
