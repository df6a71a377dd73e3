"""Inviting people to a repository on its pages, and what they answer on theirs."""

import pytest

from watchword.repositories.invitation import LIFE

ACCESS = "/octavia/vault/settings/access"
INVITATION = "/octavia/vault/invitations"


@pytest.fixture
def invited(signed_in, vault, balthasar):
    signed_in.get(ACCESS)
    page = signed_in.press("Add collaborator", collaborator="balthasar", role="triage")
    assert "“balthasar” is invited" in page.text


def test_who_is_asked_sees_it_on_the_first_page_and_accepts(stranger, signed_in, invited):
    assert stranger.get("/octavia/vault").status == 404
    assert "octavia invited you" in stranger.get("/").text
    stranger.click("octavia/vault")
    assert "Your role would be: triage." in stranger.page.text
    page = stranger.press("Accept invitation")
    assert (page.path, page.status) == ("/octavia/vault", 200)
    assert "You work with “octavia/vault” now." in page.text
    assert stranger.get(INVITATION).status == 404
    assert "Invited" not in signed_in.get(ACCESS).html.partition("<main")[2]


def test_who_does_not_want_to_declines(stranger, signed_in, invited):
    stranger.get(INVITATION)
    page = stranger.press("Decline")
    assert (page.path, "was declined" in page.text) == ("/", True)
    assert stranger.get("/octavia/vault").status == 404
    assert "No collaborators yet" in signed_in.get(ACCESS).text


def test_an_invitation_is_taken_back(stranger, signed_in, invited):
    assert "Cancel invitation balthasar" in signed_in.get(ACCESS).text
    page = signed_in.press("Cancel invitation")
    assert "The invitation of “balthasar” was cancelled." in page.text
    assert stranger.get(INVITATION).status == 404


def test_after_a_week_it_is_over(stranger, signed_in, world, invited):
    world.clock.now += LIFE
    assert stranger.get(INVITATION).status == 404
    assert "octavia invited you" not in stranger.get("/").text
    assert "expired" in signed_in.get(ACCESS).text


def test_nobody_else_sees_it(signed_in, visitor, vault, invited):
    assert signed_in.get(INVITATION).status == 404
    shown = visitor.get(INVITATION, follow=False)
    assert (shown.status, shown.headers["location"].partition("?")[0]) == (303, "/login")


def test_an_invitation_of_another_repository_is_not_cancelled_here(signed_in, aqueduct, invited):
    signed_in.get("/octavia/aqueduct/settings/access")
    pairs = [("authenticity_token", signed_in.token_of_forms())]
    path = "/octavia/aqueduct/settings/access/invitations/1/cancel"
    assert signed_in.send(path, pairs).status == 404
