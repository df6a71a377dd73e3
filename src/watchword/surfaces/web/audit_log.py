"""The log as people read it: one's own security log, the audit logs of organization and site."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.kinds import Kind
from watchword.access.table import audit as table
from watchword.accounts.model import Site, User
from watchword.audit import reading
from watchword.audit.model import Entry
from watchword.audit.phrase import Unreadable
from watchword.audit.reading import Part, Wanted
from watchword.kernel.ids import TokenId, UserId
from watchword.organizations.model import Organization
from watchword.surfaces.web.forms import Problem
from watchword.surfaces.web.organizations.finding import org_of_path
from watchword.surfaces.web.route import Answer, Asked, Page, View, oneself, page
from watchword.surfaces.web.site_admin.finding import ROOT, site_behind
from watchword.work.unit import Work

OWN: Final = "/settings/security-log"
OF_ORG: Final = "/organizations/{org}/settings/audit-log"
OF_SITE: Final = ROOT + "/audit-log"
AT_ONCE: Final = 50
NOTHING: Final = Part(())


class Line(Struct, frozen=True):
    """One entry as it is shown."""

    entry: Entry
    mine: bool
    """The one who looks did it."""
    at: int
    """Seconds since 1970."""
    token: str = ""
    """The note of one's own token that it is about, or was done with."""
    token_at: str = ""
    """Where that token is."""
    impersonator: str = ""
    """Who did it in the name of the actor."""


def show_own(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show what one did and what was done to one, the newest first."""
    wanted = _wanted(asked)
    notes = {token.id: token.note for token in work.tokens.of(grant.target.id)}
    try:
        part = reading.of_oneself(work, grant, wanted)
    except Unreadable as unreadable:
        return _view("settings/security_log.html", OWN, asked, NOTHING, (), unreadable)
    lines = [_line(work, one, grant.target.id, notes) for one in part.entries]
    return _view("settings/security_log.html", OWN, asked, part, lines)


def show_of_org(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Show what happened in an organization, the newest first."""
    org = grant.target
    template, path = "organizations/audit_log.html", OF_ORG.replace("{org}", org.login)
    try:
        part = reading.of_organization(work, grant, _wanted(asked))
    except Unreadable as unreadable:
        return _view(template, path, asked, NOTHING, (), unreadable, org=org)
    lines = [_line(work, one, asked.user.id, {}) for one in part.entries]
    return _view(template, path, asked, part, lines, org=org)


def show_of_site(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Show what happened on the server, the newest first."""
    template = "site_admin/audit_log.html"
    try:
        part = reading.of_site(work, grant, _wanted(asked))
    except Unreadable as unreadable:
        return _view(template, OF_SITE, asked, NOTHING, (), unreadable)
    lines = [_line(work, one, asked.user.id, {}) for one in part.entries]
    return _view(template, OF_SITE, asked, part, lines)


def _wanted(asked: Asked) -> Wanted:
    query = asked.query
    return Wanted(
        phrase=query.text("q"),
        include="all",
        after=query.text("after"),
        before=query.text("before"),
        size=AT_ONCE,
    )


def _view(
    template: str,
    path: str,
    asked: Asked,
    part: Part,
    lines: Sequence[Line],
    unreadable: Unreadable | None = None,
    **more: object,
) -> View:
    phrase = asked.query.text("q")
    entry = asked.entry(q=phrase)
    if unreadable is not None:
        said = asked.say(unreadable.sentence, near=unreadable.near)
        entry = entry.wrong(Problem("q", said))

    def to(name: str, cursor: str | None) -> str:
        query = {"q": phrase} if phrase else {}
        return f"{path}?{urlencode({**query, name: cursor})}" if cursor else ""

    values = {
        "entry": entry,
        "lines": lines,
        "path": path,
        "older": to("after", part.after),
        "newer": to("before", part.before),
        **more,
    }
    return View(template, values, status=200 if unreadable is None else 422)


def _line(work: Work, entry: Entry, viewer: UserId, notes: Mapping[TokenId, str]) -> Line:
    event = entry.event
    by_token = event.origin.kind == Kind.CLASSIC.value
    token = event.body.get("token") or (event.origin.credential if by_token else None)
    impersonator = event.origin.impersonator
    by = work.users.by_id(impersonator) if impersonator is not None else None
    return Line(
        entry,
        mine=entry.actor_id == viewer and impersonator is None,
        at=event.at_ms // 1000,
        token=notes.get(TokenId(token), "") if token is not None else "",
        token_at=f"/settings/tokens/{token}",
        impersonator=by.login if by else "",
    )


PAGES: Final[list[Page]] = [
    page("GET", OWN, table.READ_OWN, oneself, show_own),
    page("GET", OF_ORG, table.READ_OF_ORG, org_of_path, show_of_org),
    page("GET", OF_SITE, table.READ_OF_SITE, site_behind, show_of_site),
]
