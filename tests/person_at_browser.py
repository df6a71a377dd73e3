"""A person at a real browser: signs in, lets programs in or turns them away, types codes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.named_server import HOST, Proxy

PASSWORD = "correct horse battery"
SITE = f"https://{HOST}"
LISTENING = re.compile(r"http://(localhost|127\.0\.0\.1):\d+/?\?")
"""Where programs on the person's own machine wait for the browser."""


@dataclass
class Person:
    """Somebody with an account, and a browser that is not signed in at first."""

    page: Page
    login: str
    password: str = PASSWORD

    def open(self, address: str) -> None:
        """Go to an address, by way of signing in where that is asked for."""
        self.page.goto(address)
        name = self.page.get_by_label("Username")
        if self.page.url.startswith(f"{SITE}/login") and name.is_visible():
            name.fill(self.login)
            self.page.get_by_label("Password", exact=True).fill(self.password)
            self.page.get_by_role("button", name="Sign in", exact=True).click()
            expect(name).to_be_hidden()

    def authorize(self, address: str, application: str, *, without: tuple[str, ...] = ()) -> None:
        """Let an application in that opened that address, and follow to where it listens."""
        self.open(address)
        self._agree(application, without)
        self.page.wait_for_url(LISTENING)

    def cancel(self, address: str) -> None:
        """Say no to an application that opened that address."""
        self.open(address)
        self.page.get_by_role("button", name="Cancel").click()

    def type_code(self, code: str) -> None:
        """Type the code that a device shows."""
        self.open(f"{SITE}/login/device")
        self.page.get_by_label("Code on your device").fill(code)
        self.page.get_by_role("button", name="Continue").click()

    def connect(self, code: str, application: str, *, without: tuple[str, ...] = ()) -> None:
        """Let a device in."""
        self.type_code(code)
        self._agree(application, without)
        expect(self.page.get_by_role("heading", name="Your device is connected")).to_be_visible()

    def turn_away(self, code: str) -> None:
        """Say that one did not start this."""
        self.type_code(code)
        self.page.get_by_role("button", name="I did not start this").click()
        expect(self.page.get_by_role("heading", name="turned away")).to_be_visible()

    def revoke(self, application: str) -> None:
        """Revoke an application in one's settings."""
        self.open(f"{SITE}/settings/applications")
        card = self.page.get_by_role("region", name=application)
        card.get_by_role("link", name="Revoke", exact=False).first.click()
        self.page.get_by_role("button", name="Revoke access").click()
        expect(self.page.get_by_role("status").first).to_be_visible()

    def _agree(self, application: str, without: tuple[str, ...]) -> None:
        button = self.page.get_by_role("button", name=f"Authorize {application}", exact=True)
        expect(button).to_be_visible()
        for scope in without:
            self.page.locator(f'input[name="scopes"][value="{scope}"]').uncheck()
        button.click()


@contextmanager
def at_browser(browser: Browser, proxy: Proxy, login: str) -> Iterator[Person]:
    """A person at a browser of their own, for the length of the block."""
    context = browser.new_context(
        # Programs that listen on this machine are reached without it.
        proxy={"server": proxy.address, "bypass": "localhost,127.0.0.1"},
        # The CA is this test's own.
        ignore_https_errors=True,
        locale="en-US",
    )
    try:
        yield Person(context.new_page(), login)
    finally:
        context.close()
