"""Rows of webhooks, of messages to them, and of what came of these, read as what they are."""

from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import HookDeliveryId, HookId, HookMessageId, RepoId
from watchword.storage.prepared import Row
from watchword.storage.tables.webhooks import hook_deliveries as deliveries
from watchword.storage.tables.webhooks import hook_messages as messages
from watchword.storage.tables.webhooks import hooks
from watchword.webhooks.model import (
    Config,
    ContentType,
    Delivery,
    Hook,
    LastAnswer,
    Level,
    Message,
    Outcome,
    Place,
)

HOOK = (
    hooks.c.id,
    sa.func.coalesce(hooks.c.repository_id, hooks.c.gone_repository),
    hooks.c.organization_id,
    hooks.c.url,
    hooks.c.content_type,
    hooks.c.insecure_ssl,
    hooks.c.secret,
    hooks.c.events,
    hooks.c.active,
    hooks.c.created_at,
    hooks.c.updated_at,
    hooks.c.last_code,
    hooks.c.last_status,
    hooks.c.last_message,
)
MESSAGE = (
    messages.c.id,
    messages.c.guid,
    messages.c.event,
    messages.c.action,
    messages.c.repository_id,
    messages.c.payload,
    messages.c.redelivery,
    messages.c.tries,
)
DELIVERY = (
    deliveries.c.id,
    messages.c.guid,
    messages.c.event,
    messages.c.action,
    messages.c.repository_id,
    deliveries.c.redelivery,
    deliveries.c.delivered_at,
    messages.c.payload,
    deliveries.c.url,
    deliveries.c.request_headers,
    deliveries.c.status,
    deliveries.c.status_code,
    deliveries.c.duration_ms,
    deliveries.c.response_headers,
    deliveries.c.response_body,
)


def hook_of(row: Row) -> Hook:
    """Read the columns of HOOK."""
    level = Level.REPOSITORY if row[1] is not None else Level.ORGANIZATION
    return Hook(
        id=HookId(row[0]),
        place=Place(level, row[2] if row[1] is None else row[1]),
        config=Config(row[3], ContentType(row[4]), row[5], row[6]),
        events=tuple(row[7]),
        active=row[8],
        created_at=row[9],
        updated_at=row[10],
        last=LastAnswer(row[11], row[12], row[13]),
    )


def message_of(row: Row, hook: Hook) -> Message:
    """Read the columns of MESSAGE."""
    return Message(
        id=HookMessageId(row[0]),
        hook=hook,
        guid=row[1],
        event=row[2],
        action=row[3],
        repository=None if row[4] is None else RepoId(row[4]),
        payload=row[5],
        redelivery=row[6],
        tries=row[7] + 1,
    )


def deliveries_of(hook: HookId) -> sa.Select[Any]:
    """Select what came of messages to a webhook: read the rows by `delivery_of`."""
    joined = deliveries.join(messages, messages.c.id == deliveries.c.message_id)
    return sa.select(*DELIVERY).select_from(joined).where(deliveries.c.hook_id == hook)


def delivery_of(row: Row) -> Delivery:
    """Read the columns of DELIVERY."""
    return Delivery(
        id=HookDeliveryId(row[0]),
        guid=row[1],
        event=row[2],
        action=row[3],
        repository=None if row[4] is None else RepoId(row[4]),
        redelivery=row[5],
        delivered_at=row[6],
        payload=row[7],
        outcome=Outcome(
            url=row[8],
            request_headers=row[9],
            status=row[10],
            status_code=row[11],
            duration_ms=row[12],
            response_headers=row[13],
            response_body=row[14],
        ),
    )
