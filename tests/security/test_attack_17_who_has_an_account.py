"""Attack 17: finding out who has an account, by what the sign-in page answers or takes.

What is verified, by equal statements, hashes and bytes and not by the clock: a login that nobody
has, a wrong password, a void one-time password and a suspended person's wrong password are answered
alike, for the same work.
"""

import re

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from tests.pages import PASSWORD, Browser, application
from watchword.accounts.passwords import Passwords

VALUES = re.compile(r"X?'(?:[^']|'')*'|\b[0-9]+\b|\bNULL\b")
WHO = ["brutus", "nobody", "lapsed", "banned"]


@pytest.fixture
def people(world):
    world.user("brutus")
    world.user("lapsed", password=PASSWORD, one_time=True)
    banned = world.user("banned")
    world.suspend(banned)
    world.clock.now += 8 * 86_400


@pytest.fixture
def statements(tmp_path):
    """Every statement that the database runs meanwhile, without its values."""
    seen = []

    def note(driver, _record):
        driver.set_trace_callback(lambda text: seen.append(VALUES.sub("?", text)))

    event.listen(Pool, "connect", note)
    yield seen
    event.remove(Pool, "connect", note)


@pytest.fixture
def hashes(monkeypatch):
    """How often a password is hashed, to be checked."""
    seen = []
    real = Passwords.matches

    def counted(self, password, kept):
        seen.append("matches")
        return real(self, password, kept)

    monkeypatch.setattr(Passwords, "matches", counted)
    return seen


def bare(page, login):
    """The page without what is new on every page."""
    html = re.sub(r'name="authenticity_token" value="[0-9a-f]+"', "", page.html)
    return html.replace(f'value="{login}"', 'value="…"')


def test_no_answer_tells_who_has_an_account(statements, world, people, hashes):
    told = {}
    for login in WHO:
        browser = Browser(application(world))
        browser.get("/login")
        statements.clear()
        hashes.clear()
        page = browser.press("Sign in", login=login, password="wrong password")
        headers = {
            name: value
            for name, value in page.headers.items()
            if name not in {"x-github-request-id", "content-length"}
        }
        told[login] = (page.status, bare(page, login), headers, [*statements], [*hashes])
    for login in WHO:
        assert told[login] == told["nobody"], login
    status, html, _, work, hashed = told["nobody"]
    assert status == 422
    assert "Incorrect username or password." in html
    assert len(hashed) == 1
    assert any(statement.startswith("INSERT INTO events") for statement in work)
    assert sum("FROM accounts" in statement for statement in work) == 4


def test_the_right_password_of_a_void_account_is_a_wrong_one(world, people):
    browser = Browser(application(world))
    assert "Incorrect username or password." in browser.sign_in("lapsed").text


def test_what_was_typed_as_a_login_is_kept_nowhere(world, people, tmp_path):
    browser = Browser(application(world))
    browser.sign_in("my-password-in-the-wrong-field", "x")
    world.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("watchword.db*"))
    assert b"wrong-field" not in kept
