"""Attack 58 on the pages about applications: numbers of another person's things in the path.

What is verified, for each row of those pages: another person's application, secret or sign-in is
missing exactly as one that is not there, a secret of another application of one's own is missing
below the first one's path, and nothing changes by asking.
"""

import pytest

from tests import sign_ins
from tests.pages import Browser, application
from tests.sign_ins import sign_in
from watchword.oauth.model import GITHUB_CLI
from watchword.surfaces.web import applications, developer_apps

ROWS = [
    (row.route.method, row.route.path)
    for row in (*applications.PAGES, *developer_apps.PAGES)
    if "{" in row.route.path
]
FIELDS = [("confirmation", "Lighthouse"), ("newest", "0"), ("name", "Mine")]
ABSENT = 999_999


def add_secret(world, app):
    return world.write(
        lambda work: work.applications.add_secret(app.id, work.entropy(32), "lastlast", work.now)
    )


@pytest.fixture
def things(world):
    """Octavia's application with a secret, and her sign-in through it."""
    octavia = world.user("octavia")
    app = sign_ins.application(world, octavia)
    return app, add_secret(world, app), sign_in(world, octavia, app.client_id, "repo")


@pytest.fixture
def stranger(world):
    browser = Browser(application(world))
    browser.sign_in(world.user("brutus"))
    browser.get("/settings/tokens/new")
    return browser


def ask(browser, method, path, token):
    if method == "GET":
        return browser.get(path, follow=False)
    return browser.send(path, [("authenticity_token", token), *FIELDS], follow=False)


def everything(world):
    def unit(work):
        apps = list(work.applications.every())
        return (
            apps,
            [list(work.applications.secrets_of(app.id)) for app in apps],
            [list(work.sign_ins.families_through(app.id)) for app in apps],
            list(work.tokens.every()),
        )

    return world.read(unit)


def test_there_are_rows_to_try():
    assert len(ROWS) >= 12


@pytest.mark.parametrize(("method", "path"), ROWS, ids=lambda value: value)
def test_what_is_anothers_is_as_missing_as_what_is_not_there(world, things, stranger, method, path):
    app, secret, signed = things
    token = stranger.token_of_forms()
    before = everything(world)
    theirs = {"app": app.id, "secret": secret.id, "family": signed.family.id}
    absent = dict.fromkeys(theirs, ABSENT)
    told = [
        ask(stranger, method, path.format(application=numbers["app"], **numbers), token)
        for numbers in (theirs, absent)
    ]
    assert [page.status for page in told] == [404, 404]
    assert told[0].text.partition("Not found")[0] == told[1].text.partition("Not found")[0]
    assert "Lighthouse" not in told[0].html
    assert everything(world) == before


def test_a_secret_of_another_application_of_ones_own_is_not_below_this_one(world, things):
    app, secret, _ = things
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    other = sign_ins.application(world, octavia, "Beacon")
    browser = Browser(application(world))
    browser.sign_in(octavia)
    browser.get(f"/settings/developers/{app.id}/secrets/{secret.id}/delete")
    token = browser.token_of_forms()
    for wrong in (other.id, 1):
        path = f"/settings/developers/{wrong}/secrets/{secret.id}/delete"
        for method in ("GET", "POST"):
            assert ask(browser, method, path, token).status == 404
    assert world.read(lambda work: list(work.applications.secrets_of(app.id))) == [secret]


def test_revoking_an_application_ends_ones_own_sign_ins_only(world, things, stranger):
    app, _, theirs = things
    brutus = world.read(lambda work: work.users.by_login("brutus"))
    sign_in(world, brutus, app.client_id, "repo")
    stranger.get(f"/settings/applications/{app.id}/revoke")
    assert stranger.press("Revoke access").status == 200
    kept = world.read(lambda work: list(work.sign_ins.families_through(app.id)))
    assert kept == [theirs.family]


@pytest.mark.parametrize("step", ["", "/regenerate", "/delete"])
def test_a_token_of_an_application_is_none_of_the_classic_ones(world, step):
    octavia = world.user("octavia")
    made = sign_in(world, octavia, GITHUB_CLI, "repo")
    browser = Browser(application(world))
    browser.sign_in(octavia)
    browser.get("/settings/tokens/new")
    token = browser.token_of_forms()
    path = f"/settings/tokens/{made.token.id}{step}"
    assert browser.get(path).status == 404
    sent = [("authenticity_token", token), ("description", "mine"), ("scopes", "admin:org")]
    sent += [("expiration", "none"), ("last_eight", made.token.last_eight)]
    assert browser.send(path, sent).status == 404
    assert world.read(lambda work: work.tokens.by_id(made.token.id)) == made.token


def test_the_lists_of_classic_tokens_know_none_of_applications(world):
    octavia = world.user("octavia")
    sign_in(world, octavia, GITHUB_CLI, "repo", refreshed_until=world.clock.now + 86_400)
    browser = Browser(application(world))
    browser.sign_in(octavia)
    assert "No tokens yet" in browser.get("/settings/tokens").text
    home = browser.get("/")
    assert "GitHub CLI" not in home.text
    assert "You have no personal access tokens." in home.text
    assert browser.get("/settings/tokens/revoke_all").path == "/settings/tokens"
