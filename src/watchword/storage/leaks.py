"""Alerts about secrets in SQL."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from watchword.kernel.ids import OrgId, RepoId, TokenId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.leaks.model import Alert, Location, Place, Resolution, Spot, State, Validity
from watchword.leaks.ports import AlertListing, NewAlert
from watchword.repositories.model import Repository
from watchword.storage.prepared import Row
from watchword.storage.repositories import SqlRepositories
from watchword.storage.tables.leaks import alerts, locations, scanned
from watchword.storage.tables.repositories import repositories

MOST_SCANNED = 500
"""Commits of one repository that are noted."""
ALERT = tuple(
    alerts.c[name]
    for name in (
        "id",
        "number",
        "kind",
        "sealed",
        "state",
        "resolution",
        "comment",
        "resolved_by",
        "resolved_at",
        "created_at",
        "updated_at",
        "token_id",
        "validity",
        "repository_id",
    )
)
LOCATION = tuple(
    locations.c[name]
    for name in (
        "id",
        "path",
        "blob",
        "commit_sha",
        "start_line",
        "end_line",
        "start_column",
        "end_column",
    )
)


def _alert_of(row: Row, repository: Repository) -> Alert:
    return Alert(
        id=row[0],
        repository=repository,
        number=row[1],
        kind=row[2],
        sealed=row[3],
        state=State(row[4]),
        resolution=None if row[5] is None else Resolution(row[5]),
        comment=row[6],
        resolved_by=None if row[7] is None else UserId(row[7]),
        resolved_at=row[8],
        created_at=row[9],
        updated_at=row[10],
        token=None if row[11] is None else TokenId(row[11]),
        validity=Validity(row[12]),
    )


def _location_of(row: Row) -> Location:
    return Location(row[0], Place(row[1], row[2], row[3], Spot(*row[4:8])))


class SqlAlerts:
    """Alerts."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def find(self, repository: Repository, number: int) -> Alert | None:
        """Find one of that repository."""
        return self._one(repository, alerts.c.number == number)

    def by_digest(self, repository: Repository, digests: Sequence[bytes]) -> Alert | None:
        """Find the alert about a secret."""
        return self._one(repository, alerts.c.digest.in_(digests))

    def next_number(self, repository: RepoId) -> int:
        """The number of the next one."""
        last = sa.select(sa.func.max(alerts.c.number)).where(alerts.c.repository_id == repository)
        return (self._connection.execute(last).scalar_one() or 0) + 1

    def add(self, repository: Repository, new: NewAlert, now: int) -> Alert:
        """Keep a new one."""
        values = {
            "repository_id": repository.id,
            "number": new.number,
            "kind": new.kind,
            "digest": new.digest,
            "sealed": new.sealed,
            "state": State.OPEN.value,
            "created_at": now,
            "updated_at": now,
            "token_id": new.token,
            "validity": new.validity.value,
        }
        made = sa.insert(alerts).values(values).returning(*ALERT)
        return _alert_of(self._connection.execute(made).one(), repository)

    def page(
        self, repository: Repository, listing: AlertListing, request: PageRequest
    ) -> Page[Alert]:
        """A page of those of a repository."""
        found = sa.select(*ALERT).where(alerts.c.repository_id == repository.id)
        return self._page(found, listing, request, lambda row: _alert_of(row, repository))

    def of_organization(
        self,
        org: OrgId,
        viewer: UserId | None,
        listing: AlertListing,
        request: PageRequest,
        *,
        public_only: bool,
    ) -> Page[Alert]:
        """A page of those of all repositories of an organization."""
        found = sa.select(*ALERT).join(repositories).where(repositories.c.owner_id == org)
        if public_only:
            found = found.where(repositories.c.visibility == "public")
        known: dict[int, Repository] = {}

        def alert_of(row: Row) -> Alert:
            if row[13] not in known:
                there = SqlRepositories(self._connection).by_id(RepoId(row[13]), viewer)
                assert there is not None, "the alert goes with its repository"
                known[row[13]] = there
            return _alert_of(row, known[row[13]])

        return self._page(found, listing, request, alert_of)

    def set_state(
        self,
        alert: int,
        resolution: Resolution | None,
        comment: str | None,
        by: UserId | None,
        now: int,
    ) -> None:
        """Resolve it, or open it again (no resolution)."""
        resolved = resolution is not None
        values = {
            "state": (State.RESOLVED if resolved else State.OPEN).value,
            "resolution": resolution.value if resolution else None,
            "comment": comment,
            "resolved_by": by,
            "resolved_at": now if resolved else None,
            "updated_at": now,
        }
        self._connection.execute(sa.update(alerts).where(alerts.c.id == alert).values(values))

    def set_validity(self, alert: int, validity: Validity, now: int) -> None:
        """Note whether the secret still opens anything."""
        values = {"validity": validity.value, "updated_at": now}
        self._connection.execute(sa.update(alerts).where(alerts.c.id == alert).values(values))

    def stands_at(self, alert: int, place: Place) -> bool:
        """Whether this place of it is known."""
        found = sa.select(locations.c.id).where(
            locations.c.alert_id == alert,
            locations.c.path == place.path,
            locations.c.blob == place.blob,
            locations.c.start_line == place.spot.start_line,
            locations.c.start_column == place.spot.start_column,
        )
        return self._connection.execute(found.limit(1)).first() is not None

    def add_location(self, alert: int, place: Place, now: int) -> Location:
        """Keep one more place."""
        values = {
            "alert_id": alert,
            "path": place.path,
            "blob": place.blob,
            "commit_sha": place.commit,
            "start_line": place.spot.start_line,
            "end_line": place.spot.end_line,
            "start_column": place.spot.start_column,
            "end_column": place.spot.end_column,
            "created_at": now,
        }
        made = sa.insert(locations).values(values).returning(*LOCATION)
        return _location_of(self._connection.execute(made).one())

    def count_locations(self, alert: int) -> int:
        """In how many places it is known to stand."""
        found = sa.select(sa.func.count()).where(locations.c.alert_id == alert)
        return self._connection.execute(found).scalar_one()

    def location(self, alert: int, location: int) -> Location | None:
        """Find a place of that alert."""
        found = sa.select(*LOCATION).where(
            locations.c.alert_id == alert, locations.c.id == location
        )
        row = self._connection.execute(found).first()
        return None if row is None else _location_of(row)

    def locations(self, alert: int, request: PageRequest) -> Page[Location]:
        """Its places, the first one first."""
        found = sa.select(*LOCATION).where(locations.c.alert_id == alert).order_by(locations.c.id)
        rows = self._connection.execute(found.limit(request.size).offset(request.offset))
        return Page([_location_of(row) for row in rows], self.count_locations(alert), request)

    def is_elsewhere(self, alert: Alert) -> bool:
        """Whether the secret is known in another repository as well."""
        own = sa.select(alerts.c.digest).where(alerts.c.id == alert.id).scalar_subquery()
        found = sa.select(alerts.c.id).where(alerts.c.digest == own, alerts.c.id != alert.id)
        return self._connection.execute(found.limit(1)).first() is not None

    def scanned(self, repository: RepoId) -> Sequence[str]:
        """Commits that were looked through with all that they come from."""
        found = sa.select(scanned.c.sha).where(scanned.c.repository_id == repository)
        return self._connection.execute(found).scalars().all()

    def note_scanned(self, repository: RepoId, tips: Sequence[str], now: int) -> None:
        """Note some more; of very many the oldest are forgotten."""
        known = self.scanned(repository)
        new = sorted(set(tips) - set(known))
        if new:
            rows = [{"repository_id": repository, "sha": one, "scanned_at": now} for one in new]
            self._connection.execute(sa.insert(scanned), rows)
        if len(known) + len(new) <= MOST_SCANNED:
            return
        there = scanned.c.repository_id == repository
        kept = sa.select(scanned.c.id).where(there).order_by(scanned.c.id.desc())
        old = sa.delete(scanned).where(there, scanned.c.id.not_in(kept.limit(MOST_SCANNED)))
        self._connection.execute(old)

    def _one(self, repository: Repository, where: sa.ColumnElement[bool]) -> Alert | None:
        found = sa.select(*ALERT).where(alerts.c.repository_id == repository.id, where)
        row = self._connection.execute(found).first()
        return None if row is None else _alert_of(row, repository)

    def _page(
        self,
        found: sa.Select[tuple[object, ...]],
        listing: AlertListing,
        request: PageRequest,
        alert_of: Callable[[Row], Alert],
    ) -> Page[Alert]:
        found = found.where(*_wanted(listing))
        count = sa.select(sa.func.count()).select_from(found.subquery())
        total = self._connection.execute(count).scalar_one()
        by = [alerts.c.updated_at, alerts.c.id] if listing.by_update else [alerts.c.id]
        order = [one.desc() if listing.descending else one.asc() for one in by]
        part = found.order_by(*order).limit(request.size).offset(request.offset)
        rows = self._connection.execute(part).all()
        return Page([alert_of(row) for row in rows], total, request)


def _wanted(listing: AlertListing) -> Sequence[sa.ColumnElement[bool]]:
    where = []
    if listing.state is not None:
        where.append(alerts.c.state == listing.state.value)
    if listing.kinds is not None:
        where.append(alerts.c.kind.in_(listing.kinds))
    if listing.resolutions is not None:
        where.append(alerts.c.resolution.in_([one.value for one in listing.resolutions]))
    if listing.validities is not None:
        where.append(alerts.c.validity.in_([one.value for one in listing.validities]))
    return where
