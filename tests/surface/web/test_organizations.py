"""Pages of organizations: made, run, joined, left; their people and teams."""

import pytest

from tests.pages import Browser
from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import OrgRole
from watchword.organizations.team_model import Privacy, TeamRole
from watchword.repositories.model import Visibility

SETTINGS = "/organizations/forum/settings"
EVERY = PageRequest(size=100)


@pytest.fixture
def forum(world, octavia):
    return world.organization("forum", octavia, base_role=0)


@pytest.fixture
def mila(world, forum):
    made = world.user("mila")
    world.member(forum, made)
    return made


@pytest.fixture
def browser_of(site):
    def sign_in(user):
        made = Browser(site)
        made.sign_in(user)
        return made

    return sign_in


def org_of(world, login):
    return world.read(lambda work: work.organizations.by_login(login, None))


def role_in(world, org, user):
    found = world.read(lambda work: work.organizations.member(org.id, user.id))
    return found and found.role


def test_a_person_makes_an_organization_and_owns_it(signed_in, world, octavia):
    signed_in.get("/settings/profile")
    page = signed_in.click("Organizations")
    assert "No organizations yet" in page.text
    signed_in.click("New organization")
    page = signed_in.press("Create organization", login="Senate", name="The Senate")
    assert page.path == "/Senate"
    assert "Organization “Senate” was created." in page.text
    assert "The Senate" in page.text
    made = org_of(world, "senate")
    assert role_in(world, made, octavia) is OrgRole.ADMIN
    assert "Senate" in signed_in.get("/settings/organizations").text


@pytest.mark.parametrize("login", ["", "octavia", "settings", "two words", "-x"])
def test_a_login_that_does_not_fit_is_told_at_its_field(signed_in, world, login):
    signed_in.get("/organizations/new")
    page = signed_in.press("Create organization", login=login, name="Kept")
    assert page.status == 422
    assert 'value="Kept"' in page.html
    assert world.read(lambda work: work.organizations.after(0, 10, None)) == []


def test_its_page_shows_to_each_what_they_may_see(signed_in, world, forum, mila, site, browser_of):
    world.repository(forum, "open")
    world.repository(forum, "shut", Visibility.PRIVATE)
    page = signed_in.get("/forum")
    assert {"open", "shut", "mila", "Settings", "Teams"} <= set(page.text.split())
    as_member = browser_of(mila).get("/forum").text
    assert "open" in as_member
    assert "shut" not in as_member
    assert "Settings" not in as_member.split()[as_member.split().index("Organization") :]
    visitor = Browser(site).get("/forum").text
    assert "open" in visitor
    assert "mila" not in visitor
    assert "octavia" not in visitor


def test_the_profile_is_changed_by_owners(signed_in, world, forum, mila, browser_of):
    signed_in.get(f"{SETTINGS}/profile")
    page = signed_in.press(
        "Update profile", description="Where we meet", blog="https://forum.example.test"
    )
    assert "The profile was updated." in page.text
    assert org_of(world, "forum").description == "Where we meet"
    signed_in.get(f"{SETTINGS}/profile")
    page = signed_in.press("Update profile", blog="javascript:alert(1)")
    assert page.status == 422
    assert "https://" in page.text
    assert org_of(world, "forum").blog == "https://forum.example.test"


PAGES_OF_OWNERS = [
    "",
    "/profile",
    "/member_privileges",
    "/members",
    "/members/mila/remove",
    "/delete",
]


@pytest.mark.parametrize("path", PAGES_OF_OWNERS)
def test_settings_are_for_owners(signed_in, world, forum, mila, site, browser_of, path):
    assert signed_in.get(SETTINGS + path).status == 200
    assert browser_of(mila).get(SETTINGS + path).status == 403
    assert browser_of(world.user("sten")).get(SETTINGS + path).status == 403
    asked = Browser(site).get(SETTINGS + path, follow=False)
    assert (asked.status, asked.headers["location"].partition("?")[0]) == (303, "/login")
    assert signed_in.get(f"/organizations/none/settings{path}").status == 404


WRITES = [
    ("/profile", {"name": "x"}),
    ("/member_privileges", {"base_role": "admin"}),
    ("/members/invite", {"invitee": "sten", "role": "admin"}),
    ("/members/mila", {"role": "admin"}),
    ("/members/octavia/remove", {}),
    ("/delete", {"confirmation": "forum"}),
]


@pytest.mark.parametrize(("path", "fields"), WRITES)
def test_who_does_not_own_it_changes_nothing(world, forum, octavia, mila, browser_of, path, fields):
    """Attack 59: nobody raises a role, the own one least of all."""
    sten = world.user("sten")
    for person in (mila, sten):
        browser = browser_of(person)
        browser.get("/new")
        sent = {"authenticity_token": browser.token_of_forms(), **fields}
        assert browser.send(SETTINGS + path, sent.items()).status == 403
    assert org_of(world, "forum") == forum
    assert role_in(world, forum, octavia) is OrgRole.ADMIN
    assert role_in(world, forum, mila) is OrgRole.MEMBER
    assert world.read(lambda work: work.org_invitations.page(forum.id, EVERY)).total == 0


def test_what_members_may_do_is_changed(signed_in, world, forum):
    signed_in.get(f"{SETTINGS}/member_privileges")
    page = signed_in.press("Save", base_role="write", create_public="", create_teams="yes")
    assert "What members may do was changed." in page.text
    now = org_of(world, "forum")
    assert now.base_role is Role.WRITE
    assert now.members_may.create_teams
    assert not now.members_may.create_public


def test_somebody_is_asked_and_accepts(signed_in, world, forum, browser_of):
    sten = world.user("sten")
    signed_in.get(f"{SETTINGS}/members")
    page = signed_in.press("Invite", invitee="sten", role="member")
    assert "“sten” is invited." in page.text
    browser = browser_of(sten)
    assert "Asks you to join as a member" in browser.get("/settings/organizations").text
    page = browser.press("Accept")
    assert "You are in “forum” now." in page.text
    assert role_in(world, forum, sten) is OrgRole.MEMBER


def test_somebody_is_asked_and_declines(signed_in, world, forum, browser_of):
    sten = world.user("sten")
    signed_in.get(f"{SETTINGS}/members")
    signed_in.press("Invite", invitee="STEN@example.test", role="admin")
    browser = browser_of(sten)
    assert "as an owner" in browser.get("/settings/organizations").text
    assert "declined" in browser.press("Decline").text
    assert role_in(world, forum, sten) is None
    assert world.read(lambda work: work.org_invitations.page(forum.id, EVERY)).total == 0


def test_an_invitation_is_cancelled(signed_in, world, forum):
    world.user("sten")
    signed_in.get(f"{SETTINGS}/members")
    signed_in.press("Invite", invitee="sten", role="member")
    assert "was cancelled" in signed_in.press("Cancel invitation").text
    assert world.read(lambda work: work.org_invitations.page(forum.id, EVERY)).total == 0


@pytest.mark.parametrize("invitee", ["", "nobody", "mila", "a@b@c", "octavia"])
def test_who_cannot_be_asked_is_told_at_the_field(signed_in, forum, mila, invitee):
    signed_in.get(f"{SETTINGS}/members")
    page = signed_in.press("Invite", invitee=invitee, role="member")
    assert page.status == 422
    assert "invitee-error" in page.html


def test_members_get_other_roles_and_go(signed_in, world, forum, mila):
    signed_in.get(f"{SETTINGS}/members")
    sent = {"authenticity_token": signed_in.token_of_forms(), "role": "admin"}
    signed_in.send(f"{SETTINGS}/members/mila", sent.items())
    assert role_in(world, forum, mila) is OrgRole.ADMIN
    signed_in.get(f"{SETTINGS}/members/mila/remove")
    assert "“mila” was removed." in signed_in.press("Remove member").text
    assert role_in(world, forum, mila) is None


def test_the_last_owner_cannot_leave(signed_in, world, forum, octavia, mila, browser_of):
    signed_in.get("/settings/organizations/forum/leave")
    assert signed_in.press("Leave organization").status == 422
    assert role_in(world, forum, octavia) is OrgRole.ADMIN
    browser = browser_of(mila)
    browser.get("/settings/organizations/forum/leave")
    assert "You left “forum”." in browser.press("Leave organization").text
    assert role_in(world, forum, mila) is None
    assert browser.get("/settings/organizations/forum/leave").status == 403


def test_a_membership_is_made_public(world, forum, mila, browser_of):
    browser = browser_of(mila)
    browser.get("/settings/organizations")
    assert "Everybody may know that you are in “forum”." in browser.press("Make public").text
    assert world.read(lambda work: work.organizations.member(forum.id, mila.id)).is_public
    browser.press("Make private")
    assert not world.read(lambda work: work.organizations.member(forum.id, mila.id)).is_public


def test_it_is_deleted_by_name(signed_in, world, forum):
    world.repository(forum, "things")
    signed_in.get(f"{SETTINGS}/delete")
    assert signed_in.press("Delete this organization", confirmation="other").status == 422
    signed_in.get(f"{SETTINGS}/delete")
    page = signed_in.press("Delete this organization", confirmation="forum")
    assert "Organization “forum” was deleted." in page.text
    assert org_of(world, "forum") is None
    assert signed_in.get("/forum").status == 404


def test_a_team_is_made_changed_and_deleted(world, forum, mila, browser_of):
    browser = browser_of(mila)
    assert "No teams yet" in browser.get("/orgs/forum/teams").text
    browser.click("New team")
    page = browser.press("Create team", name="Night Watch", description="Who watch")
    assert page.path == "/orgs/forum/teams/night-watch"
    assert "Maintainer" in page.text
    browser.click("Edit team")
    page = browser.press("Save", name="Day Watch", privacy="secret")
    assert page.path == "/orgs/forum/teams/day-watch"
    assert "Secret" in page.text
    browser.get("/orgs/forum/teams/day-watch/delete")
    assert "was deleted" in browser.press("Delete this team").text
    assert world.read(lambda work: work.teams.page(forum.id, mila.id, EVERY)).total == 0


def test_a_team_name_that_is_taken_is_told_at_its_field(signed_in, world, forum):
    world.team(forum, "guards")
    signed_in.get("/orgs/forum/new-team")
    page = signed_in.press("Create team", name="Guards")
    assert page.status == 422
    assert "name-error" in page.html


def test_members_and_repositories_of_a_team(signed_in, world, forum, mila, browser_of):
    vault = world.repository(forum, "vault", Visibility.PRIVATE)
    team = world.team(forum, "guards")
    path = "/orgs/forum/teams/guards"
    signed_in.get(path)
    assert "“mila” is in this team now." in signed_in.press("Add member", login="mila").text
    page = signed_in.press("Add repository", repository="vault", permission="write")
    assert "The team works with “vault” now." in page.text
    found = world.read(lambda work: work.repositories.by_id(vault.id, mila.id))
    assert found.viewer_role is Role.WRITE
    assert signed_in.press("Add repository", repository="none").status == 422
    signed_in.get(path)
    assert signed_in.press("Add member", login="nobody").status == 422
    browser = browser_of(mila)
    assert "vault" in browser.get(path).text
    sent = {"authenticity_token": browser.token_of_forms()}
    assert browser.send(f"{path}/repositories/vault/remove", sent.items()).status == 403
    assert browser.send(f"{path}/members/mila/remove", sent.items()).status == 403
    browser.get(path)
    assert "You left the team" in browser.press("Leave team").text
    assert world.read(lambda work: work.teams.own_role(team.id, mila.id)) is None
    assert browser.get("/forum/vault").status == 404
    signed_in.get(path)
    sent = {"authenticity_token": signed_in.token_of_forms()}
    told = signed_in.send(f"{path}/repositories/vault/remove", sent.items())
    assert "no longer works with “vault”" in told.text
    assert world.read(lambda work: work.teams.repository_role(team.id, vault.id)) is None


def test_teams_are_for_members_and_secret_ones_for_their_own(
    signed_in, world, forum, mila, browser_of
):
    world.team(forum, "hidden", privacy=Privacy.SECRET)
    assert signed_in.get("/orgs/forum/teams/hidden").status == 200
    browser = browser_of(mila)
    assert "hidden" not in browser.get("/orgs/forum/teams").text
    assert browser.get("/orgs/forum/teams/hidden").status == 404
    stranger = browser_of(world.user("sten"))
    assert stranger.get("/orgs/forum/teams").status == 403
    assert stranger.get("/orgs/forum/teams/hidden").status == 404


def test_a_maintainer_runs_the_team(world, forum, mila, browser_of):
    team = world.team(forum, "guards", mila)
    browser = browser_of(mila)
    assert browser.get("/orgs/forum/teams/guards/edit").status == 403
    world.write(lambda work: work.teams.set_member(team.id, mila.id, TeamRole.MAINTAINER, work.now))
    assert browser.get("/orgs/forum/teams/guards/edit").status == 200
    assert browser.get("/orgs/forum/teams/guards/delete").status == 200
