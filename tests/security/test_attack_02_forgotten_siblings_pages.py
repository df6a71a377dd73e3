"""Attacks 1, 2 and 52 on the pages of repositories: each row of the table is tried.

What is verified: no page of a private repository opens for somebody who may not see it, whatever
the row is, and the answer is that for a repository that is not there: the same status, headers,
words, statements and keyed hashes. Raw files, the one row that takes tokens, decide alike whichever
way a token comes.
"""

import base64
import re
from contextlib import contextmanager

import pytest

from tests.pages import ADDRESS, Browser, Disk, application
from tests.recording import keyed_hashes, statements
from tests.world import NOON, World, fresh_sqlite
from watchword.access.operation import REGISTERED
from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.surfaces.web import archives, raw
from watchword.surfaces.web.pages import PAGES

FOR_BROWSERS = [(row.route.method, row.route.path) for row in PAGES if "{repo}" in row.route.path]
ROWS = [*FOR_BROWSERS, raw.ROW[:2], *(row[:2] for row in archives.ROWS)]
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|HIDDEN|return_to=[^\"]*")


def filled(path, name, commit="0" * 40):
    path = path.replace("{owner}", "octavia").replace("{repo}", name).replace("{login}", "brutus")
    path = path.replace("archive/{*rest}", "archive/main.zip").replace("{kind}", "legacy.zip")
    path = path.replace("{alert}", "1")
    return path.replace("{*rest}", "main/secret.txt").replace("{commit}", commit)


@pytest.fixture
def story(tmp_path, monkeypatch):
    with begun(tmp_path, monkeypatch) as one:
        yield one


@pytest.fixture(scope="module")
def unmoved(tmp_path_factory):
    """A story for all tests that leave it as it is, and say so."""
    folder = tmp_path_factory.mktemp("unmoved")
    with pytest.MonkeyPatch.context() as patch, begun(folder, patch) as one:
        _world, site, _ask, brutus, _commit = one
        stranger = Browser(site)
        stranger.sign_in(brutus)
        stranger.get("/new")
        stranger.token = stranger.token_of_forms()
        yield one, stranger


@contextmanager
def begun(folder, monkeypatch):
    """Octavia's private repository, a stranger, and what each request takes."""
    with statements() as ran, keyed_hashes(monkeypatch) as hashed:
        world = World(fresh_sqlite(folder))
        disk = Disk(world, folder)
        octavia, brutus = world.user("octavia"), world.user("brutus")
        hidden = world.repository(octavia, "hidden", Visibility.PRIVATE)
        world.collaborator(hidden, world.user("cassia"), Role.READ)
        commit = disk.history(hidden).commit({"secret.txt": "gold\n"}, "Lock it")
        site = application(world, disk=disk)

        def ask(method, path, browser):
            ran.clear()
            hashed.clear()
            if method == "GET":
                page = browser.get(path, follow=False)
            else:
                sent = [("authenticity_token", browser.token), *FIELDS]
                page = browser.send(path, sent, follow=False)
            told = {name: value for name, value in page.headers.items() if name not in CHANGING}
            told["location"] = NUMBER.sub("", told.get("location", "")).replace("hidden", "nothing")
            words = NUMBER.sub("", page.html.replace("octavia/hidden", "octavia/nothing"))
            return page.status, words, told, [*ran], [*hashed]

        yield world, site, ask, brutus, commit
        disk.shelf.close()
        world.close()


FIELDS = [
    ("name", "mine"),
    ("confirmation", "octavia/hidden"),
    ("visibility", "public"),
    ("collaborator", "brutus"),
    ("role", "admin"),
    ("archived", "yes"),
]
CHANGING = {"x-github-request-id", "content-length", "set-cookie"}


def test_every_row_names_an_operation_of_the_table():
    assert len(ROWS) > 20
    for row in PAGES:
        assert REGISTERED[row.route.operation.name] is row.route.operation
    assert REGISTERED[raw.ROW[2].name] is raw.ROW[2]


@pytest.mark.parametrize("who", ["nobody", "stranger"])
@pytest.mark.parametrize(("method", "path"), ROWS, ids=lambda value: value)
def test_what_is_hidden_is_as_missing_as_what_is_not_there(unmoved, who, method, path):
    (world, site, ask, _brutus, commit), browser = unmoved
    if who == "nobody":
        browser = Browser(site)
        browser.token = ""
    # The first request of a browser opens connections; it is not compared.
    ask("GET", "/octavia/nothing", browser)
    hidden = ask(method, filled(path, "hidden", commit), browser)
    nothing = ask(method, filled(path, "nothing", commit), browser)
    assert hidden == nothing
    assert hidden[3] or method == "POST"
    assert hidden[0] in {303, 404} | ({403} if who == "nobody" else set())
    assert "gold" not in hidden[1]
    kept = world.read(lambda work: work.repositories.find("octavia", "hidden", None))
    assert (kept.visibility, kept.is_archived) == (Visibility.PRIVATE, False)


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


CARRIAGES = {
    "token": lambda secret: f"token {secret}",
    "Bearer": lambda secret: f"Bearer {secret}",
    "bearer": lambda secret: f"bearer  {secret}",
    "password": lambda secret: basic("octavia", secret),
    "user name": lambda secret: basic(secret, ""),
    "user name of x-oauth-basic": lambda secret: basic(secret, "x-oauth-basic"),
}
EXPECTED = {
    "no scope": 404,
    "public_repo": 404,
    "user": 404,
    "repo": 200,
    "expired": 401,
    "unknown": 401,
    "of a stranger": 404,
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_token_opens_a_raw_file_alike_whichever_way_it_comes(story, kind):
    """Attack 1."""
    world, site, _ask, brutus, _commit = story
    browser = Browser(site)
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    scopes = {"no scope": (), "public_repo": ("public_repo",), "user": ("user",)}.get(
        kind, ("repo",)
    )
    ends = NOON + 1 if kind == "expired" else None
    owner = brutus if kind == "of a stranger" else octavia
    secret = world.token(owner, *scopes, expires_at=ends)[1].text
    if kind == "expired":
        world.clock.now += 10
    if kind == "unknown":
        secret = world.token(octavia, "repo")[1].text
        secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    path = filled(raw.ROW[1], "hidden")
    answers = {
        name: browser.request("GET", path, headers={"authorization": carry(secret)}).status
        for name, carry in CARRIAGES.items()
    }
    assert set(answers.values()) == {EXPECTED[kind]}
    assert browser.request("GET", f"{path}?access_token={secret}").status == 404


def test_pages_do_not_take_a_token(story):
    world, site, _ask, _brutus, commit = story
    browser = Browser(site)
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    secret = world.token(octavia, "repo")[1].text
    for method, path in FOR_BROWSERS:
        answer = browser.request(
            method,
            filled(path, "hidden", commit),
            headers={"authorization": f"token {secret}", "origin": ADDRESS},
        )
        assert answer.status in {303, 403, 404}
        assert "gold" not in answer.html
