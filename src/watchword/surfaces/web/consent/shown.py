"""What both pages show of an application and of what it asks for."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from watchword.access.scopes import Scope
from watchword.oauth.model import Application
from watchword.surfaces.web.consent import words
from watchword.surfaces.web.route import Asked
from watchword.work.unit import Work


def values(
    work: Work, asked: Asked, application: Application, scopes: Iterable[Scope], *, expires: bool
) -> Mapping[str, object]:
    """Give the values of the parts that stand in the templates of both pages."""
    wanted = tuple(scopes)
    again = asked.form is not None and "decided" in asked.form
    owner = None if application.owner is None else work.users.by_id(application.owner)
    return {
        "application": application,
        "registered_by": owner.login if owner else "",
        "home": _host(application.homepage),
        "scopes": words.asking(wanted, asked.sent.all("scopes") if again else wanted),
        "able": words.able_to(wanted),
        "expires": expires,
        "idle_days": asked.services.oauth_idle_days,
        "entry": asked.entry(),
        "needs_password": not asked.caller.actor.sudo,
    }


def _host(homepage: str) -> str:
    """The host of an address that somebody typed; empty where there is none in it."""
    try:
        return urlsplit(homepage).hostname or ""
    except ValueError:
        return ""
