"""Secret-scanning alerts of a repository, for those who run it: listed, shown, seen to."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant, allows, require
from watchword.access.table import leaks as table
from watchword.authn.resolve import Caller
from watchword.contents.names import quoted, shown
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.pagination import PageRequest
from watchword.kernel.words import N_
from watchword.leaks import service
from watchword.leaks.model import Alert, Location, Resolution, State, Watched
from watchword.leaks.patterns import TITLES
from watchword.leaks.ports import AlertListing
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.errors import Moved
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import PATH, by_name, head
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

SECURITY: Final = PATH + "/security"
ALERTS: Final = SECURITY + "/secret-scanning"
ONE: Final = ALERTS + "/{alert}"
LARGEST: Final = 2**31 - 1
WAYS: Final = {
    Resolution.REVOKED: N_("Revoked"),
    Resolution.FALSE_POSITIVE: N_("False positive"),
    Resolution.USED_IN_TESTS: N_("Used in tests"),
    Resolution.WONT_FIX: N_("Won't fix"),
}


class Standing(Struct, frozen=True):
    """A place of an alert, and where its lines and its commit are shown."""

    path: str
    line: int
    last_line: int
    commit: str
    blob_page: str
    commit_page: str


def watched(work: Work, caller: Caller, params: Params) -> Watched | None:
    """Find the repository, as those see it who may see its alerts; a former name leads on."""
    found = by_name(work, caller, params)
    if found is None:
        return None
    target = Watched(found)
    if found.full_name.lower() == f"{params['owner']}/{params['repo']}".lower():
        return target
    raise Moved(require(caller.actor, table.READ, target).target.repository.full_name)


def may_know(caller: Caller, there: Watched) -> bool:
    """Whether who asks may know of alerts there."""
    return allows(caller.actor, table.READ, there)


def alert_of_path(work: Work, caller: Caller, params: Params) -> Alert | None:
    """Find the alert of that number in the repository (attack 58)."""
    there, wanted = watched(work, caller, params), number(params["alert"])
    if there is None or wanted is None or wanted > LARGEST:
        return None
    # Not looked for where nobody may know of it: that would take longer (attack 52).
    return work.alerts.find(there.repository, wanted) if may_know(caller, there) else None


def to_alerts(_work: Work, grant: Grant[Watched], _asked: Asked) -> Answer:
    """Go to the alerts: nothing else is there yet."""
    return Redirect(_place(grant.target.repository.full_name))


def show_list(work: Work, grant: Grant[Watched], asked: Asked) -> Answer:
    """List the open alerts, or the others."""
    repository = grant.target.repository
    state = State.RESOLVED if asked.query.text("state") == "resolved" else State.OPEN
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    found = work.alerts.page(repository, AlertListing(state=state), wanted)
    counts = {
        one.value: work.alerts.page(repository, AlertListing(state=one), PageRequest(1, 1)).total
        for one in State
    }
    values = {
        "head": head(repository, asked),
        "alerts": found,
        "counts": counts,
        "state": state.value,
        "titles": TITLES,
        "ways": _ways(asked),
    }
    return View("repository/secret_alerts.html", values)


def show_one(work: Work, grant: Grant[Alert], asked: Asked) -> Answer:
    """Show an alert: the secret, where it stands, what can be done."""
    alert = grant.target
    wanted = PageRequest(1, service.MOST_LOCATIONS)
    resolver = None if alert.resolved_by is None else work.users.by_id(alert.resolved_by)
    values = {
        "head": head(alert.repository, asked),
        "alert": alert,
        "title": TITLES.get(alert.kind, alert.kind),
        "secret": service.secret_of(work, alert),
        "validity": service.validity_of(work, alert).value,
        "own": alert.token is not None,
        "standings": list(_standings(alert, work.alerts.locations(alert.id, wanted).items)),
        "resolver": resolver,
        "ways": _ways(asked),
        "longest": service.LONGEST_COMMENT,
        "entry": asked.entry(resolution=Resolution.REVOKED.value),
    }
    return View("repository/secret_alert.html", values, secret=True)


def change(work: Work, grant: Grant[Alert], asked: Asked) -> Answer:
    """See to an alert, or open it again."""
    alert, sent = grant.target, asked.sent
    if sent.text("state") == State.OPEN.value:
        service.reopen(work, grant)
        said = asked.say("Alert %(number)s was opened again.", number=alert.number)
    else:
        comment = sent.text("resolution_comment").strip() or None
        service.resolve(work, grant, _way(sent.text("resolution")), comment)
        said = asked.say("Alert %(number)s was resolved.", number=alert.number)
    place = _place(alert.repository.full_name)
    return Redirect(f"{place}/{alert.number}", Notice("success", said))


def _way(text: str) -> Resolution:
    try:
        return Resolution(text)
    except ValueError:
        error = FieldError("SecretScanningAlert", "resolution", "missing_field")
        raise Invalid(error) from None


def _ways(asked: Asked) -> dict[str, str]:
    return {one.value: asked.say(words) for one, words in WAYS.items()}


def _standings(alert: Alert, found: Sequence[Location]) -> Iterator[Standing]:
    name = alert.repository.full_name
    for one in found:
        raw = one.place.path.encode("utf-8", "surrogateescape")
        spot = one.place.spot
        yield Standing(
            path=shown(raw),
            line=spot.start_line,
            last_line=spot.end_line,
            commit=one.place.commit,
            blob_page=f"/{name}/blob/{one.place.commit}/{quoted(raw)}?plain=1#L{spot.start_line}",
            commit_page=f"/{name}/commit/{one.place.commit}",
        )


def _place(full_name: str) -> str:
    return f"/{full_name}/security/secret-scanning"


PAGES: Final[list[Page]] = [
    page("GET", SECURITY, table.READ, watched, to_alerts),
    page("GET", ALERTS, table.READ, watched, show_list),
    page("GET", ONE, table.READ, alert_of_path, show_one),
    page("POST", ONE, table.RESOLVE, alert_of_path, change, again=ONE),
]
