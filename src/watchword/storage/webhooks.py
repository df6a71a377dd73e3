"""Webhooks in SQL: themselves, their queue, and the log of what was sent."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import HookDeliveryId, HookId, HookMessageId, RepoId
from watchword.storage.dialects import insert
from watchword.storage.hook_rows import (
    HOOK,
    MESSAGE,
    deliveries_of,
    delivery_of,
    hook_of,
    message_of,
)
from watchword.storage.prepared import Prepared
from watchword.storage.tables.webhooks import hook_deliveries as deliveries
from watchword.storage.tables.webhooks import hook_messages as messages
from watchword.storage.tables.webhooks import hooks
from watchword.webhooks.model import Config, Delivery, Hook, LastAnswer, Message, Outcome, Place
from watchword.webhooks.ports import NewMessage, Wanted

DUE = (
    sa.select(*MESSAGE, *HOOK)
    .join(hooks, hooks.c.id == messages.c.hook_id)
    .where(
        messages.c.due <= sa.bindparam("now"),
        messages.c.hook_id.not_in(sa.bindparam("but", expanding=True)),
    )
    .order_by(messages.c.due, messages.c.id)
    .limit(1)
    .with_for_update(of=messages, skip_locked=True)
)
"""Made once: it is asked for each message."""
ANY_DUE = Prepared(sa.select(messages.c.id).where(messages.c.due <= sa.bindparam("now")).limit(1))
"""Asked each second, also while there is nothing to send."""


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

    def left_by(self, repository: RepoId) -> Sequence[Hook]:
        """The webhooks that a repository had which is gone."""
        found = sa.select(*HOOK).where(hooks.c.gone_repository == repository).order_by(hooks.c.id)
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
        adding = insert(messages, self._connection.dialect.name)
        put = adding.on_conflict_do_nothing().returning(messages.c.id)
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

    def is_due(self, now: int) -> bool:
        """Whether a message is due, to whomever."""
        return ANY_DUE.first(self._connection, now=now) is not None

    def claim(self, now: int, lease: int, but: Collection[HookId] = ()) -> Message | None:
        """Take the message that is due first, for so many seconds; another try begins with it."""
        row = self._connection.execute(DUE, {"now": now, "but": list(but)}).first()
        if row is None:
            return None
        split = len(MESSAGE)
        message = message_of(row[:split], hook_of(row[split:]))
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
        found = deliveries_of(hook).order_by(deliveries.c.id.desc()).limit(wanted.most)
        if wanted.before is not None:
            found = found.where(deliveries.c.id < wanted.before)
        if wanted.success is not None:
            taken = deliveries.c.status_code.between(200, 299)
            found = found.where(taken if wanted.success else ~taken)
        return [delivery_of(row) for row in self._connection.execute(found)]

    def delivery(self, hook: HookId, delivery: HookDeliveryId) -> Delivery | None:
        """Find a try of that webhook."""
        found = deliveries_of(hook).where(deliveries.c.id == delivery)
        row = self._connection.execute(found).first()
        return delivery_of(row) if row else None

    def sweep(self, before: int, most: int) -> int:
        """Forget at most so many messages that were queued before that second; gives how many."""
        old = sa.select(messages.c.id).where(messages.c.queued_at < before).limit(most)
        gone = sa.delete(messages).where(messages.c.id.in_(old))
        return self._connection.execute(gone).rowcount

    def forget_left(self, before: int) -> None:
        """Forget the webhooks of repositories that were gone before that second."""
        old = sa.delete(hooks).where(
            hooks.c.gone_repository.is_not(None), hooks.c.updated_at < before
        )
        self._connection.execute(old)

    def waiting(self, hook: HookId) -> Sequence[HookMessageId]:
        """Messages that wait for a webhook."""
        found = sa.select(messages.c.id).where(
            messages.c.hook_id == hook, messages.c.due.is_not(None)
        )
        rows = self._connection.execute(found.order_by(messages.c.id)).scalars()
        return [HookMessageId(one) for one in rows]


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


def _last(outcome: Outcome) -> LastAnswer:
    """What GitHub tells of the last answer (GHES behaviour)."""
    code = outcome.status_code or None
    if outcome.is_success:
        return LastAnswer(code, "active", outcome.status)
    return LastAnswer(code, "missing" if code == 404 else "failed", outcome.status)
