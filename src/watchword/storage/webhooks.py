"""Webhooks in SQL: themselves, their queue, and the log of what was sent."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

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
from watchword.webhooks.ports import NewMessage, Wanted

HOOK = (
    hooks.c.id,
    hooks.c.repository_id,
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
QUEUE = {
    "sqlite": sqlite.insert(messages).on_conflict_do_nothing().returning(messages.c.id),
    "postgresql": postgresql.insert(messages).on_conflict_do_nothing().returning(messages.c.id),
}


class SqlHooks:
    """Webhooks."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def find(self, place: Place, hook: HookId) -> Hook | None:
        """Find a webhook where it belongs, and nowhere else."""
        found = sa.select(*HOOK).where(_at(place), hooks.c.id == hook)
        row = self._connection.execute(found).first()
        return hook_of(row) if row else None

    def of(self, place: Place) -> Sequence[Hook]:
        """The webhooks of a repository or an organization, the oldest first."""
        found = sa.select(*HOOK).where(_at(place)).order_by(hooks.c.id)
        return [hook_of(row) for row in self._connection.execute(found)]

    def add(
        self, place: Place, config: Config, events: tuple[str, ...], *, active: bool, now: int
    ) -> Hook:
        """Keep a new webhook."""
        values = {
            f"{place.level}_id": place.number,
            **_columns(config, events, active=active),
            "last_status": LastAnswer().status,
            "created_at": now,
            "updated_at": now,
        }
        made = sa.insert(hooks).values(values).returning(*HOOK)
        return hook_of(self._connection.execute(made).one())

    def update(self, hook: Hook, now: int) -> None:
        """Keep its changed config, events and whether it is active."""
        values = {**_columns(hook.config, hook.events, active=hook.active), "updated_at": now}
        self._connection.execute(sa.update(hooks).where(hooks.c.id == hook.id).values(values))

    def delete(self, hook: HookId) -> None:
        """Forget a webhook, with what waits for it and what was sent."""
        self._connection.execute(sa.delete(hooks).where(hooks.c.id == hook))

    def queue(self, new: Sequence[NewMessage], now: int) -> int:
        """Let messages wait, each once for its fact and part; gives how many are new."""
        put = QUEUE[self._connection.dialect.name]
        rows = (
            {
                "hook_id": one.hook,
                "guid": one.guid,
                "event": one.event,
                "action": one.action,
                "repository_id": one.repository,
                "payload": one.payload,
                "redelivery": one.redelivery,
                "source": one.source,
                "part": one.part,
                "queued_at": now,
                "due": now,
            }
            for one in new
        )
        return sum(len(self._connection.execute(put, row).all()) for row in rows)

    def claim(self, now: int, lease: int, but: Collection[HookId] = ()) -> Message | None:
        """Take the message that is due first, for so many seconds; another try begins with it."""
        due = (
            sa.select(*MESSAGE, *HOOK)
            .join(hooks, hooks.c.id == messages.c.hook_id)
            .where(messages.c.due <= now, messages.c.hook_id.not_in(but))
            .order_by(messages.c.due, messages.c.id)
            .limit(1)
            .with_for_update(of=messages, skip_locked=True)
        )
        row = self._connection.execute(due).first()
        if row is None:
            return None
        split = len(MESSAGE)
        message = _message_of(row[:split], hook_of(row[split:]))
        taken = sa.update(messages).where(messages.c.id == message.id)
        self._connection.execute(taken.values(tries=message.tries, due=now + lease))
        return message

    def done(self, message: Message, outcome: Outcome, now: int, again_at: int | None) -> None:
        """Keep what came of a try, and let the message wait for another one, or never again."""
        held = sa.update(messages).where(
            messages.c.id == message.id, messages.c.tries == message.tries
        )
        if not self._connection.execute(held.values(due=again_at)).rowcount:
            # Deleted meanwhile with its webhook, or in other hands since the lease ended.
            return
        values = {
            "hook_id": message.hook.id,
            "message_id": message.id,
            "redelivery": message.redelivery or message.tries > 1,
            "delivered_at": now,
            "url": outcome.url,
            "request_headers": dict(outcome.request_headers),
            "status": outcome.status,
            "status_code": outcome.status_code,
            "duration_ms": outcome.duration_ms,
            "response_headers": dict(outcome.response_headers),
            "response_body": outcome.response_body,
        }
        self._connection.execute(sa.insert(deliveries).values(values))
        last = _last(outcome)
        self._connection.execute(
            sa.update(hooks)
            .where(hooks.c.id == message.hook.id)
            .values(last_code=last.code, last_status=last.status, last_message=last.message)
        )

    def deliveries(self, hook: HookId, wanted: Wanted) -> Sequence[Delivery]:
        """Tries to send something to a webhook, the newest first."""
        found = _deliveries(hook).order_by(deliveries.c.id.desc()).limit(wanted.most)
        if wanted.before is not None:
            found = found.where(deliveries.c.id < wanted.before)
        if wanted.success is not None:
            taken = deliveries.c.status_code.between(200, 299)
            found = found.where(taken if wanted.success else ~taken)
        return [_delivery_of(row) for row in self._connection.execute(found)]

    def delivery(self, hook: HookId, delivery: HookDeliveryId) -> Delivery | None:
        """Find a try of that webhook."""
        found = _deliveries(hook).where(deliveries.c.id == delivery)
        row = self._connection.execute(found).first()
        return _delivery_of(row) if row else None

    def sweep(self, before: int, most: int) -> int:
        """Forget at most so many messages that were queued before that second; gives how many."""
        old = sa.select(messages.c.id).where(messages.c.queued_at < before).limit(most)
        gone = sa.delete(messages).where(messages.c.id.in_(old))
        return self._connection.execute(gone).rowcount

    def waiting(self, hook: HookId) -> Sequence[HookMessageId]:
        """Messages that wait for a webhook."""
        found = sa.select(messages.c.id).where(
            messages.c.hook_id == hook, messages.c.due.is_not(None)
        )
        rows = self._connection.execute(found.order_by(messages.c.id)).scalars()
        return [HookMessageId(one) for one in rows]


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


def _at(place: Place) -> sa.ColumnElement[bool]:
    return hooks.c[f"{place.level}_id"] == place.number


def _columns(config: Config, events: tuple[str, ...], *, active: bool) -> dict[str, Any]:
    return {
        "url": config.url,
        "content_type": config.content_type.value,
        "insecure_ssl": config.insecure_ssl,
        "secret": config.sealed,
        "events": list(events),
        "active": active,
    }


def _message_of(row: Row, hook: Hook) -> Message:
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


def _deliveries(hook: HookId) -> sa.Select[Any]:
    joined = deliveries.join(messages, messages.c.id == deliveries.c.message_id)
    return sa.select(*DELIVERY).select_from(joined).where(deliveries.c.hook_id == hook)


def _delivery_of(row: Row) -> Delivery:
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


def _last(outcome: Outcome) -> LastAnswer:
    """What GitHub tells of the last answer (GHES behaviour)."""
    code = outcome.status_code or None
    if outcome.is_success:
        return LastAnswer(code, "active", outcome.status)
    return LastAnswer(code, "missing" if code == 404 else "failed", outcome.status)
