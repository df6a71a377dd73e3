"""Offering a repository to somebody on its pages, and what they answer on theirs."""

import pytest

from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.repositories.offer import LIFE, Offer

TRANSFER = "/octavia/vault/settings/transfer"
OFFER = "/octavia/vault/transfer"


@pytest.fixture
def offered(signed_in, vault, balthasar):
    return offer(signed_in)


def offer(browser, name="vault"):
    browser.get(TRANSFER)
    page = browser.press(
        "Transfer this repository",
        new_owner="balthasar",
        new_name=name,
        confirmation="octavia/vault",
    )
    assert "“octavia/vault” is offered to balthasar" in page.text
    return page


def owner_of(world, vault):
    return world.read(lambda work: work.repositories.by_id(vault.id, None)).full_name


def test_who_is_offered_one_finds_it_on_the_first_page_and_owns_it(
    stranger, signed_in, world, vault, offered
):
    assert owner_of(world, vault) == "octavia/vault", "nothing happens before they accept"
    assert stranger.get("/octavia/vault").status == 404
    assert "octavia wants to transfer this repository to you" in stranger.get("/").text
    stranger.click("octavia/vault")
    page = stranger.press("Accept transfer")
    assert (page.path, page.status) == ("/balthasar/vault", 200)
    assert "“balthasar/vault” is yours now." in page.text
    assert stranger.get(OFFER).status == 404
    # Who gave it works with it, and the old address leads there.
    assert signed_in.get("/octavia/vault").path == "/balthasar/vault"
    roles = world.read(lambda work: work.repositories.collaborators(vault.id))
    assert [(one.login, one.role) for one in roles] == [("octavia", Role.WRITE)]


def test_it_comes_under_the_name_that_was_offered(stranger, signed_in, vault, balthasar):
    offer(signed_in, "treasury")
    assert "You would own it as “treasury”" in stranger.get(OFFER).text
    assert stranger.press("Accept transfer").path == "/balthasar/treasury"


def test_a_name_that_they_have_already_is_told_and_the_offer_waits(
    stranger, world, vault, balthasar, offered
):
    world.repository(balthasar, "vault", Visibility.PRIVATE)
    stranger.get(OFFER)
    page = stranger.press("Accept transfer")
    assert (page.status, "already exists" in page.text) == (422, True)
    assert owner_of(world, vault) == "octavia/vault"
    assert stranger.get(OFFER).status == 200


def test_who_does_not_want_it_declines(stranger, world, vault, offered):
    stranger.get(OFFER)
    page = stranger.press("Decline")
    assert (page.path, "You declined “vault”." in page.text) == ("/", True)
    assert stranger.get(OFFER).status == 404
    assert owner_of(world, vault) == "octavia/vault"


def test_an_offer_is_withdrawn(stranger, signed_in, offered):
    page = signed_in.get(TRANSFER)
    assert "Waiting for balthasar" in page.text
    assert "stays where it is" in signed_in.press("Withdraw the offer").text
    assert "Waiting for" not in signed_in.get(TRANSFER).text
    assert stranger.get(OFFER).status == 404


def test_after_a_day_it_is_over(stranger, signed_in, world, offered):
    world.clock.now += LIFE
    assert stranger.get(OFFER).status == 404
    assert "octavia wants" not in stranger.get("/").text
    assert "Waiting for" not in signed_in.get(TRANSFER).text


def test_nobody_else_sees_or_takes_it(signed_in, visitor, world, vault, offered):
    assert signed_in.get(OFFER).status == 404
    shown = visitor.get(OFFER, follow=False)
    assert (shown.status, shown.headers["location"].partition("?")[0]) == (303, "/login")
    pairs = [("authenticity_token", signed_in.token_of_forms())]
    assert signed_in.send(f"{OFFER}/accept", pairs).status == 404
    assert owner_of(world, vault) == "octavia/vault"


def test_what_goes_elsewhere_meanwhile_is_offered_no_longer(
    stranger, signed_in, world, octavia, offered
):
    world.organization("guild", octavia)
    signed_in.get(TRANSFER)
    signed_in.press(
        "Transfer this repository",
        new_owner="guild",
        new_name="vault",
        confirmation="octavia/vault",
    )
    assert stranger.get("/guild/vault/transfer").status == 404
    assert stranger.get(OFFER).status == 404


def test_who_may_give_it_no_longer_has_offered_nothing(stranger, world, octavia, balthasar):
    guild = world.organization("guild", world.user("olga"))
    world.member(guild, octavia)
    kept = world.repository(guild, "kept", Visibility.PRIVATE)
    world.collaborator(kept, octavia, Role.ADMIN)
    made = Offer(kept.id, balthasar.id, octavia.id, "kept", world.clock.now)
    world.write(lambda work: work.repository_offers.put(made))
    assert stranger.get("/guild/kept/transfer").status == 200
    world.collaborator(kept, octavia, Role.WRITE)
    assert stranger.press("Accept transfer").status == 404
