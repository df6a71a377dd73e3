"""What was sent to a webhook: listed by cursor, shown, sent once more."""

import re
from typing import Final, Literal
from urllib.parse import urlencode

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import webhooks as table
from watchword.kernel.errors import Invalid, NotFound
from watchword.kernel.ids import HookDeliveryId
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import Organization
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.hook_rows import HookRows
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.hooks import DeliveryItem, HookDelivery, delivery_item, hook_delivery
from watchword.webhooks import service
from watchword.webhooks.model import Hook
from watchword.webhooks.ports import Wanted
from watchword.work.unit import Work

CURSOR: Final = re.compile(r"v1_([0-9]{1,18})")


class Asked(Struct, kw_only=True):
    """Which deliveries are wanted."""

    per_page: int | None = None
    cursor: str | None = None
    status: Literal["success", "failure"] | None = None

    def wanted(self, most: int) -> Wanted:
        """The same in words of the domain. Raises Invalid for a cursor that is none of ours."""
        before = CURSOR.fullmatch(self.cursor) if self.cursor else None
        if self.cursor and before is None:
            raise Invalid(text="Invalid cursor")
        return Wanted(
            HookDeliveryId(int(before[1])) if before else None,
            None if self.status is None else self.status == "success",
            most,
        )


class One(Struct, kw_only=True):
    """Which delivery is meant."""

    delivery_id: InPath = ""

    def number(self) -> HookDeliveryId:
        """Its number. Raises NotFound for what is none."""
        found = number(self.delivery_id)
        if found is None:
            raise NotFound
        return HookDeliveryId(found)


class Accepted(Struct):
    """It will be done."""


class Deliveries:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(self, work: Work, grant: Grant[Hook], asked: Asked) -> Told[list[DeliveryItem]]:
        """List what was sent to a webhook, the newest first."""
        size = PageRequest.of(1, asked.per_page).size
        found = work.hooks.deliveries(grant.target.id, asked.wanted(size + 1))
        shown = found[:size]
        headers = (
            ((b"link", self._next(grant.target, asked, shown[-1].id)),) if len(found) > size else ()
        )
        return Told([delivery_item(one) for one in shown], headers=headers)

    def _next(self, hook: Hook, asked: Asked, last: HookDeliveryId) -> bytes:
        """The link to what was sent before that (RFC 8288)."""
        query = {"cursor": f"v1_{last}"}
        if asked.per_page is not None:
            query["per_page"] = str(asked.per_page)
        if asked.status is not None:
            query["status"] = asked.status
        place = f"repositories/{hook.place.number}"
        if isinstance(hook.owner, Organization):
            place = f"orgs/{hook.owner.login}"
        path = f"{place}/hooks/{hook.id}/deliveries?{urlencode(query)}"
        return f'<{self._at.api}/{path}>; rel="next"'.encode()


def show(work: Work, grant: Grant[Hook], asked: One) -> HookDelivery:
    """Show what was sent to a webhook, and what came back."""
    found = work.hooks.delivery(grant.target.id, asked.number())
    if found is None:
        raise NotFound
    return hook_delivery(found)


def redeliver(work: Work, grant: Grant[Hook], asked: One) -> Accepted:
    """Send to a webhook once more what was sent before."""
    service.redeliver(work, grant, asked.number())
    return Accepted()


def rows_of(rows: HookRows, at: Addresses) -> list[Endpoint]:
    """The rows."""
    one = "/deliveries/{delivery_id}"
    return [
        *rows.of_hook(
            "GET",
            "/deliveries",
            table.READ_DELIVERIES,
            Deliveries(at).page,
            Asked,
            "list-deliveries-for-a-repository-webhook",
        ),
        *rows.of_hook(
            "GET",
            one,
            table.READ_DELIVERIES,
            show,
            One,
            "get-a-delivery-for-a-repository-webhook",
        ),
        *rows.of_hook(
            "POST",
            f"{one}/attempts",
            table.REDELIVER,
            redeliver,
            One,
            "redeliver-a-delivery-for-a-repository-webhook",
            status=202,
        ),
    ]
