"""What every page says to somebody who reads Japanese."""

import re
from html import unescape

import pytest

from tests import sign_ins
from tests.pages import Browser
from watchword.access.roles import Role
from watchword.surfaces.locale.catalogue import read
from watchword.surfaces.locale.extraction import CATALOGUES
from watchword.surfaces.web.pages import PAGES

SHORTEST = 3
"""Words of an English sentence that no Japanese text holds by chance."""
PATHS = sorted({row.route.path for row in PAGES if row.route.method == "GET"})


def sentences():
    """Pieces of the English texts, between the places where something is filled in."""
    texts = read((CATALOGUES / "ja.po").read_text("utf-8")).texts
    for english, said in texts.items():
        for piece in re.split(r"%\(\w+\)[sd]|<[^>]+>|\{\w+\}", english):
            if len(piece.split()) >= SHORTEST and piece not in said[0]:
                yield piece.strip()


SENTENCES = sorted(set(sentences()))


def english_of(page):
    """The English that a page says; code and what people wrote is theirs."""
    html = re.sub(r"<(code|pre|textarea|bdi)\b.*?</\1>", "", page.html, flags=re.DOTALL)
    return [piece for piece in SENTENCES if piece in unescape(html)]


@pytest.fixture
def everywhere(world, aqueduct, history, octavia):
    """What stands in the places of paths, for things that there are."""
    world.write(lambda work: work.users.update(octavia.id, {"site_admin": True}, 1))
    person = world.user("balthasar")
    org = world.organization("cohort", octavia)
    world.member(org, person)
    team = world.team(org, "masons", octavia)
    world.collaborator(aqueduct, person, Role.WRITE)
    token, _ = world.token(octavia, "repo", note="laptop", expires_at=world.clock.now + 60)
    app = sign_ins.application(world, octavia, "chisel", homepage="")
    family = sign_ins.sign_in(world, octavia, app.client_id, "repo").family
    gist = world.gist(octavia)
    return {
        "owner": "octavia",
        "repo": "aqueduct",
        "org": "cohort",
        "team": team.slug,
        "login": "balthasar",
        "name": "octavia",
        "token": token.id,
        "app": app.id,
        "application": app.id,
        "family": family.id,
        "gist_id": gist.key,
        "commit": history.second,
        "*rest": "main/README.md",
    }


def test_english_is_found_where_it_is_said(site):
    assert english_of(Browser(site).get("/"))
    assert english_of(Browser(site).get("/no/such"))


def test_no_page_says_a_sentence_in_english(site, world, octavia, everywhere):
    browser = Browser(site, **{"accept-language": "ja"})
    before = browser.get("/")
    found = {"signed out": english_of(before), "sign in": english_of(browser.get("/login"))}
    browser.get("/login")
    found["wrong"] = english_of(browser.press("サインイン", login="octavia", password="wrong"))
    browser.press("サインイン", login="octavia", password="correct horse")
    shown = 0
    for row in PATHS:
        path = re.sub(r"\{([^}]+)\}", lambda at: str(everywhere.get(at[1], 1)), row)
        page = browser.get(path)
        shown += page.status == 200
        assert '<html lang="ja"' in page.html, path
        found[path] = english_of(page)
    assert {path: said for path, said in found.items() if said} == {}
    assert shown > len(PATHS) * 2 / 3
