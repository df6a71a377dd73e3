"""Pages of site administration: people found, made, stopped, promoted, renamed, deleted; tokens."""

import pytest

from tests.pages import Browser
from tests.sign_ins import sign_in
from watchword.accounts.model import SUDO_LIFE

PEOPLE = "/site-admin/people"
TOKENS = "/site-admin/tokens"
GH = "178c6fc778ccc68e1d6a"


@pytest.fixture
def root(world):
    return world.user("root", site_admin=True)


@pytest.fixture
def admin(site, root):
    """The browser of who runs the site."""
    made = Browser(site)
    made.sign_in(root)
    return made


@pytest.fixture
def mila(world):
    return world.user("mila", name="Mila Ostrom")


def as_now(world, user):
    return world.read(lambda work: work.users.by_id(user.id))


def test_the_menu_leads_there_and_people_are_found(admin, mila):
    admin.get("/")
    page = admin.click("Site administration")
    assert page.path == PEOPLE
    assert "mila" in page.text
    assert "mila@example.test" in page.text
    page = admin.get(f"{PEOPLE}?q=ostrom+mila")
    assert "mila@example.test" in page.text
    assert "root@example.test" not in page.text
    assert "Nobody is called so" in admin.get(f"{PEOPLE}?q=x+mila").text


def test_a_person_is_made_and_signs_in_with_the_password_that_was_shown_once(admin, site):
    admin.get(PEOPLE)
    admin.click("New person")
    page = admin.press("Create account", login="fresh", email="fresh@example.test", name="Fresh")
    password = page.ids["password"].strip()
    assert len(password) == 20
    assert page.headers["cache-control"] == "no-store"
    assert password not in admin.click("Done").text
    newcomer = Browser(site)
    assert newcomer.sign_in("fresh", password).path.startswith("/settings/first_password")


def test_who_forgot_the_password_gets_one_that_was_shown_once(admin, site, mila, world):
    token = world.token(mila, "repo")[0]
    theirs = Browser(site)
    theirs.sign_in(mila)
    admin.get(f"{PEOPLE}/mila")
    page = admin.press("Make a one-time password")
    password = page.ids["password"].strip()
    assert page.headers["cache-control"] == "no-store"
    assert password not in admin.click("Done").text
    assert theirs.get("/settings/profile").path.startswith("/login")
    assert Browser(site).sign_in("mila", password).path.startswith("/settings/first_password")
    assert world.read(lambda work: work.tokens.by_id(token.id)).is_live(world.clock.now)


def test_what_is_wrong_with_a_new_person_is_told_and_stays_typed(admin, mila):
    admin.get(f"{PEOPLE}/new")
    page = admin.press("Create account", login="mila", email="new@example.test")
    assert page.status == 422
    assert page.form("Create account").value("email") == "new@example.test"
    page = admin.press("Create account", login="-", email="")
    assert "may only contain letters" in page.text


def test_a_person_is_suspended_with_a_reason_and_lives_again(admin, world, site, mila):
    theirs = Browser(site)
    theirs.sign_in(mila)
    admin.get(f"{PEOPLE}/mila")
    page = admin.press("Suspend", reason="left the firm")
    assert "“mila” is suspended." in page.text
    assert theirs.get("/settings/profile").path.startswith("/login")
    (fact,) = world.read(lambda work: work.events.latest(5, name="user.suspend"))
    assert fact.body["reason"] == "left the firm"
    assert "no longer suspended" in admin.press("Unsuspend").text
    assert as_now(world, mila).suspended_at is None


def test_a_reason_that_is_too_long_is_told_at_its_field(admin, world, mila):
    admin.get(f"{PEOPLE}/mila")
    page = admin.press("Suspend", reason="x" * 1001)
    assert (page.status, page.form("Suspend").value("reason")) == (422, "x" * 1001)
    assert as_now(world, mila).suspended_at is None


def test_a_person_is_promoted_and_demoted(admin, world, mila):
    admin.get(f"{PEOPLE}/mila")
    assert "is a site administrator" in admin.press("Make a site administrator").text
    assert as_now(world, mila).site_admin
    assert "is no longer" in admin.press("Remove as site administrator").text
    assert not as_now(world, mila).site_admin


def test_a_person_is_renamed(admin, world, mila):
    admin.get(f"{PEOPLE}/mila")
    page = admin.press("Change username", login="root")
    assert page.status == 422
    page = admin.press("Change username", login="milena")
    assert page.path == f"{PEOPLE}/milena"
    assert "“mila” is “milena” now." in page.text
    assert as_now(world, mila).login == "milena"


def test_a_person_is_deleted_when_the_name_is_typed(admin, world, mila):
    world.repository(mila, "things")
    admin.get(f"{PEOPLE}/mila")
    page = admin.click("Delete this account")
    assert "1 repository goes" in page.text
    page = admin.press("Delete this account", confirmation="someone")
    assert "Type the username to confirm." in page.text
    assert as_now(world, mila) is not None
    page = admin.press("Delete this account", confirmation="Mila")
    assert (page.path, "“mila” was deleted." in page.text) == (PEOPLE, True)
    assert as_now(world, mila) is None


def test_the_only_owner_of_an_organization_is_not_offered(admin, world, mila):
    world.organization("guild", mila)
    page = admin.get(f"{PEOPLE}/mila/delete")
    assert "guild" in page.text
    assert not [form for form in page.forms if form.action.endswith("/delete")]


def test_nobody_is_offered_to_shut_oneself_out(admin, world, root):
    page = admin.get(f"{PEOPLE}/root")
    assert {"Suspend", "Remove as site administrator"}.isdisjoint(
        button for form in page.forms for button in form.buttons
    )
    token = ("authenticity_token", admin.token_of_forms())
    for what in ("suspend", "demote", "delete", "password"):
        sent = [token, ("confirmation", "root")]
        assert admin.send(f"{PEOPLE}/{root.login}/{what}", sent).status == 403
    assert as_now(world, root).site_admin


def test_tokens_of_everybody_are_listed_without_their_secrets_and_revoked(admin, world, mila):
    token, secret = world.token(mila, "repo", note="laptop")
    made = sign_in(world, mila, GH, "gist")
    page = admin.get(TOKENS)
    for words in ("laptop", "repo", "gist", "mila", secret.text[-8:]):
        assert words in page.text
    assert secret.text not in page.html
    assert "Token “laptop” was revoked." in admin.press("laptop, mila").text
    assert world.read(lambda work: work.tokens.by_id(token.id)).ended_by == "site_admin"
    named = ("authenticity_token", admin.token_of_forms())
    assert admin.send(f"{TOKENS}/{made.token.id}/revoke", [named]).status == 200
    assert world.read(lambda work: list(work.sign_ins.families_of(mila.id))) == []
    assert "No tokens" in admin.get(TOKENS).text
    assert admin.send(f"{TOKENS}/{token.id}/revoke", [named]).status == 404


def test_what_widens_or_cannot_be_taken_back_asks_for_the_password(admin, world, mila):
    world.clock.now += SUDO_LIFE
    admin.get(f"{PEOPLE}/mila")
    page = admin.press("Make a site administrator")
    assert not as_now(world, mila).site_admin
    assert "password" in page.text.lower()
    admin.get(f"{PEOPLE}/mila/delete")
    admin.press("Delete this account", confirmation="mila")
    assert as_now(world, mila) is not None
    admin.get(f"{PEOPLE}/mila")
    page = admin.press("Make a one-time password")
    assert "password" not in page.ids
    admin.get(f"{PEOPLE}/mila")
    admin.press("Suspend", reason="")
    assert as_now(world, mila).suspended_at is not None


ALL = [
    ("GET", "/site-admin"),
    ("GET", PEOPLE),
    ("GET", f"{PEOPLE}/new"),
    ("GET", f"{PEOPLE}/mila"),
    ("GET", f"{PEOPLE}/mila/delete"),
    ("GET", TOKENS),
    ("POST", PEOPLE),
    ("POST", f"{PEOPLE}/mila/suspend"),
    ("POST", f"{PEOPLE}/mila/unsuspend"),
    ("POST", f"{PEOPLE}/mila/promote"),
    ("POST", f"{PEOPLE}/mila/demote"),
    ("POST", f"{PEOPLE}/mila/rename"),
    ("POST", f"{PEOPLE}/mila/password"),
    ("POST", f"{PEOPLE}/mila/delete"),
    ("POST", f"{TOKENS}/1/revoke"),
]


def test_to_everybody_else_none_of_it_is_there(signed_in, world, octavia, mila):
    world.token(octavia)
    assert "Site administration" not in signed_in.get("/").text
    token = ("authenticity_token", signed_in.token_of_forms())
    for method, path in ALL:
        if method == "GET":
            page = signed_in.get(path)
        else:
            sent = [token, ("login", "another"), ("confirmation", "mila")]
            page = signed_in.send(path, sent)
        assert page.status == 404, path
    missing = signed_in.get(f"{PEOPLE}/nobody")
    assert missing.status == 404
    now = as_now(world, mila)
    assert (now.site_admin, now.suspended_at, now.login) == (False, None, "mila")


def test_whom_there_is_not_is_not_found(admin):
    assert admin.get(f"{PEOPLE}/nobody").status == 404


def test_who_acts_in_ones_name_is_seen_among_ones_tokens(world, signed_in, octavia, root):
    from tests.world import actor_of
    from watchword.access.gate import require
    from watchword.access.table.site_tokens import IMPERSONATE
    from watchword.accounts.model import SITE
    from watchword.kernel.events import Origin
    from watchword.tokens import impersonation

    asking, _ = world.token(root, "site_admin")
    origin = Origin(credential=asking.id)
    actor = actor_of(root, "site_admin", site_admin=True, origin=origin)
    grant = require(actor, IMPERSONATE, SITE)
    token, _ = world.write(lambda work: impersonation.begin(work, grant, octavia, ["repo"]))
    page = signed_in.get("/settings/tokens")
    assert "Impersonation by root" in page.text
    assert "A site administrator made this token to act in your name." in page.text
    assert f"/settings/tokens/{token.id}/regenerate" not in page.html
    signed_in.get(f"/settings/tokens/{token.id}/delete")
    signed_in.press("Delete this token")
    assert world.read(lambda work: work.tokens.by_id(token.id)) is None
