"""Profiles as others see them, and following."""

import pytest

from tests.pages import Browser


@pytest.fixture
def bob(world):
    return world.user("bob", name="Bob")


def test_what_one_says_of_oneself_is_on_ones_page(signed_in, site):
    signed_in.get("/settings/profile")
    page = signed_in.press(
        "Update profile",
        name="Octavia",
        bio="Guards <b>the gate</b>",
        company="Night Watch",
        location="Rome",
        blog="octavia.example",
        twitter_username="@octavia_v",
        hireable="yes",
    )
    assert "Your profile was updated." in page.text
    assert page.form("Update profile").value("twitter_username") == "octavia_v"
    seen = Browser(site).get("/octavia")
    for told in ("Guards <b>the gate</b>", "Night Watch", "Rome", "Available for hire"):
        assert told in seen.text
    assert seen.links["octavia.example"] == "https://octavia.example"
    assert seen.links["@octavia_v"] == "https://twitter.com/octavia_v"


def test_all_mistakes_of_a_profile_are_told_at_once(signed_in):
    signed_in.get("/settings/profile")
    page = signed_in.press("Update profile", bio="x" * 161, company="y" * 256)
    assert page.status == 422
    assert "Bio is too long" in page.ids["bio-error"]
    assert "Company must be one line" in page.ids["company-error"]


def test_a_site_never_becomes_a_link_that_runs(signed_in):
    signed_in.get("/settings/profile")
    signed_in.press("Update profile", blog="javascript:alert(1)")
    assert 'href="javascript:' not in signed_in.get("/octavia").html


def test_people_follow_each_other_from_their_pages(signed_in, site, bob):
    page = signed_in.get("/bob")
    assert "0 followers" in page.text
    page = signed_in.press("Follow")
    assert page.path == "/bob"
    assert "1 follower" in page.text
    assert page.form("Unfollow")
    assert "octavia" in signed_in.get("/users/bob/followers").text
    assert "Bob" in signed_in.get("/users/octavia/following").text
    assert "Nobody yet" in Browser(site).get("/users/octavia/followers").text
    signed_in.get("/bob")
    assert "0 followers" in signed_in.press("Unfollow").text


def test_nobody_is_offered_to_follow_themselves_and_visitors_nothing(signed_in, site, bob):
    assert not [form for form in signed_in.get("/octavia").forms if "Follow" in form.buttons]
    assert not [form for form in Browser(site).get("/bob").forms if "Follow" in form.buttons]
    signed_in.get("/bob")
    fields = [("authenticity_token", signed_in.token_of_forms())]
    assert signed_in.send("/users/octavia/follow", fields).status == 422
    assert signed_in.send("/users/nobody/follow", fields).status == 404
