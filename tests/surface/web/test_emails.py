"""Settings, Emails: from the form to the mailed link."""

import re

import pytest

from tests.mailbox import Post
from tests.pages import Browser, application

EMAILS = "/settings/emails"


@pytest.fixture
def post(world, octavia):
    return Post(world)


def add(browser, address="o@b.example"):
    browser.get(EMAILS)
    return browser.press("Add", email=address)


def link_of(mail):
    (path,) = re.findall(r"https://git\.example\.test(/settings/emails/\d+/confirm/\w+)", mail)
    return path


def mailed_link(post):
    (text,) = [m.get_content() for m in post.deliver() if "Please verify" in m["Subject"]]
    return link_of(text)


def test_an_address_is_added_verified_and_made_primary(signed_in, post):
    page = add(signed_in)
    assert "o@b.example was added." in page.text
    assert "Unverified" in page.text
    notice, link = sorted(post.deliver(), key=lambda mail: mail["To"])[::-1], None
    told = {mail["To"]: mail for mail in notice}
    assert told.keys() == {"o@b.example", "octavia@example.test"}
    assert "was added to your account" in told["octavia@example.test"]["Subject"]
    assert "/confirm/" not in told["octavia@example.test"].get_content()
    link = link_of(told["o@b.example"].get_content())
    page = signed_in.get(link)
    assert "Is o@b.example yours?" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    page = signed_in.press("Verify")
    assert "o@b.example is verified." in page.text
    assert "Unverified" not in page.text
    page = signed_in.press("Make o@b.example primary")
    assert "o@b.example is your primary address now." in page.text
    assert {mail["To"] for mail in post.deliver()} == {"o@b.example", "octavia@example.test"}
    page = signed_in.press("Remove octavia@example.test")
    assert "octavia@example.test was removed." in page.text


def test_following_the_link_alone_changes_nothing(signed_in, post, world, octavia):
    add(signed_in)
    signed_in.get(mailed_link(post))
    found = world.read(lambda work: work.emails.of(octavia.id))
    assert found[1].verified_at is None


def test_who_is_not_signed_in_is_led_back_to_the_link(signed_in, site, post, octavia):
    add(signed_in)
    link = mailed_link(post)
    other = Browser(site)
    assert other.get(link).path.startswith("/login?return_to=/settings/emails/")
    page = other.press("Sign in", login="octavia", password="correct horse")
    assert page.path == link


def test_a_second_link_ends_the_first_one(signed_in, post):
    add(signed_in)
    first = mailed_link(post)
    signed_in.get(EMAILS)
    page = signed_in.press("Resend the link to o@b.example")
    assert "Another link is mailed to o@b.example." in page.text
    second = mailed_link(post)
    assert "used up or too old" in signed_in.get(first).text
    assert "yours?" in signed_in.get(second).text


def test_nobody_is_sent_more_than_twenty_links_in_an_hour(signed_in, post, world):
    add(signed_in)
    for _ in range(25):
        signed_in.get(EMAILS)
        signed_in.press("Resend the link to o@b.example")
    assert len([m for m in post.deliver() if m["To"] == "o@b.example"]) == 20
    world.clock.now += 3_600
    signed_in.get(EMAILS)
    signed_in.press("Resend the link to o@b.example")
    assert len(post.deliver()) == 1


@pytest.mark.parametrize("typed", ["octavia@example.test", "bob@example.test", "none", ""])
def test_what_cannot_be_added_stays_in_its_field(signed_in, world, typed):
    world.user("bob")
    page = add(signed_in, typed)
    assert page.status == 422
    assert page.form("Add").value("email") == typed
    assert page.ids["email-error"]


def test_where_mail_leaves_an_address_is_verified_before_it_is_primary(world, octavia):
    browser = Browser(application(world, mail_leaves=True))
    browser.sign_in(octavia)
    page = add(browser)
    assert "Make o@b.example primary" not in page.text
    (_, email) = world.read(lambda work: work.emails.of(octavia.id))
    fields = [("authenticity_token", browser.token_of_forms())]
    page = browser.send(f"{EMAILS}/{email.id}/primary", fields)
    assert page.status == 422
    assert "Verify this address first" in page.text
    assert world.read(lambda work: work.users.by_id(octavia.id)).email == "octavia@example.test"


def test_without_a_mail_server_nothing_waits_for_a_link(signed_in):
    add(signed_in)
    assert "is your primary address now" in signed_in.press("Make o@b.example primary").text


def test_the_address_is_shown_and_kept_private_again(signed_in, site, world):
    signed_in.get(EMAILS)
    assert "shown to people who are signed in" in signed_in.press("Show my primary address").text
    assert "octavia@example.test" in signed_in.get("/octavia").text
    assert "octavia@example.test" not in Browser(site).get("/octavia").text
    signed_in.get(EMAILS)
    assert "kept private" in signed_in.press("Keep my email address private").text
    assert "octavia@example.test" not in signed_in.get("/octavia").text


@pytest.mark.parametrize("shown", ["octavia@example.test", None, "third@b.example"])
def test_a_new_primary_address_is_shown_where_the_old_one_was(signed_in, world, octavia, shown):
    add(signed_in)

    def unit(work):
        third = work.emails.add(octavia.id, "third@b.example", work.now)
        work.emails.verify(third.id, work.now)
        work.users.update(octavia.id, {"public_email": shown}, work.now)

    world.write(unit)
    signed_in.get(EMAILS)
    signed_in.press("Make o@b.example primary")
    now = world.read(lambda work: work.users.by_id(octavia.id))
    assert now.email == "o@b.example"
    assert now.public_email == ("o@b.example" if shown == octavia.email else shown)


def test_a_new_primary_address_takes_the_password_of_the_last_two_hours(signed_in, world):
    add(signed_in)
    world.clock.now += 2 * 3_600 + 1
    page = signed_in.press("Make o@b.example primary")
    assert page.status == 403
    page = signed_in.press("Confirm", sudo_password="correct horse")
    assert "is your primary address now" in page.text
