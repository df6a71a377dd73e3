"""Secret-scanning alerts of a repository: listed, shown, resolved, and where the secrets stand."""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.table import leaks as table
from watchword.kernel.errors import Invalid
from watchword.kernel.pagination import Page
from watchword.leaks import service
from watchword.leaks.model import Alert, Resolution, Watched
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing_alerts import AskedAlerts, Shower, told
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.secret_alerts import SecretAlert, SecretLocation, secret_location
from watchword.work.unit import Work

ALERTS: Final = "/secret-scanning/alerts"
ONE: Final = ALERTS + "/{alert_number}"
DOCS: Final = "secret-scanning/secret-scanning#"
LARGEST: Final = 2**31 - 1
NEEDS_RESOLUTION: Final = "A resolution must be provided when resolving an alert."
OPEN_HAS_NONE: Final = "A resolution cannot be given for an open alert."


class AskedAlert(Struct, kw_only=True):
    """How one alert is to be shown."""

    hide_secret: bool = False


class Change(Struct, kw_only=True):
    """What an alert is to become."""

    state: Literal["open", "resolved"]
    resolution: Resolution | None = None
    resolution_comment: str | None = None


def watched(_work: Work, repository: Repository, _params: Params) -> Watched:
    """The repository, as those see it who may see its alerts."""
    return Watched(repository)


def alert_in(work: Work, repository: Repository, params: Params) -> Alert | None:
    """The alert of that number in the repository (attack 58)."""
    wanted = number(params["alert_number"])
    return work.alerts.find(repository, wanted) if wanted and wanted <= LARGEST else None


class SecretAlerts:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(
        self, work: Work, grant: Grant[Watched], asked: AskedAlerts
    ) -> Page[SecretAlert] | Told[list[SecretAlert]]:
        """List secret scanning alerts for a repository."""
        repository = grant.target.repository
        found = work.alerts.page(repository, asked.listing(), asked.part)
        shown = Shower(work, self._at, asked.hide_secret).each(found.items)
        base = f"{self._at.repository_by_id(repository.id)}{ALERTS}"
        return told(Page(shown, found.total, found.request), asked, base)

    def show(self, work: Work, grant: Grant[Alert], asked: AskedAlert) -> SecretAlert:
        """Get a secret scanning alert."""
        return Shower(work, self._at, asked.hide_secret).one(grant.target)

    def change(self, work: Work, grant: Grant[Alert], change: Change) -> SecretAlert:
        """Update a secret scanning alert."""
        how = change.resolution
        if change.state == "resolved":
            if how is None:
                raise Invalid(text=NEEDS_RESOLUTION)
            alert = service.resolve(work, grant, how, change.resolution_comment)
        elif how is not None:
            raise Invalid(text=OPEN_HAS_NONE)
        else:
            alert = service.reopen(work, grant)
        return Shower(work, self._at).one(alert)

    def places(self, work: Work, grant: Grant[Alert], asked: Paged) -> Page[SecretLocation]:
        """List locations for a secret scanning alert."""
        found = work.alerts.locations(grant.target.id, asked.request)
        return found.map(lambda one: secret_location(one, grant.target.repository, self._at))


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    rows, made = RepositoryRows(services.at, DOCS), SecretAlerts(services.at)
    read: Operation = table.READ
    return [
        *rows.inside(
            "GET",
            ALERTS,
            read,
            watched,
            made.page,
            AskedAlerts,
            "list-secret-scanning-alerts-for-a-repository",
        ),
        *rows.inside(
            "GET", ONE, read, alert_in, made.show, AskedAlert, "get-a-secret-scanning-alert"
        ),
        *rows.inside(
            "PATCH",
            ONE,
            table.RESOLVE,
            alert_in,
            made.change,
            Change,
            "update-a-secret-scanning-alert",
        ),
        *rows.inside(
            "GET",
            ONE + "/locations",
            read,
            alert_in,
            made.places,
            Paged,
            "list-locations-for-a-secret-scanning-alert",
        ),
    ]
