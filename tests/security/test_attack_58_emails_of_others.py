"""Attack 58: an address of somebody else, by its number."""

import pytest

from tests.pages import Browser, application
from tests.world import World, fresh_sqlite
from watchword.access.gate import require
from watchword.access.table import accounts as table
from watchword.accounts import emails


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def theirs(world):
    """An address that alice claimed, and the secret of its link."""
    alice = world.user("alice")

    def unit(work):
        grant = require(world.operator, table.ADD_EMAIL, alice)
        (email,) = emails.add(work, grant, ["alice@more.example"])
        return email, emails.make_link(work, email)

    return world.write(unit)


@pytest.fixture
def mallory(world):
    browser = Browser(application(world))
    browser.sign_in(world.user("mallory"))
    browser.get("/settings/emails")
    return browser


@pytest.mark.parametrize("action", ["resend", "primary", "remove", "confirm"])
def test_its_number_opens_nothing(world, theirs, mallory, action):
    email, secret = theirs
    before = world.read(lambda work: work.emails.by_id(email.id))
    path = f"/settings/emails/{email.id}/{action}"
    path += f"/{secret.text}" if action == "confirm" else ""
    fields = [("authenticity_token", mallory.token_of_forms())]
    assert mallory.send(path, fields).status == 404
    assert mallory.send(path.replace(f"/{email.id}/", "/999/"), fields).status == 404
    assert world.read(lambda work: work.emails.by_id(email.id)) == before


def test_the_link_does_not_open_in_the_browser_of_another_account(theirs, mallory):
    email, secret = theirs
    shown = mallory.get(f"/settings/emails/{email.id}/confirm/{secret.text}")
    assert shown.status == 404
    assert "alice@more.example" not in shown.html


def test_a_link_works_once_in_time_and_for_its_own_address(world, theirs):
    email, secret = theirs
    browser = Browser(application(world))
    browser.sign_in("alice")
    browser.get("/settings/emails")
    browser.press("Add", email="other@more.example")
    fields = [("authenticity_token", browser.token_of_forms())]

    def follow(number):
        return browser.send(f"/settings/emails/{number}/confirm/{secret.text}", fields).status

    assert follow(email.id + 1) == 404
    world.clock.now += emails.LINK_LIFE
    assert follow(email.id) == 404
    world.clock.now -= 1
    assert follow(email.id) == 200
    assert follow(email.id) == 404


def test_a_claimed_address_is_taken_by_who_reads_its_mail(world, theirs):
    """Claiming blocks nobody; when the owner comes and verifies, the claim is dead."""
    email, _ = theirs
    owner = world.user("owner")

    def unit(work):
        grant = require(world.operator, table.ADD_EMAIL, owner)
        (mine,) = emails.add(work, grant, [email.address])
        work.emails.verify(mine.id, work.now)

    world.write(unit)
    browser = Browser(application(world))
    browser.sign_in("alice")
    browser.get("/settings/emails")
    path = f"/settings/emails/{email.id}/confirm/{theirs[1].text}"
    refused = browser.send(path, [("authenticity_token", browser.token_of_forms())])
    assert refused.status == 422
    assert world.read(lambda work: work.emails.by_id(email.id)).verified_at is None


def test_the_secret_of_a_link_is_in_no_fact_and_no_table(world, theirs, tmp_path):
    _, secret = theirs
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("watchword.db*"))
    assert secret.text.encode() not in stored
