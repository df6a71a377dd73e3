"""A token in a real browser: made by a link, narrowed, regenerated, ended with all others."""

import datetime as dt
import re
import sqlite3

from playwright.sync_api import expect

from tests.chromium import chromium
from watchword.accounts.model import SUDO_LIFE

PASSWORD = "correct horse battery"
TOKEN = re.compile(r"ghp_[A-Za-z0-9]{36}")


def sign_in(page, login):
    page.goto("/login")
    page.get_by_label("Username").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your repositories")).to_be_visible()


def row(page, note):
    return page.get_by_role("listitem").filter(has_text=note)


def test_a_token_is_prefilled_changed_regenerated_and_revoked_with_all_others(server):
    server.add_user("vita", PASSWORD)

    def status(secret):
        return server.request("GET", "/api/v3/user", token=secret).status

    with chromium() as browser:
        context = browser.new_context(base_url=server.url, ignore_https_errors=True, locale="en-US")
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, "vita")

        page.goto("/settings/tokens/new?description=nightly&scopes=public_repo,gist")
        expect(page.get_by_label("Note")).to_have_value("nightly")
        expect(page.get_by_label("gist", exact=True)).to_be_checked()
        expect(page.get_by_label("repo", exact=True)).not_to_be_checked()
        expect(page.get_by_label("Custom date")).to_be_hidden()
        page.get_by_label("Expiration").select_option("custom")
        day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=40)
        page.get_by_label("Custom date").fill(day.isoformat())
        page.get_by_role("button", name="Generate token").click()
        first = page.locator("#token").inner_text()
        assert TOKEN.fullmatch(first)
        assert status(first) == 200
        page.get_by_role("link", name="Done").click()
        expect(row(page, "nightly")).to_contain_text(f"{day:%b} {day.day} {day.year}")

        row(page, "nightly").get_by_role("link", name="nightly", exact=True).click()
        page.get_by_label("Note").fill("weekly")
        page.get_by_label("gist", exact=True).uncheck()
        page.get_by_role("button", name="Update token").click()
        expect(row(page, "weekly")).to_contain_text("public_repo")
        expect(row(page, "weekly")).not_to_contain_text("gist")

        row(page, "weekly").get_by_role("link", name="Regenerate").click()
        page.get_by_label("Expiration").select_option("30")
        page.get_by_role("button", name="Regenerate token").click()
        second = page.locator("#token").inner_text()
        assert TOKEN.fullmatch(second)
        assert second != first
        assert (status(first), status(second)) == (401, 200)

        with sqlite3.connect(server.data / "watchword.db") as database:
            aged = "update sessions set password_at = password_at - ?"
            database.execute(aged, (SUDO_LIFE + 60,))
        page.goto("/settings/tokens/new")
        page.get_by_label("Note").fill("kept while asked")
        page.get_by_role("button", name="Generate token").click()
        expect(page.get_by_role("heading", name="Confirm your password")).to_be_visible()
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        third = page.locator("#token").inner_text()
        assert status(third) == 200
        page.get_by_role("link", name="Done").click()
        expect(row(page, "kept while asked")).to_be_visible()

        page.get_by_role("link", name="Revoke all").click()
        page.get_by_label("To confirm, type vita").fill("vita")
        page.get_by_role("button", name="Revoke all tokens").click()
        expect(page.get_by_role("status").first).to_contain_text("2 tokens were revoked.")
        assert (status(second), status(third)) == (401, 401)
        assert complaints == []
