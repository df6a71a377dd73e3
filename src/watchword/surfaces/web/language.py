"""Which language pages speak: kept with the account, or with a browser that has none."""

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import service
from watchword.accounts.model import Site, User
from watchword.kernel.errors import FieldError, Invalid
from watchword.surfaces.http_kit.route_table import Lane
from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, oneself, page, site
from watchword.surfaces.web.signing_in import local
from watchword.work.unit import Work

LANGUAGE = "/login/language"
SETTING = "/settings/language"


def known(language: str) -> str:
    """Give a language that there is a catalogue for; empty for the browser's. Raises Invalid."""
    if language and language not in translators():
        raise Invalid(FieldError("User", "language", "invalid"))
    return language


def choose(_work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Keep the language in a cookie, and go back to the page that was read.

    A link, not a form: a form would take a cookie of its own on every page. So nothing is kept when
    a page of another server leads here.
    """
    wanted = known(asked.query.text("to"))
    back = local(asked.query.text("return_to"))
    return Redirect(back, language=None if asked.from_elsewhere else wanted)


def keep(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Keep the language with the account, and with the browser for when nobody is signed in."""
    wanted = known(asked.sent.text("language"))
    service.update_language(work, grant, wanted or None)
    if "return_to" in asked.sent:
        return Redirect(local(asked.sent.text("return_to")), language=wanted)
    say = translators()[wanted] if wanted else asked.say
    said = Notice("success", say("Your language was saved."))
    return Redirect("/settings/profile", said, language=wanted)


PAGES: list[Page] = [
    page("GET", LANGUAGE, table.CHOOSE_LANGUAGE, site, choose, lane=Lane.GLANCE),
    page("POST", SETTING, table.UPDATE_PROFILE, oneself, keep, again="/settings/profile"),
]
