"""Developer settings, OAuth apps: registered, changed, given secrets, deleted."""

import pytest

from tests import sign_ins
from tests.sign_ins import sign_in
from watchword.oauth.model import GITHUB_CLI, Expiry

APPS = "/settings/developers"
GOOD = {
    "name": "Lighthouse",
    "homepage": "https://lighthouse.example",
    "description": "Shows the way",
    "callbacks": "https://lighthouse.example/callback\nhttp://127.0.0.1/done",
}


def apps_of(world, user):
    return world.read(lambda work: list(work.applications.of(user.id)))


def secrets_of(world, app):
    return world.read(lambda work: list(work.applications.secrets_of(app.id)))


def register(browser, **changed):
    browser.get(f"{APPS}/new")
    return browser.press("Register application", **(GOOD | changed))


@pytest.fixture
def app(signed_in, world, octavia):
    register(signed_in)
    return apps_of(world, octavia)[0]


def one(app):
    return f"{APPS}/{app.id}"


def test_the_way_leads_from_developer_settings_to_a_registered_application(
    signed_in, world, octavia
):
    signed_in.get("/settings/profile")
    signed_in.click("Developer settings")
    page = signed_in.click("OAuth apps")
    assert "No OAuth apps yet" in page.text
    signed_in.click("New OAuth app")
    page = signed_in.press("Register application", **GOOD, device_flow="yes")
    (made,) = apps_of(world, octavia)
    assert page.path == one(made)
    assert "“Lighthouse” is registered." in page.text
    assert page.ids["client-id"] == made.client_id
    assert (made.name, made.homepage, made.description, made.device_flow) == (
        "Lighthouse",
        "https://lighthouse.example",
        "Shows the way",
        True,
    )
    assert made.callbacks == ("https://lighthouse.example/callback", "http://127.0.0.1/done")
    assert (made.confidential, made.expiry, made.owner) == (True, Expiry.ASKED, octavia.id)
    page = signed_in.get(APPS)
    assert page.links["Lighthouse"] == one(made)
    assert made.client_id in page.text


def test_the_form_is_found_where_github_has_it(signed_in):
    assert signed_in.get("/settings/applications/new").path == f"{APPS}/new"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("name", "", id="no name"),
        pytest.param("name", "two\nlines", id="a name of two lines"),
        pytest.param("name", "x" * 300, id="a long name"),
        pytest.param("homepage", "javascript:alert(1)", id="a script as the homepage"),
        pytest.param("callbacks", "", id="no callback"),
        pytest.param("callbacks", "https://good.example/\njavascript:alert(1)", id="a script"),
        pytest.param("callbacks", "/relative", id="a path alone"),
        pytest.param("callbacks", "https://a.example/#part", id="a fragment"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(
    signed_in, world, octavia, field, value
):
    page = register(signed_in, **{field: value})
    assert page.status == 422
    assert page.ids[f"{field}-error"].strip()
    form = page.form("Register application")
    assert {name: form.value(name) for name in GOOD} == GOOD | {field: value}
    assert apps_of(world, octavia) == []


def test_what_is_said_of_an_application_is_changed(signed_in, world, octavia, app):
    signed_in.get(one(app))
    page = signed_in.press(
        "Update application", name="Beacon", callbacks="https://beacon.example/", description=""
    )
    assert "“Beacon” was updated." in page.text
    (kept,) = apps_of(world, octavia)
    assert (kept.name, kept.callbacks, kept.description) == (
        "Beacon",
        ("https://beacon.example/",),
        "",
    )
    assert kept.client_id == app.client_id
    page = signed_in.press("Update application", name="")
    assert page.status == 422
    assert page.ids["name-error"].strip()
    assert page.ids["client-id"] == app.client_id
    assert apps_of(world, octavia) == [kept]


def test_the_device_flow_is_a_switch(signed_in, world, octavia, app):
    signed_in.get(one(app))
    signed_in.press("Update application", device_flow="yes")
    assert apps_of(world, octavia)[0].device_flow
    form = signed_in.page.form("Update application")
    off = [pair for pair in form.fields if pair[0] != "device_flow"]
    assert len(off) == len(form.fields) - 1
    signed_in.send(form.action, off)
    assert not apps_of(world, octavia)[0].device_flow


def test_a_secret_is_shown_once_and_listed_by_its_end(signed_in, world, app):
    signed_in.get(one(app))
    page = signed_in.press("Generate a new client secret")
    assert page.status == 200
    secret = page.ids["client-secret"]
    (kept,) = secrets_of(world, app)
    assert kept.last_eight == secret[-8:]
    page = signed_in.click("Done")
    assert secret not in page.html
    assert f"…{secret[-8:]}" in page.text
    assert "Never used" in page.text


def test_sending_the_same_form_again_makes_no_second_secret(signed_in, world, app):
    form = signed_in.get(one(app)).form("Generate a new client secret")
    first = signed_in.send(form.action, form.fields)
    again = signed_in.send(form.action, form.fields)
    assert (first.status, again.status) == (200, 409)
    assert "another secret by now" in again.text
    assert len(secrets_of(world, app)) == 1


def test_a_new_secret_takes_a_fresh_password(signed_in, world, app):
    world.clock.now += 2 * 3_600 + 60
    signed_in.get(one(app))
    page = signed_in.press("Generate a new client secret")
    assert "client-secret" not in page.ids
    assert secrets_of(world, app) == []
    page = signed_in.press("Confirm", sudo_password="correct horse")
    assert page.ids["client-secret"]


def test_registering_takes_a_fresh_password_and_keeps_the_form(signed_in, world, octavia):
    world.clock.now += 2 * 3_600 + 60
    register(signed_in)
    assert apps_of(world, octavia) == []
    signed_in.press("Confirm", sudo_password="correct horse")
    assert [app.name for app in apps_of(world, octavia)] == ["Lighthouse"]


def test_a_secret_is_deleted_after_its_consequences_were_named(signed_in, world, app):
    for _ in range(2):
        signed_in.get(one(app))
        signed_in.press("Generate a new client secret")
    newest, oldest = secrets_of(world, app)
    page = signed_in.get(f"{one(app)}/secrets/{oldest.id}/delete")
    assert "has one other secret, which goes on working" in page.text
    page = signed_in.press("Delete this secret")
    assert f"ends with {oldest.last_eight} was deleted" in page.text
    assert secrets_of(world, app) == [newest]
    page = signed_in.get(f"{one(app)}/secrets/{newest.id}/delete")
    assert "It is the only secret of “Lighthouse”" in page.text
    assert signed_in.get(f"{one(app)}/secrets/{oldest.id}/delete").status == 404


def test_how_many_people_use_it_is_told_and_all_their_tokens_can_end(signed_in, world, app):
    assert "Nobody is signed in through it." in signed_in.get(one(app)).text
    assert "Revoke all user tokens" not in signed_in.page.links
    made = [
        sign_in(world, person, app.client_id, "repo")
        for person in (world.user("brutus"), world.user("cassia"))
    ]
    made.append(sign_in(world, world.read(lambda w: w.users.by_login("brutus")), app.client_id))
    assert "2 people are signed in through it." in signed_in.get(one(app)).text
    signed_in.click("Revoke all user tokens")
    page = signed_in.press("Revoke all user tokens")
    assert "3 sign-ins were revoked." in page.text
    left = world.read(lambda work: work.sign_ins.families_through(app.id))
    assert list(left) == []
    assert all(
        world.read(lambda work, token=each.token: work.tokens.by_id(token.id)) is None
        for each in made
    )
    assert signed_in.get(f"{one(app)}/revoke_all").path == one(app)


def test_an_application_is_deleted_by_its_name(signed_in, world, octavia, app):
    brutus = world.user("brutus")
    made = sign_in(world, brutus, app.client_id, "repo")
    signed_in.get(f"{one(app)}/delete")
    assert "One person is signed out of it." in signed_in.page.text
    page = signed_in.press("Delete this application", confirmation="Beacon")
    assert page.status == 422
    assert "Type the name of the application" in page.ids["confirmation-error"]
    assert apps_of(world, octavia) == [app]
    page = signed_in.press("Delete this application", confirmation=" lighthouse")
    assert page.path == APPS
    assert "“Lighthouse” was deleted." in page.text
    assert apps_of(world, octavia) == []
    assert world.read(lambda work: work.tokens.by_id(made.token.id)) is None


def test_one_that_was_switched_off_says_so(signed_in, world, app):
    world.write(lambda work: work.applications.disable(app.id, work.now))
    page = signed_in.get(one(app))
    assert "A site administrator switched this application off" in page.text
    assert "Switched off" in signed_in.get(APPS).text


def test_the_known_clients_are_nobodys_to_change(signed_in, world):
    known = world.read(lambda work: work.applications.by_client_id(GITHUB_CLI))
    for path in (one(known), f"{one(known)}/delete", f"{one(known)}/revoke_all"):
        assert signed_in.get(path).status == 404


def test_a_homepage_that_is_no_address_of_the_web_is_no_link(signed_in, world, octavia):
    odd = sign_ins.application(world, octavia, homepage="javascript:alert(1)")
    sign_in(world, octavia, odd.client_id)
    assert "javascript:" not in signed_in.get("/settings/applications").html
