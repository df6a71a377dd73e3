"""The page that an application sends the browser to: what it asks for, yes or no."""

from collections.abc import Mapping

from watchword.access.gate import Grant
from watchword.access.scopes import BY_NAME, Scope
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.oauth import authorize
from watchword.oauth.authorize import Consent, Request
from watchword.oauth.errors import Redirected
from watchword.oauth.redirect_uri import origin_of, with_query
from watchword.surfaces.web.consent import shown
from watchword.surfaces.web.consent.places import AUTHORIZE, CANCEL
from watchword.surfaces.web.consent.request import address, read, selects
from watchword.surfaces.web.forms import Form
from watchword.surfaces.web.route import Answer, Asked, Away, Page, View, oneself, page
from watchword.work.unit import Work

MOST_UNKNOWN = 5


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show who asks for what. Raises Unusable.

    There is always a click, also for what was granted before: whoever can open an address in
    somebody's browser must not get a token by that alone.
    """
    request = read(asked.query)
    try:
        consent = authorize.check(work, request, grant.target.id)
    except Redirected as refused:
        return _told(asked, refused)
    values = _values(work, grant.target, asked, request, consent)
    origin = origin_of(consent.redirect_to)
    return View("consent/authorize.html", values, secret=True, form_action=origin)


def approve(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Let the application in, with the scopes that are still ticked."""
    try:
        return Away(authorize.approve(work, grant, read(asked.query), ticked(asked.sent)))
    except Redirected as refused:
        return Away(_error(refused))


def cancel(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Say no: to the application where it can be told, and in any case to the person."""
    request = read(asked.query)
    try:
        application = authorize.check(work, request, grant.target.id).application
        told = authorize.deny(work, grant, request)
    except Redirected as refused:
        return Away(_error(refused))
    if told is not None:
        return Away(told)
    return View("consent/cancelled.html", {"name": application.name})


def ticked(form: Form) -> tuple[Scope, ...]:
    """Give the scopes that a form has ticked, as far as there are such."""
    return tuple(Scope(name) for name in form.all("scopes") if name in BY_NAME)


def _values(
    work: Work, user: User, asked: Asked, request: Request, consent: Consent
) -> Mapping[str, object]:
    common = shown.values(work, asked, consent.application, consent.scopes, expires=consent.offline)
    other = request.login or ""
    return {
        **common,
        "action": address(AUTHORIZE, asked.query),
        "cancel": address(CANCEL, asked.query),
        "unknown": [word[:40] for word in consent.unknown[:MOST_UNKNOWN]],
        "other_login": "" if other.lower() == user.login.lower() else other[:40],
        "selects": selects(asked.query),
        "leads_to": origin_of(consent.redirect_to),
    }


def _told(asked: Asked, refused: Redirected) -> Answer:
    """Tell the application what is wrong with its request.

    After the sign-in form by a link: Chromium lets that form lead to this server only, and
    follows no redirect from it to anywhere else.
    """
    uri = _error(refused)
    if not asked.from_here:
        return Away(uri)
    values = {"text": refused.text, "uri": uri, "leads_to": origin_of(refused.uri)}
    return View("consent/refused.html", values, status=400, secret=True)


def _error(refused: Redirected) -> str:
    """Give the address that tells it (RFC 6749 section 4.1.2.1)."""
    return with_query(
        refused.uri,
        error=refused.code,
        error_description=refused.text,
        error_uri=refused.about,
        state=refused.state,
    )


PAGES: list[Page] = [
    page("GET", AUTHORIZE, table.REVIEW, oneself, show),
    page("POST", AUTHORIZE, table.AUTHORIZE, oneself, approve, again=AUTHORIZE, asks_password=True),
    page("POST", CANCEL, table.DENY, oneself, cancel),
]
