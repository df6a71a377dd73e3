"""Debian's Chromium, driven by Playwright, and axe to look at what it shows."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLE = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""A test machine has neither a screen nor the network."""
LOOKS = [("light", 1280), ("dark", 360)]
"""Both colour schemes and both widths in pixels: no rule asks for a scheme at a width."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, for the length of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page that is shown."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def hidden_to_the_side(page: Page) -> int:
    """How many pixels of the page can only be reached by scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
