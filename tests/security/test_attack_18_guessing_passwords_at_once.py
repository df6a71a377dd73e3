"""Attack 18, many guesses of one password at the same moment: all of them are counted.

Checking one takes its time. Guesses that come before the first one was found wrong are no more than
those that come one after the other.
"""

import asyncio

import httpx

from tests.pages import ADDRESS, Browser, application, run
from watchword.authn.throttle import BAD_PASSWORDS_HERE

MANY = 4 * BAD_PASSWORDS_HERE


def guess_at_once(site, browser, path, **fields):
    """Send a form that often, each with another password, before any answer came."""
    cookies, headers = browser.cookies, {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    fields["authenticity_token"] = browser.token_of_forms()

    async def all_at_once():
        transport = httpx.ASGITransport(site)
        async with httpx.AsyncClient(
            transport=transport, base_url=ADDRESS, cookies=cookies, headers=headers
        ) as client:
            guesses = [
                {name: value.replace("?", str(number)) for name, value in fields.items()}
                for number in range(MANY)
            ]
            sent = [client.post(path, data=one) for one in guesses]
            return [answer.status_code for answer in await asyncio.gather(*sent)]

    statuses = run(all_at_once())
    return statuses.count(429), len(statuses) - statuses.count(429)


def test_of_many_sign_ins_at_once_no_more_are_checked_than_one_after_the_other(world):
    world.user("octavia")
    site = application(world)
    browser = Browser(site)
    browser.get("/login")
    turned_away, checked = guess_at_once(site, browser, "/login", login="octavia", password="no ?")
    assert (turned_away, checked) == (MANY - BAD_PASSWORDS_HERE, BAD_PASSWORDS_HERE)


def test_nor_with_a_stolen_session(world):
    octavia = world.user("octavia")
    site = application(world)
    browser = Browser(site)
    browser.sign_in(octavia)
    browser.get("/settings/security")
    wanted = {"password": "another one", "password_again": "another one"}
    _, checked = guess_at_once(site, browser, "/settings/security", old_password="no ?", **wanted)
    assert checked == BAD_PASSWORDS_HERE


def test_whoever_knows_it_is_never_turned_away(world):
    octavia = world.user("octavia")
    site = application(world)
    for _ in range(BAD_PASSWORDS_HERE + 2):
        assert Browser(site).sign_in(octavia).status == 200
