"""All words go through gettext: with marks around each translated text nothing is left outside."""

import re
from gettext import NullTranslations

import pytest

from tests import sign_ins
from tests.consent import FAR, address, device_asks
from tests.pages import ADDRESS, Browser, services
from watchword.accounts.model import SUDO_LIFE
from watchword.kernel.entropy import system_entropy
from watchword.surfaces.http_kit.host import Host
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.locale.translator import Translator
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.rendering import Renderer

OPEN, CLOSE = "⟦", "⟧"
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
GIVEN = re.compile(
    # What people wrote, names, numbers, times, addresses and commands are nobody's to translate.
    r"octavia\S*|Octavia Vigil|laptop|aqueduct|Watchword( \d[\w.]*)?|\b(UTC|AM|PM)\b|"
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|January|April)\b|"
    r"(in )?\d+ (second|hour|day|week)s?( ago)?|"
    r"http://localhost:4321|cli\.github\.com|127\.0\.0\.1|testclient|python-httpx\S*|English|"
    r"\b[a-z_]+(:[a-z_]+)?\b(?= |$|,)|[0-9a-f-]{36}"
)


class Marking(NullTranslations):
    """Puts marks around every text."""

    def gettext(self, message):
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def browser(world):
    async def nothing(_scope, _receive, _send) -> None:
        raise AssertionError

    renderer = Renderer({"en": Translator("en", Marking())}, built_in())
    pages = Application(PAGES, services(world), renderer, built_in())
    host = Outermost(
        Host(git=nothing, lfs=nothing, oauth=nothing, api=nothing, pages=pages),
        {ADDRESS.partition("//")[2]},
        system_entropy,
    )
    return Browser(host)


def unmarked(page):
    """Letters of the page that no translation gave; commands and what was typed are left out."""
    html = re.sub(r"<(code|title|textarea|bdi)[^>]*>.*?</\1>", "", page.html, flags=re.DOTALL)
    # Names of licences and of languages are the same everywhere.
    html = re.sub(r'<select[^>]* id="\w+_template".*?</select>', "", html, flags=re.DOTALL)
    # The manual is written in each language as a whole; its own tests compare them.
    html = re.sub(r"<(\w+)[^>]* data-manual>.*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r'<(label|span) class="(scope-name|row-scopes)".*?</\1>', "", html)
    spoken = re.findall(
        r'(?:aria-label|placeholder|title|data-(?:copied|selected|shown|label))="([^"]*)"', html
    )
    text = " ".join([*spoken, re.sub(r"<[^>]+>", " ", html)])
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return sorted(set(re.findall(r"[A-Za-z]{2,}", GIVEN.sub(" ", text))))


def mark(words):
    return f"{OPEN}{words}{CLOSE}"


def numbers_of_an_application(world, owner):
    """An application with a secret, through which its owner is signed in twice."""
    app = sign_ins.application(world, owner, "octavia-app", homepage="")
    for _ in range(2):
        made = sign_ins.sign_in(world, owner, app.client_id, "repo")
    secret = world.write(
        lambda work: work.applications.add_secret(app.id, b"d" * 32, "octavia8", work.now)
    )
    return {"app": app.id, "application": app.id, "family": made.family.id, "secret": secret.id}


def consent(browser, world):
    """What the pages say on which applications are let in."""
    found = {}
    for scope in ("repo gist nonsense", "public_repo", "gist", "", "repo offline_access"):
        page = browser.get(address(scope=scope, login="octavia-too"))
        found[f"authorize {scope}"] = unmarked(page)
    found["cancelled"] = unmarked(browser.press(mark("Cancel")))
    for button in ("I did not start this", "Authorize %(app)s"):
        browser.get("/login/device?user_code=x")
        asked = device_asks(world, address=FAR, agent="")
        found["device"] = unmarked(browser.press(mark("Continue"), user_code=asked.code))
        form = next(f for f in browser.page.forms if button.split("%")[0] in " ".join(f.buttons))
        found[button] = unmarked(browser.send(form.action, form.fields))
    found["no such code"] = unmarked(browser.send(form.action, form.fields))
    return found


def test_nothing_that_a_page_says_stands_outside_of_the_catalogues(browser, world, octavia):
    world.token(octavia, "repo", note="laptop", expires_at=world.clock.now + 60)
    world.repository(octavia, "aqueduct")
    numbers = numbers_of_an_application(world, octavia)
    found = {}
    for path in ("/", "/login", "/no/such"):
        found[path] = unmarked(browser.get(path))
    browser.get("/login")
    found["wrong"] = unmarked(browser.press(mark("Sign in"), login="octavia", password="wrong"))
    browser.press(mark("Sign in"), login="octavia", password="correct horse")
    for row in PAGES:
        if row.route.method == "GET":
            path = row.route.path.replace("{token}", "1").replace("{topic}", "scopes")
            for name, number in numbers.items():
                path = path.replace(f"{{{name}}}", str(number))
            found[path] = unmarked(browser.get(path))
    found |= consent(browser, world)
    browser.get("/settings/tokens/new")
    found["mistake"] = unmarked(browser.press(mark("Generate token"), expiration="custom"))
    found["secret"] = unmarked(
        browser.press(mark("Generate token"), description="laptop 2", expiration="7")
    )
    newest = world.read(lambda work: work.tokens.of(octavia.id)[0].id)
    browser.get(f"/settings/tokens/{newest}/delete")
    found["notice"] = unmarked(browser.press(mark("Delete this token")))
    world.clock.now += SUDO_LIFE
    browser.get("/settings/tokens/new")
    found["sudo"] = unmarked(browser.press(mark("Generate token"), description="laptop 3"))
    assert {name: words for name, words in found.items() if words} == {}
