"""The security log of a person and the audit log of an organization, on the web."""

import re

import pytest

from tests.pages import Browser
from watchword.accounts.events import SignInFailed
from watchword.kernel.events import Origin
from watchword.repositories.events import CollaboratorAdded
from watchword.surfaces.web import audit_log

OWN = "/settings/security-log"


@pytest.fixture
def bob(world):
    return world.user("bob")


def happen(world, fact, **origin):
    world.clock.now += 1
    world.database.write_now(lambda work: work.record(fact), Origin(**origin))


def test_one_sees_what_one_did_the_newest_first(signed_in, world, octavia):
    signed_in.get("/settings/tokens/new")
    signed_in.press("Generate token", description="laptop", tick=["repo"])
    page = signed_in.get(OWN)
    assert page.status == 200
    listed = page.ids["log"]
    assert listed.index("oauth_access.create") < listed.index("user.login")
    assert "you" in listed
    assert page.links["laptop"] == "/settings/tokens/1"


def test_the_log_is_in_the_menu(signed_in):
    assert signed_in.get("/settings/profile").links["Security log"] == OWN


def test_a_search_is_a_form_without_script(signed_in, world, octavia):
    happen(world, SignInFailed(octavia.id), address="192.0.2.9", agent="curl")
    signed_in.get(OWN)
    page = signed_in.get(f"{OWN}?q=action%3Auser.failed_login")
    assert "192.0.2.9" in page.ids["log"]
    assert "user.login" not in page.ids["log"]
    assert page.form("Search").value("q") == "action:user.failed_login"
    assert "somebody who was not signed in" in page.ids["log"]
    assert "Nothing here" in signed_in.get(f"{OWN}?q=actor%3Anobody").text


def test_a_phrase_that_cannot_be_read_is_told_at_its_field(signed_in):
    page = signed_in.get(f"{OWN}?q=colour%3Ared%3Cb%3E")
    assert page.status == 422
    assert "There is no qualifier “colour”." in page.ids["q-error"]
    assert "<b>" not in page.html
    assert signed_in.get(f"{OWN}?after=nonsense").status == 422


def test_pages_lead_on_and_back(signed_in, world, octavia, monkeypatch):
    monkeypatch.setattr(audit_log, "AT_ONCE", 3)
    for number in range(7):
        happen(world, SignInFailed(octavia.id), address=f"192.0.2.{number + 10}")
    first = signed_in.get(f"{OWN}?q=action%3Auser.failed_login")
    assert "Newer" not in first.links
    second = signed_in.get(first.links["Older"])
    third = signed_in.get(second.links["Older"])
    assert "Older" not in third.links
    for shown, numbers in (
        (first, ["16", "15", "14"]),
        (second, ["13", "12", "11"]),
        (third, ["10"]),
    ):
        assert re.findall(r"192\.0\.2\.(\d+)", shown.ids["log"]) == numbers
    assert signed_in.get(third.links["Newer"]).ids["log"] == second.ids["log"]


def test_what_others_used_is_kept_from_one(signed_in, world, octavia, bob):
    repository = world.repository(bob, "web")
    happen(
        world,
        CollaboratorAdded(repository.id, octavia.id, "push"),
        user=bob.id,
        login="bob",
        kind="classic",
        address="192.0.2.66",
        agent="bob's machine",
        hashed_credential="h" * 44,
    )
    happen(world, SignInFailed(bob.id), address="192.0.2.67")
    page = signed_in.get(OWN)
    assert "repo.add_member" in page.ids["log"]
    assert "bob/web" in page.ids["log"]
    for hidden in ("192.0.2.66", "bob's machine", "h" * 44, "192.0.2.67"):
        assert hidden not in page.text


def test_nobody_reads_it_without_signing_in(site, octavia):
    assert Browser(site).get(OWN).path != OWN


def test_owners_read_what_happened_in_their_organization(signed_in, world, octavia, bob):
    forum = world.organization("forum", octavia)
    world.organization("others", bob)
    world.member(forum, bob)
    world.repository(forum, "web")
    at = "/organizations/forum/settings/audit-log"
    page = signed_in.get("/organizations/forum/settings/profile")
    page = signed_in.get(page.links["Audit log"])
    assert page.path == at
    assert "repo.create" in page.ids["log"]
    assert "forum/web" in page.ids["log"]
    assert "user.login" not in page.ids["log"]
    assert "others" not in page.text
    assert signed_in.get("/organizations/others/settings/audit-log").status in {403, 404}


def test_members_do_not_read_it(browser, world, octavia, bob):
    forum = world.organization("forum", octavia)
    world.member(forum, bob)
    browser.sign_in(bob)
    assert browser.get("/organizations/forum/settings/audit-log").status == 403


def test_who_runs_the_site_reads_everything_and_nobody_else_knows_of_the_page(site, world, octavia):
    root, browser = world.user("root", site_admin=True), Browser(site)
    browser.sign_in(root)
    world.organization("forum", octavia)
    at = "/site-admin/audit-log"
    assert browser.get("/site-admin/people").links["Audit log"] == at
    page = browser.get(f"{at}?q=org%3Aforum")
    assert "org.create" in page.ids["log"]
    assert "user.login" not in page.ids["log"]
    assert "user.login" in browser.get(at).ids["log"]
    assert browser.get(f"{at}?q=colour%3Ared").status == 422
    other = Browser(site)
    other.sign_in(octavia)
    assert other.get(at).status == 404
