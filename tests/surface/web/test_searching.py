"""The page on which the site is searched."""

import pytest

from tests.pages import Browser
from watchword.repositories import searching
from watchword.repositories.model import Visibility


@pytest.fixture
def things(world, octavia):
    for number in range(31):
        world.repository(octavia, f"stone-{number:02}")
    world.repository(octavia, "cellar", Visibility.PRIVATE)
    world.organization("forum", octavia)


def test_what_one_may_see_is_found(signed_in, site, things):
    page = signed_in.get("/search?q=cellar")
    assert "1 result" in page.text
    assert page.links["octavia/cellar"] == "/octavia/cellar"
    stranger = Browser(site).get("/search?q=cellar")
    assert "Nothing fits" in stranger.text
    assert "octavia/cellar" not in stranger.html


def test_finds_are_paged_through(signed_in, things):
    page = signed_in.get("/search?q=stone+in:name")
    assert "31 results" in page.text
    assert page.links["Next"] == "/search?q=stone+in%3Aname&page=2"
    second = signed_in.get(page.links["Next"])
    assert "31 results" in second.text


def test_people_and_organizations_are_found_on_a_tab_of_their_own(signed_in, things):
    page = signed_in.get("/search?q=o")
    page = signed_in.get(page.links["People and organizations"])
    assert page.path == "/search?q=o&type=users"
    assert page.links["forum"] == "/forum"
    assert "2 results" in page.text


def test_a_condition_that_cannot_be_kept_is_explained(signed_in, things):
    page = signed_in.get("/search?q=colour:red")
    assert page.status == 422
    assert "This server cannot search by `colour:red`." in page.text


def test_what_is_typed_is_shown_as_text(signed_in):
    page = signed_in.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.html
    assert "Nothing fits" in page.text


def test_it_is_said_where_not_all_is_looked_at(signed_in, things, monkeypatch):
    monkeypatch.setattr(searching, "MOST_LOOKED_AT", 1)
    assert "Only the newest" in signed_in.get("/search?q=stone").text
    assert "Only the newest" not in signed_in.get("/search?q=stone+user:octavia").text


def test_without_words_it_says_what_can_be_searched_for(signed_in):
    page = signed_in.get("/search")
    assert page.status == 200
    assert "For example" in page.text
