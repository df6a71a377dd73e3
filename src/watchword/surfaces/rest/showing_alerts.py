"""Secret-scanning alerts put into GitHub's shape, and how a list of them is asked for."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, Literal, TypeVar
from urllib.parse import quote, urlencode

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.kernel.errors import Invalid
from watchword.kernel.pagination import Page, PageRequest
from watchword.leaks import service
from watchword.leaks.model import Alert, Resolution, State, Validity
from watchword.leaks.ports import AlertListing
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.repositories import simple_repository
from watchword.surfaces.shapes.secret_alerts import SecretAlert, secret_alert
from watchword.work.unit import Work

E = TypeVar("E", bound=Enum)
FIRST: Final = PageRequest(1, 1)
MOST_BEFORE: Final = 2**31


class AskedAlerts(Paged, kw_only=True):
    """Which alerts are wanted."""

    state: Literal["open", "resolved"] | None = None
    secret_type: str | None = None
    resolution: str | None = None
    validity: str | None = None
    sort: Literal["created", "updated"] = "created"
    direction: Literal["asc", "desc"] = "desc"
    before: str | None = None
    after: str | None = None
    hide_secret: bool = False

    def listing(self) -> AlertListing:
        """The same in words of the domain. Raises Invalid for words that mean nothing."""
        return AlertListing(
            state=None if self.state is None else State(self.state),
            kinds=frozenset(_words(self.secret_type)) or None,
            resolutions=_each(Resolution, "resolution", self.resolution),
            validities=_each(Validity, "validity", self.validity),
            by_update=self.sort == "updated",
            descending=self.direction == "desc",
        )

    @property
    def by_cursor(self) -> bool:
        """Whether the client goes by cursors instead of pages."""
        return self.before is not None or self.after is not None

    @property
    def part(self) -> PageRequest:
        """The part that is wanted. Raises Invalid for a cursor that is none of ours."""
        request = self.request
        if not self.by_cursor:
            return request
        if self.before:
            end = _cursor(self.before)
            start = max(0, end - request.size)
            return PageRequest(1, max(1, min(request.size, end)), start)
        return PageRequest(1, request.size, _cursor(self.after) if self.after else 0)

    def link(self, found: Page[SecretAlert], base: str) -> tuple[tuple[bytes, bytes], ...]:
        """The `Link` header of a list by cursors (RFC 8288)."""
        start = found.request.offset
        end = start + len(found.items)
        named = []
        if start > 0:
            named.append(("prev", {"before": f"c{start}"}))
        if end < found.total:
            named.append(("next", {"after": f"c{end}"}))
        kept = {
            name: str(value)
            for name in ("state", "secret_type", "resolution", "validity", "per_page")
            if (value := getattr(self, name)) is not None
        }
        kept |= {"sort": self.sort, "direction": self.direction}
        if self.hide_secret:
            kept["hide_secret"] = "true"
        links = [
            f'<{quote(base, safe="/:%~")}?{urlencode({**kept, **cursor})}>; rel="{rel}"'
            for rel, cursor in named
        ]
        return ((b"link", ", ".join(links).encode("ascii")),) if links else ()


def told(
    found: Page[SecretAlert], asked: AskedAlerts, base: str
) -> Page[SecretAlert] | Told[list[SecretAlert]]:
    """The list with the links that the client asked for: by pages, or by cursors."""
    if not asked.by_cursor:
        return found
    return Told(list(found.items), headers=asked.link(found, base))


class Shower(Struct, frozen=True):
    """Shows alerts to those who were let in to them."""

    work: Work
    at: Addresses
    hide_secret: bool = False

    def each(self, found: Sequence[Alert], actor: Actor | None = None) -> list[SecretAlert]:
        """Tell of several; with the repository of each where an actor is given."""
        by = creators(self.work, (one.resolved_by for one in found), self.at)
        there = {}
        if actor is not None:
            named = {one.repository.id: one.repository for one in found}
            shapes = all_shown(self.work, actor, list(named.values()), self.at)
            there = {one.id: simple_repository(one) for one in shapes}
        return [
            secret_alert(
                one,
                self.at,
                validity=service.validity_of(self.work, one),
                resolved_by=by[one.resolved_by],
                first=next(iter((places := self.work.alerts.locations(one.id, FIRST)).items), None),
                places=places.total,
                elsewhere=self.work.alerts.is_elsewhere(one),
                secret=None if self.hide_secret else service.secret_of(self.work, one),
                repository=there.get(one.repository.id),
            )
            for one in found
        ]

    def one(self, found: Alert) -> SecretAlert:
        """Tell of one."""
        return self.each([found])[0]


def _words(text: str | None) -> Sequence[str]:
    return [one.strip() for one in text.split(",") if one.strip()] if text else []


def _each(kind: Callable[[str], E], field: str, text: str | None) -> frozenset[E] | None:
    try:
        return frozenset(kind(word) for word in _words(text)) or None
    except ValueError:
        raise Invalid(text=f"Invalid request.\n\nInvalid {field}.") from None


def _cursor(text: str) -> int:
    number = text.removeprefix("c")
    if text == number or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Invalid(text="Invalid cursor")
    return min(int(number), MOST_BEFORE)
