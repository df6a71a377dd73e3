"""Settings of an organization: webhooks."""

import pytest

from watchword.webhooks.model import Place

HOOKS = "/organizations/guild/settings/hooks"
URL = "https://ci.example.test/hook"


@pytest.fixture
def guild(world, octavia):
    return world.organization("guild", octavia)


@pytest.fixture
def hook(signed_in, world, guild):
    signed_in.get(f"{HOOKS}/new")
    page = signed_in.press("Add webhook", url=URL, secret="a word", which="all")
    assert "The webhook was added." in page.text
    return world.read(lambda work: work.hooks.of(Place.organization(guild.id)))[0]


def test_an_owner_makes_changes_and_deletes_a_webhook(signed_in, world, hook):
    assert (hook.config.url, hook.events) == (URL, ("*",))
    page = signed_in.get(f"{HOOKS}/{hook.id}")
    assert "membership" in page.text
    assert "a word" not in page.html
    assert "The webhook was updated." in signed_in.press("Update webhook", url=f"{URL}2").text
    assert "A ping is on its way." in signed_in.press("Send a ping").text
    signed_in.get(HOOKS)
    assert f"{URL}2" in signed_in.page.text
    signed_in.click("Delete")
    assert "No webhooks yet" in signed_in.press("Delete this webhook").text


def test_members_who_are_no_owners_have_to_do_with_none(world, signed_in, guild, hook):
    other = world.organization("other", world.user("bob"))
    world.member(other, world.read(lambda work: work.users.by_login("octavia")))
    assert signed_in.get("/organizations/other/settings/hooks").status == 403
    assert signed_in.get(f"/organizations/other/settings/hooks/{hook.id}").status == 404
