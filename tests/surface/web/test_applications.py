"""Settings, Applications: what somebody let in through the browser, and how it ends."""

import pytest

from tests import sign_ins
from tests.pages import Browser, application
from tests.sign_ins import DAY, families, sign_in
from watchword.oauth.model import GITHUB_CLI
from watchword.surfaces.web.cookies import SESSION
from watchword.tokens.ports import Used

PAGE = "/settings/applications"
MANAGER = "0120e057bd645470c1ed"


def test_the_way_leads_through_the_sidebar(signed_in):
    signed_in.get("/settings/profile")
    page = signed_in.click("Applications")
    assert page.path == PAGE
    assert page.status == 200


def test_an_empty_list_tells_the_exact_commands(signed_in):
    page = signed_in.get(PAGE)
    assert "No applications yet" in page.text
    assert page.ids["gh"] == "gh auth login --hostname git.example.test"
    assert page.ids["gcm"] == ("git credential-manager github login --url https://git.example.test")
    assert page.links["four lines of configuration"] == "/help/git-credential-oauth"
    assert "Revoke all" not in page.links


def test_a_sign_in_shows_its_scopes_its_use_and_its_end(signed_in, world, octavia):
    made = sign_in(world, octavia, GITHUB_CLI, "repo", "read:org", "gist")
    used = Used(made.token.id, world.clock.now + DAY, "10.0.0.7")
    world.write(lambda work: work.tokens.note_usage([used]))
    world.clock.now += 2 * DAY
    page = signed_in.get(PAGE)
    assert "GitHub CLI Known client" in page.text
    assert "gist, read:org, repo" in page.text or "repo, read:org, gist" in page.text
    assert "Last used 1 day ago from 10.0.0.7" in page.text
    assert f"Token ends in …{made.secret.text[-8:]}" in page.text
    assert made.secret.text not in page.html
    # Ninety days after its last use; NOON is 2027-01-15.
    assert "Ends on Fri, Apr 16 2027 unless it is used before" in page.text


def test_a_sign_in_that_was_never_used_says_so(signed_in, world, octavia):
    sign_in(world, octavia, MANAGER)
    page = signed_in.get(PAGE)
    assert "Never used" in page.text
    assert "no scopes: reads what is public" in page.text
    assert "Ends on Thu, Apr 15 2027 unless it is used before" in page.text


def test_one_that_is_refreshed_ends_with_its_refresh_token(signed_in, world, octavia):
    until = world.clock.now + 10 * DAY
    sign_in(world, octavia, GITHUB_CLI, "repo", refreshed_until=until)
    assert "Ends on Mon, Jan 25 2027 unless it is used before" in signed_in.get(PAGE).text


def test_who_registered_an_application_is_named(signed_in, world, octavia):
    brutus = world.user("brutus")
    app = sign_ins.application(world, brutus, "Lighthouse")
    sign_in(world, octavia, app.client_id, "repo")
    page = signed_in.get(PAGE)
    assert "Lighthouse by brutus" in page.text
    assert "Known client" not in page.text


def test_one_sign_in_is_revoked_and_the_others_stay(signed_in, world, octavia):
    old = sign_in(world, octavia, GITHUB_CLI, "repo")
    kept = sign_in(world, octavia, GITHUB_CLI, "gist")
    signed_in.get(f"{PAGE}/sign-ins/{old.family.id}/revoke")
    page = signed_in.press("Revoke sign-in")
    assert page.path == PAGE
    assert "A sign-in through “GitHub CLI” was revoked." in page.text
    assert families(world, octavia) == [kept.family]
    assert world.read(lambda work: work.tokens.by_id(old.token.id)) is None
    assert world.caller(kept.secret).user.login == "octavia"


def test_an_application_is_revoked_with_all_of_its_sign_ins(signed_in, world, octavia):
    for scope in ("repo", "gist"):
        sign_in(world, octavia, GITHUB_CLI, scope)
    kept = sign_in(world, octavia, MANAGER, "repo")
    number = world.read(lambda work: work.applications.by_client_id(GITHUB_CLI)).id
    assert f'href="{PAGE}/{number}/revoke"' in signed_in.get(PAGE).html
    page = signed_in.get(f"{PAGE}/{number}/revoke")
    assert "Your 2 sign-ins through it end at once." in page.text
    page = signed_in.press("Revoke access")
    assert "“GitHub CLI” was revoked." in page.text
    assert families(world, octavia) == [kept.family]


def test_revoking_everything_takes_the_username(signed_in, world, octavia):
    sign_in(world, octavia, GITHUB_CLI, "repo")
    sign_in(world, octavia, MANAGER, "repo")
    classic, _ = world.token(octavia, "repo")
    signed_in.get(PAGE)
    page = signed_in.click("Revoke all")
    assert "2 applications are signed out everywhere" in page.text
    page = signed_in.press("Revoke all applications", confirmation="brutus")
    assert page.status == 422
    assert "Type your username to confirm." in page.ids["confirmation-error"]
    assert len(families(world, octavia)) == 2
    page = signed_in.press("Revoke all applications", confirmation="Octavia ")
    assert "2 applications were revoked." in page.text
    assert families(world, octavia) == []
    assert world.read(lambda work: work.tokens.by_id(classic.id)).is_live(world.clock.now)


def test_with_nothing_to_revoke_the_page_for_it_leads_back(signed_in):
    page = signed_in.get(f"{PAGE}/revoke_all")
    assert page.path == PAGE
    assert "There is no application that you let in." in page.text


def test_a_sign_in_that_is_gone_already_is_missing(signed_in, world, octavia):
    made = sign_in(world, octavia, GITHUB_CLI, "repo")
    paths = [
        f"{PAGE}/{made.application.id}/revoke",
        f"{PAGE}/sign-ins/{made.family.id}/revoke",
    ]
    forms = []
    for path in paths:
        signed_in.get(path)
        forms.append([("authenticity_token", signed_in.token_of_forms())])
    assert signed_in.send(paths[1], forms[1]).status == 200
    for path, fields in zip(paths, forms, strict=True):
        assert signed_in.get(path).status == 404
        assert signed_in.send(path, fields).status == 404


@pytest.mark.parametrize("name", ["x", "0", "-1", "9" * 30, "1.0"])
def test_a_number_that_is_none_is_missing(signed_in, name):
    for path in (f"{PAGE}/{name}/revoke", f"{PAGE}/sign-ins/{name}/revoke"):
        assert signed_in.get(path).status == 404


def test_nobody_in_particular_is_sent_to_sign_in(browser):
    assert browser.get(PAGE, follow=False).headers["location"].startswith("/login?return_to=")


def test_where_gh_cannot_reach_the_server_the_page_says_so(world, octavia):
    elsewhere = "https://git.example.test:8443"
    browser = Browser(application(world, public_url=elsewhere))
    browser.set_cookie(SESSION, world.session(octavia).text)
    page = browser.get(PAGE)
    assert "gh" not in page.ids
    assert "It speaks HTTPS on port 443 only" in page.text
    assert page.ids["gcm"] == f"git credential-manager github login --url {elsewhere}"
