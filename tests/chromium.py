"""Debian's Chromium, driven by Playwright, and axe to look at what it shows.

It is the one without a screen: the same engine without what a desktop has around a page, for less
than half of what the whole browser takes of the processor.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLE = "/usr/bin/chromium-headless-shell"
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
LOOKS = [("dark", 360), ("light", 1280)]
"""Both colour schemes and both widths in pixels: no rule asks for a scheme at a width. A page is in
the last of them but while it is looked at."""
HEIGHT = 800
SHOWN = "[matchMedia('(prefers-color-scheme: dark)').matches, window.innerWidth]"
HIDDEN = """Math.max(document.documentElement.scrollWidth - window.innerWidth,
    ...Array.from(document.querySelectorAll("nav"), one => one.scrollWidth - one.clientWidth))"""
# Without the style sheets, which no rule reads but one that axe does not ask by itself.
OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


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
    page.evaluate(Axe().axe_script)
    return _found(page)


def faults_in_every_look(page: Page) -> list[str]:
    """What axe finds wrong, and what is hidden to the side; the page is loaded once for all."""
    page.evaluate(Axe().axe_script)
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate(SHOWN) == [scheme == "dark", width]
        hidden = hidden_to_the_side(page)
        wrong = [*_found(page), *([f"{hidden} pixels hidden to the side"] if hidden > 0 else [])]
        found += [f"{scheme} {width}: {fault}" for fault in wrong]
    return found


def _found(page: Page) -> list[str]:
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", OPTIONS)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def hidden_to_the_side(page: Page) -> int:
    """How many pixels of the page, or of its lists of links, scrolling sideways alone shows."""
    return page.evaluate(HIDDEN)
