"""The audit log: of an organization, for its owners; of the whole site, for who runs it."""

from typing import Final, Literal
from urllib.parse import quote, urlencode

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import audit as table
from watchword.accounts.model import SITE, Site
from watchword.audit import reading
from watchword.audit.reading import Part, Wanted
from watchword.authn.resolve import Caller
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import Organization
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.organizations.finding import ORG, by_login
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.audit import AuditEntry, audit_entry
from watchword.work.unit import Work

ENTERPRISE: Final = "watchword"
"""The slug of the one enterprise that a server is."""


class AuditQuery(Struct, kw_only=True):
    """What is searched for, and which part of it is wanted."""

    phrase: str = ""
    include: Literal["web", "git", "all"] = "web"
    after: str = ""
    before: str = ""
    order: Literal["desc", "asc"] = "desc"
    per_page: int | None = None

    def wanted(self) -> Wanted:
        """The same in words of the domain."""
        return Wanted(
            phrase=self.phrase,
            include=self.include,
            after=self.after,
            before=self.before,
            ascending=self.order == "asc",
            size=PageRequest.of(None, self.per_page).size,
        )

    def link(self, address: str, part: Part) -> tuple[tuple[bytes, bytes], ...]:
        """The `Link` header; none where everything is on one page."""
        kept = {
            "phrase": self.phrase,
            "include": self.include if self.include != "web" else "",
            "order": self.order if self.order != "desc" else "",
            "per_page": str(self.per_page or ""),
        }
        query = {name: text for name, text in kept.items() if text}
        cursors = {"next": ("after", part.after), "prev": ("before", part.before)}
        told = [
            (rel, urlencode({**query, name: cursor}))
            for rel, (name, cursor) in cursors.items()
            if cursor is not None
        ]
        if self.after or self.before:
            told.append(("first", urlencode(query)))
        links = [f'<{address}?{text}>; rel="{rel}"' for rel, text in told]
        return ((b"link", ", ".join(links).encode("ascii")),) if links else ()


class AuditLogs:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def of_organization(
        self, work: Work, grant: Grant[Organization], asked: AuditQuery
    ) -> Told[list[AuditEntry]]:
        """List what happened in an organization, the newest first unless told otherwise."""
        part = reading.of_organization(work, grant, asked.wanted())
        return self._told(f"/orgs/{quote(grant.target.login)}/audit-log", asked, part)

    def of_site(self, work: Work, grant: Grant[Site], asked: AuditQuery) -> Told[list[AuditEntry]]:
        """List what happened on the server, the newest first unless told otherwise."""
        part = reading.of_site(work, grant, asked.wanted())
        return self._told(f"/enterprises/{ENTERPRISE}/audit-log", asked, part)

    def _told(self, path: str, asked: AuditQuery, part: Part) -> Told[list[AuditEntry]]:
        link = asked.link(self._at.api + path, part)
        return Told([audit_entry(one) for one in part.entries], headers=link)


def enterprise(_work: Work, _caller: Caller, params: Params) -> Site | None:
    """The server, by its slug."""
    return SITE if params["enterprise"].lower() == ENTERPRISE else None


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    logs = AuditLogs(services.at)
    of_org, of_site = table.READ_OF_ORG, table.READ_OF_SITE
    path = "/enterprises/{enterprise}/audit-log"
    return [
        endpoint(
            route("GET", ORG + "/audit-log", of_org, by_login, logs.of_organization, AuditQuery),
            "orgs/orgs#get-the-audit-log-for-an-organization",
        ),
        endpoint(
            route("GET", path, of_site, enterprise, logs.of_site, AuditQuery),
            "enterprise-admin/audit-log#get-the-audit-log-for-an-enterprise",
        ),
    ]
