"""Webhooks as GitHub's JSON has them: repository hooks, organization hooks, and deliveries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.webhooks.model import Config, Delivery, Hook
from watchword.webhooks.service import MASK


class HookConfig(Struct, kw_only=True):
    """Where to a webhook sends, and how."""

    content_type: str
    insecure_ssl: str
    url: str
    secret: str | UnsetType = UNSET
    """Whether there is one, and nothing more (GHES behaviour)."""


class LastResponse(Struct, kw_only=True):
    """What the receiver said last."""

    code: int | None
    status: str | None
    message: str | None


class OrganizationHook(Struct, kw_only=True):
    """A webhook of an organization."""

    type: str
    id: int
    name: str
    active: bool
    events: list[str]
    config: HookConfig
    updated_at: datetime
    created_at: datetime
    url: str
    ping_url: str
    deliveries_url: str


class RepositoryHook(OrganizationHook, kw_only=True):
    """A webhook of a repository."""

    test_url: str
    last_response: LastResponse


class DeliveryItem(Struct, kw_only=True):
    """A delivery in a list of them."""

    id: int
    guid: str
    delivered_at: datetime
    redelivery: bool
    duration: float
    """In seconds."""
    status: str
    status_code: int
    event: str
    action: str | None
    installation_id: int | None
    repository_id: int | None
    throttled_at: datetime | None


class DeliveryRequest(Struct, kw_only=True):
    """What was sent."""

    headers: dict[str, str]
    payload: dict[str, Any]


class DeliveryResponse(Struct, kw_only=True):
    """What came back."""

    headers: dict[str, str]
    payload: str | None


class HookDelivery(DeliveryItem, kw_only=True):
    """A delivery with all that was said on both sides."""

    url: str
    request: DeliveryRequest
    response: DeliveryResponse


def hook_config(config: Config) -> HookConfig:
    """Say where to a webhook sends."""
    return HookConfig(
        content_type=config.content_type.value,
        insecure_ssl="1" if config.insecure_ssl else "0",
        url=config.url,
        secret=UNSET if config.sealed is None else MASK,
    )


def repository_hook(hook: Hook, full_name: str, at: Addresses) -> RepositoryHook:
    """Say of a webhook of a repository what its admins may know."""
    url = f"{at.api}/repos/{full_name}/hooks/{hook.id}"
    last = hook.last
    return RepositoryHook(
        **_fields(hook, "Repository", url),
        test_url=f"{url}/tests",
        last_response=LastResponse(code=last.code, status=last.status, message=last.message),
    )


def organization_hook(hook: Hook, login: str, at: Addresses) -> OrganizationHook:
    """Say of a webhook of an organization what its owners may know."""
    return OrganizationHook(
        **_fields(hook, "Organization", f"{at.api}/orgs/{login}/hooks/{hook.id}")
    )


def delivery_item(delivery: Delivery) -> DeliveryItem:
    """Say of a delivery what lists say of it."""
    return DeliveryItem(**_item(delivery))


def hook_delivery(delivery: Delivery) -> HookDelivery:
    """Say of a delivery all that is kept."""
    outcome = delivery.outcome
    return HookDelivery(
        **_item(delivery),
        url=outcome.url,
        request=DeliveryRequest(
            headers=dict(outcome.request_headers),
            payload=msgspec.json.decode(delivery.payload, type=dict[str, Any]),
        ),
        response=DeliveryResponse(
            headers=dict(outcome.response_headers), payload=outcome.response_body or None
        ),
    )


def _fields(hook: Hook, kind: str, url: str) -> Mapping[str, Any]:
    return {
        "type": kind,
        "id": hook.id,
        "name": "web",
        "active": hook.active,
        "events": list(hook.events),
        "config": hook_config(hook.config),
        "updated_at": moment(hook.updated_at),
        "created_at": moment(hook.created_at),
        "url": url,
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
    }


def _item(delivery: Delivery) -> Mapping[str, Any]:
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": moment(delivery.delivered_at),
        "redelivery": delivery.redelivery,
        "duration": delivery.outcome.duration_ms / 1000,
        "status": delivery.outcome.status,
        "status_code": delivery.outcome.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": None,
        "repository_id": delivery.repository,
        "throttled_at": None,
    }
