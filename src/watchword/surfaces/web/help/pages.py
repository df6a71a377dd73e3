"""Help pages: the list of topics, and a page for each."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from watchword.access.gate import Grant
from watchword.access.table import accounts
from watchword.accounts.model import Site
from watchword.surfaces.locale.translator import Translator
from watchword.surfaces.web.help import scopes
from watchword.surfaces.web.help.facts import Facts
from watchword.surfaces.web.help.topics import GROUPS, KEPT, TOPICS, document, titles
from watchword.surfaces.web.route import Answer, Asked, Page, View, page, site
from watchword.work.unit import Work

HELP: Final = "/help"


def index(_work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """List the topics, each with what it is good for."""
    return View("help/index.html", _frame(asked) | {"missing": False})


def topic(_work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Show one topic. For a name that is none, the list is what helps."""
    name = asked.params["topic"]
    frame = _frame(asked)
    if name not in TOPICS:
        return View("help/index.html", frame | {"missing": True}, status=404)
    place = TOPICS.index(name)
    user = asked.caller.user
    facts = _facts(asked, user.login if user else "")
    drawn = _drawn(name, asked.translator, facts)

    def once(caller: Callable[[], Markup]) -> Markup:
        if not drawn:
            drawn.append(caller())
        return drawn[0]

    values = {
        "topic": name,
        "document": document(name, asked.translator.language, facts),
        "before": TOPICS[place - 1] if place else None,
        "after": TOPICS[place + 1] if place + 1 < len(TOPICS) else None,
        "once": once,
        "scopes": scopes.table,
    }
    return View("help/topic.html", frame | values)


@lru_cache(KEPT)
def _drawn(_name: str, _translator: Translator, _facts: Facts) -> list[Markup]:
    """Give the place for the HTML of a document: one for each language, server and reader."""
    return []


def _frame(asked: Asked) -> dict[str, object]:
    titled = titles(asked.translator.language, _facts(asked, ""))
    return {"groups": GROUPS, "titled": titled}


def _facts(asked: Asked, login: str) -> Facts:
    services = asked.services
    return Facts(services.public_url, services.about, services.oauth_idle_days, login)


PAGES: list[Page] = [
    page("GET", HELP, accounts.LOOK, site, index),
    page("GET", f"{HELP}/{{topic}}", accounts.LOOK, site, topic),
]
