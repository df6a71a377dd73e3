"""Addresses with the name that a branch had before lead to the same page of the branch."""

import pytest

from watchword.access.gate import require
from watchword.access.table import contents as table
from watchword.authn.download_links import DownloadLinks
from watchword.repositories import former_branches


def note(world, repository, old, new):
    def unit(work):
        found = work.repositories.by_id(repository.id, None)
        grant = require(world.operator, table.RENAME_BRANCH, found)
        former_branches.note(work, grant, old, new)

    world.write(unit)


@pytest.fixture
def renamed(world, history, aqueduct):
    """Branches were called `old/name` and `main`; `topic` has a file that main has not."""

    note(world, aqueduct, "old/name", "feature/arches")
    note(world, aqueduct, "gone", "none")
    note(world, aqueduct, "main", "feature/arches")


def test_the_former_name_leads_to_the_same_page(visitor, renamed):
    for asked, leads_to in (
        ("tree/old/name", "tree/feature/arches"),
        ("blob/old/name/docs/plan.md", "blob/feature/arches/docs/plan.md"),
        ("blob/old/name/src/fl%6Fw.py", "blob/feature/arches/src/flow.py"),
        ("commits/old/name", "commits/feature/arches"),
    ):
        page = visitor.get(f"/octavia/aqueduct/{asked}")
        assert (page.status, page.path) == (200, f"/octavia/aqueduct/{leads_to}")


def test_what_is_not_there_either_stays_missing(visitor, renamed):
    below_old = ("blob/old/name/none", "tree/old", "tree/old%00/name")
    for asked in (*below_old, "tree/gone", "blob/main/none", "tree/%ff"):
        assert visitor.get(f"/octavia/aqueduct/{asked}").status == 404, asked


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("raw/old/name/docs/plan.md", "raw/feature/arches/docs/plan.md"),
        ("raw/old/name/src/fl%6Fw.py", "raw/feature/arches/src/flow.py"),
        ("archive/old/name.zip", "archive/feature/arches.zip"),
        ("archive/refs/heads/old/name.tar.gz", "archive/refs/heads/feature/arches.tar.gz"),
        ("blob/old/name/docs/plan.md", "blob/feature/arches/docs/plan.md"),
    ],
)
def test_files_are_led_to_with_their_query_but_for_credentials(ask, renamed, asked, leads_to):
    query = f"plain=1&token=x&q=ghp_{'0' * 36}&access_token=y&x=%C3%A9"
    answer = ask(f"/octavia/aqueduct/{asked}?{query}")
    there = answer.headers["location"]
    assert (answer.status_code, there) == (302, f"/octavia/aqueduct/{leads_to}?plain=1&x=%C3%A9")
    assert ask(there).status_code == 200
    assert ask(f"/octavia/aqueduct/{asked}").headers["location"] == f"/octavia/aqueduct/{leads_to}"


@pytest.mark.parametrize(
    "asked",
    [
        "raw/old/name/none",
        "raw/gone/README.md",
        "raw/old",
        "raw/old/name",
        "archive/old.zip",
        "archive/old/name/src.zip",
        "archive/old/name/.zip",
        "archive/gone.zip",
        "archive/refs/tags/old/name.zip",
        "archive/%ff.zip",
    ],
)
def test_files_that_are_not_there_either_stay_missing(ask, renamed, asked):
    answer = ask(f"/octavia/aqueduct/{asked}")
    while "location" in answer.headers:
        answer = ask(answer.headers["location"])
    assert answer.status_code == 404


def test_a_branch_of_the_former_name_is_itself(ask, renamed, history):
    history.git("update-ref", "refs/heads/old/name", history.first)
    assert ask("/octavia/aqueduct/raw/old/name/README.md").status_code == 200
    assert ask("/octavia/aqueduct/archive/old/name.zip").status_code == 200
    assert ask("/octavia/aqueduct/raw/old/name/none").status_code == 404


@pytest.mark.parametrize("asked", ["raw/{}/docs/plan.md", "blob/{}/docs/plan.md"])
@pytest.mark.parametrize("name", ["old/name", "old"])
def test_what_a_tag_of_the_former_name_lacks_is_not_told_of_the_branch(
    ask, renamed, history, asked, name
):
    """A tag `old` is one too: `name/docs/plan.md` would be a path in it."""
    path = f"/octavia/aqueduct/{asked.format('old/name')}"
    assert ask(path).status_code == 302
    history.git("update-ref", f"refs/tags/{name}", history.commit({"a": b""}, "C"))
    assert ask(path).status_code == 404


def test_a_former_name_tells_nothing_of_what_is_hidden(ask, world, vault, octavia):
    """Nor does a link that opens one download: it tells of nothing but that."""
    token, mine = world.token(octavia, "repo")
    note(world, vault, "old", "main")
    held = f"token {mine.text}"
    for path in ("raw/old/secret.txt", "archive/old.zip"):
        assert ask(f"/octavia/vault/{path}", authorization=held).status_code == 302
        assert ask(f"/octavia/vault/{path}").status_code == 404
        assert ask(f"/octavia/vault/{path}?token={mine.text}").status_code == 404
    thing = f"{vault.id}/legacy.zip/old"
    link = DownloadLinks(world.keys).made(token.id, thing, world.clock.now)
    assert ask(f"/_codeload/octavia/vault/legacy.zip/old?token={link}").status_code == 404
