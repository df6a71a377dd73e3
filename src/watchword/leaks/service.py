"""Alerts: made, seen to, opened again."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import leaks as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import UserId
from watchword.kernel.secret import Secret
from watchword.kernel.words import filled
from watchword.leaks.events import (
    AlertCreated,
    AlertReopened,
    AlertResolved,
    LocationCreated,
)
from watchword.leaks.model import Alert, Found, Place, Resolution, State, Validity
from watchword.leaks.ports import NewAlert, Work
from watchword.repositories.model import Repository
from watchword.tokens.model import Token

PURPOSE: Final = "leaked secret"
"""Keeps the keyed hashes and seals of this slice apart from all others."""
MOST_LOCATIONS: Final = 100
"""Places of one alert that are kept."""
LONGEST_COMMENT: Final = 500


def keep(
    work: Work,
    grant: Grant[Repository],
    found: Found,
    token: Token | None,
    pusher: UserId | None,
) -> tuple[Alert, bool]:
    """Keep a secret that was found; tell the alert, and whether it is a new one.

    The same secret makes one alert in a repository; told again, it adds nothing.
    """
    grant.must_cover(table.SCAN)
    repository = grant.target
    known = work.alerts.by_digest(repository, work.keys.digests(PURPOSE, found.secret))
    alert = known or _make(work, repository, found, token, pusher)
    _keep_place(work, alert, found.place)
    return alert, known is None


def _make(
    work: Work, repository: Repository, found: Found, token: Token | None, pusher: UserId | None
) -> Alert:
    number = work.alerts.next_number(repository.id)
    new = NewAlert(
        number,
        found.kind,
        work.keys.digest(PURPOSE, found.secret),
        work.keys.seal(PURPOSE, _where(repository, number), found.secret, work.entropy),
        token.id if token else None,
        Validity.UNKNOWN if token is None else _validity(token, work.now),
    )
    alert = work.alerts.add(repository, new, work.now)
    work.record(AlertCreated(repository.id, number, found.kind, pusher))
    return alert


def _keep_place(work: Work, alert: Alert, place: Place) -> None:
    full = work.alerts.count_locations(alert.id) >= MOST_LOCATIONS
    if full or work.alerts.stands_at(alert.id, place):
        return
    made = work.alerts.add_location(alert.id, place, work.now)
    work.record(LocationCreated(alert.repository.id, alert.number, made.id))


def secret_of(work: Work, alert: Alert) -> Secret:
    """Read the secret, for those who were let in to the alert.

    Raises Unreadable where the operator took away the key that sealed it.
    """
    return work.keys.unseal(PURPOSE, _where(alert.repository, alert.number), alert.sealed)


def validity_of(work: Work, alert: Alert) -> Validity:
    """Whether the secret opens anything now: of our own tokens this server knows."""
    if alert.token is not None:
        token = work.tokens.by_id(alert.token)
        return Validity.INACTIVE if token is None else _validity(token, work.now)
    # A token whose record was deleted is named no more, and dead.
    return Validity.INACTIVE if alert.validity is Validity.ACTIVE else alert.validity


def resolve(work: Work, grant: Grant[Alert], how: Resolution, comment: str | None) -> Alert:
    """See to an alert. Raises Invalid for a comment that is too long."""
    grant.must_cover(table.RESOLVE)
    alert = grant.target
    if comment is not None and (len(comment) > LONGEST_COMMENT or "\0" in comment):
        message = filled(
            "resolution_comment is too long (maximum is %(most)s characters)", most=LONGEST_COMMENT
        )
        raise Invalid(FieldError("SecretScanningAlert", "resolution_comment", "custom", message))
    work.alerts.set_state(alert.id, how, comment, grant.actor.user, work.now)
    if alert.state is not State.RESOLVED or alert.resolution is not how:
        work.record(AlertResolved(alert.repository.id, alert.number, alert.kind, how.value))
    return _again(work, alert)


def reopen(work: Work, grant: Grant[Alert]) -> Alert:
    """Say that it was not seen to after all."""
    grant.must_cover(table.RESOLVE)
    alert = grant.target
    if alert.state is State.RESOLVED:
        work.alerts.set_state(alert.id, None, None, None, work.now)
        work.record(AlertReopened(alert.repository.id, alert.number, alert.kind))
    return _again(work, alert)


def _again(work: Work, alert: Alert) -> Alert:
    found = work.alerts.find(alert.repository, alert.number)
    assert found is not None, "alerts go with their repository only"
    return found


def _validity(token: Token, now: int) -> Validity:
    return Validity.ACTIVE if token.is_live(now) else Validity.INACTIVE


def _where(repository: Repository, number: int) -> str:
    return f"{repository.id}/{number}"
