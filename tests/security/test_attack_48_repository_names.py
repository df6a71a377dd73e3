"""Attack 48 over the API and on pages: names that lead out of their folder or stand for others.

What is verified: no door gives a repository such a name, what is given is made of harmless
characters, and a name that is not there is missing, however it is spelt.
"""

import re

import pytest

from tests.pages import Browser, Disk, application
from tests.security.test_attack_48_repository_names_git import NAMES, OWNERS
from watchword.repositories.model import Visibility

REFUSED = ["..", ".", "", " ", "-", "-x", "--upload-pack=id", "/../..", "x" * 101]
REFUSED += ["a.git", "a.GIT", "a.wiki", "a.atom", ".git", "nul\0", "a\nb", "%2e%2e"]
TIDIED = {
    "a/b/../c": "a-b-..-c",
    "..\\..\\etc": "..-..-etc",
    "kept;id": "kept-id",
    "k\u00e9pt": "k-pt",
    "CON": "CON",
    "kept.": "kept.",
}
HARMLESS = re.compile(r"[A-Za-z0-9._-]+")
CREATE = (
    "mutation($i: CreateRepositoryInput!) { createRepository(input: $i) { repository { name } } }"
)


@pytest.fixture
def octavia(world):
    made = world.user("octavia")
    world.repository(made, "kept", Visibility.PRIVATE)
    return made


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def browser(world, octavia, tmp_path):
    disk = Disk(world, tmp_path)
    kept = world.read(lambda work: work.repositories.find("octavia", "kept", octavia.id))
    disk.history(kept).commit({"README.md": "gold\n"}, "Begin")
    made = Browser(application(world, disk=disk))
    made.sign_in(octavia)
    yield made
    disk.shelf.close()


def names(world, octavia):
    kept = []
    for number in range(1, 40):
        found = world.read(lambda work, n=number: work.repositories.by_id(n, octavia.id))
        kept += [found.name] if found else []
    return kept


def create(api, token, name):
    return api.ask("POST", "/user/repos", token, body={"name": name})


def create_by_graphql(api, token, name):
    asked = {"query": CREATE, "variables": {"i": {"name": name, "visibility": "PRIVATE"}}}
    return api.ask("POST", "/api/graphql", token, body=asked).json


def test_no_door_of_the_api_gives_a_repository_such_a_name(api, world, octavia, token):
    for name in REFUSED:
        for answer in (
            create(api, token, name),
            api.ask("PATCH", "/repos/octavia/kept", token, body={"name": name}),
        ):
            assert answer.status in {400, 422}, (name, answer.body)
        told = create_by_graphql(api, token, name)
        assert told["errors"], name
        assert not (told.get("data") or {}).get("createRepository"), name
    assert names(world, octavia) == ["kept"]


def test_what_is_given_is_made_of_harmless_characters(api, world, octavia, token, tmp_path):
    for name, tidy in TIDIED.items():
        answer = create(api, token, name)
        assert (answer.status, answer.json.get("name")) == (201, tidy), answer.body
        assert HARMLESS.fullmatch(tidy)
        assert api.ask("GET", f"/repos/octavia/{tidy}", token).status == 200
    # No part of a name is part of a file's name.
    folders = sorted(path.name for path in api.layout.root.glob("??/??/*"))
    assert len(folders) == len(TIDIED)
    assert all(re.fullmatch(r"[0-9a-f]{32}\.git", one) for one in folders)
    outside = {path.name for path in tmp_path.iterdir()}
    assert not outside & {"etc", "c", "b", "CON"}


@pytest.mark.parametrize("page", ["/new", "/octavia/kept/settings"])
def test_no_page_gives_a_repository_such_a_name(world, octavia, browser, page):
    button = "Create repository" if page == "/new" else "Rename"
    for name in REFUSED:
        browser.get(page)
        shown = browser.press(button, name=name)
        assert shown.status == 422, (name, shown.text)
    assert names(world, octavia) == ["kept"]


@pytest.mark.parametrize("of_owner", [False, True], ids=["names", "owners"])
def test_a_name_that_is_not_there_is_missing(api, world, octavia, token, browser, of_owner):
    spelt = [(o, "kept") for o in OWNERS] if of_owner else [("octavia", n) for n in NAMES]
    for owner, name in spelt:
        if (owner, name) == ("octavia", "kept"):
            continue
        answer = api.ask("GET", f"/repos/{owner}/{name}", token)
        assert answer.status == 404, (owner, name)
        if {owner, name} & {"..", ".", "api"}:
            # A browser takes dots away before it asks; the API has no pages.
            continue
        for tail in ("", "/settings", "/tree/main", "/raw/main/README.md"):
            shown = browser.get(f"/{owner}/{name}{tail}".replace("//", "/-/"), follow=False)
            assert shown.status in {301, 303, 404}, (owner, name, tail)
