"""Attack 9 at git's places, at raw files and on pages: a token in the query opens nothing there.

Nor is it told again: in no body, in no header (`Location` above all), in no log. (The log of the
real server: attack 21.)
"""

import pytest
import structlog

from tests.git_site import make_site
from tests.pages import Browser, Disk, application
from watchword.access.gate import require
from watchword.access.table import contents
from watchword.access.table import repositories as table
from watchword.repositories import former_branches, service
from watchword.repositories.model import Visibility

NAMES = ["access_token", "private_token", "token", "oauth_token", "authorization", "q"]
PATHS = [
    "/octavia/hidden",
    "/octavia/former",
    "/octavia/hidden/raw/main/a.txt",
    "/octavia/former/raw/main/a.txt",
    "/octavia/hidden/settings",
    "/octavia/open",
    "/octavia/once",
    "/octavia/once/raw/main/a.txt",
    "/octavia/open/raw/master/a.txt",
    "/octavia/open/blob/master/a.txt",
    "/octavia/open/archive/master.zip",
    "/octavia/once/",
    "/settings/tokens",
    "/settings/tokens/new",
    "/new",
    "/login",
    "/login/device",
    "/nothing/at/all",
    "/",
]


@pytest.fixture
def octavia(world, tmp_path):
    """Octavia, with a private and a public repository that both had other names."""
    made, disk = world.user("octavia"), Disk(world, tmp_path)
    for name, former, visibility in (
        ("hidden", "former", Visibility.PRIVATE),
        ("open", "once", Visibility.PUBLIC),
    ):
        repository = world.repository(made, former, visibility)
        disk.history(repository).commit({"a.txt": "gold\n"}, "Lock it")

        def rename(work, number=repository.id, name=name):
            found = work.repositories.by_id(number, None)
            service.rename(work, require(world.operator, table.RENAME, found), name)
            granted = require(world.operator, contents.RENAME_BRANCH, found)
            former_branches.note(work, granted, "master", "main")

        world.write(rename)
    disk.shelf.close()
    return made


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("service", ["git-upload-pack", "git-receive-pack"])
def test_it_opens_no_repository_to_git(world, octavia, tmp_path, name, service):
    _, token = world.token(octavia, "repo")
    site = make_site(world, tmp_path)

    async def story():
        query = f"{name}={token.text}"
        sent = [(b"content-type", f"application/x-{service}-request".encode())]
        for repository in ("hidden", "former", "open", "once"):
            path = f"/octavia/{repository}"
            asked = f"service={service}&{query}"
            yield await site.ask("GET", f"{path}/info/refs", query=asked).send(b"").answer()
            post = site.ask("POST", f"{path}/{service}", query=query, headers=sent)
            yield await post.send(b"0000").answer()

    async def told():
        return [reply async for reply in story()]

    with structlog.testing.capture_logs() as logs:
        replies = site.run(told())
    wanted = {401} if service == "git-receive-pack" else {200, 301, 401}
    assert {reply.status for reply in replies} == wanted
    assert {reply.status for reply in replies[:4]} == {401}
    for reply in replies:
        assert token.text.encode() not in reply.body
        assert token.text not in repr(reply.headers)
    assert token.text not in repr(logs)


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_no_page_and_is_not_carried_on(world, octavia, tmp_path, name):
    _, token = world.token(octavia, "repo", "user")
    disk = Disk(world, tmp_path)
    browser = Browser(application(world, disk=disk))
    with structlog.testing.capture_logs() as logs:
        for path in PATHS:
            bare = browser.get(path, follow=False)
            page = browser.get(f"{path}?{name}={token.text}&page=1", follow=False)
            assert page.status == bare.status, path
            told = repr(dict(page.headers)) + page.html
            assert token.text not in told, path
            assert "gold" not in page.html or "/open" in path
            if page.status in {301, 302, 303} and not path.endswith("/"):
                assert page.headers["location"].endswith(("?page=1", "%3Fpage%3D1")), path
    assert token.text not in repr(logs)
    disk.shelf.close()


def test_a_form_that_was_prefilled_is_found_again_after_signing_in(world, octavia, tmp_path):
    browser = Browser(application(world, disk=Disk(world, tmp_path)))
    browser.get("/settings/tokens/new?description=CI%20job&scopes=repo,gist&token=x")
    page = browser.press("Sign in", login="octavia", password="correct horse")
    assert page.path == "/settings/tokens/new?description=CI%20job&scopes=repo,gist"
