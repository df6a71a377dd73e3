"""What pages about webhooks do, in whichever frame: made, changed, pinged, sent once more."""

import json
from collections.abc import Mapping
from typing import Final, Protocol

from watchword.access.gate import Grant
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import HookDeliveryId
from watchword.kernel.words import N_
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Redirect, View, number
from watchword.webhooks import checking, names, service
from watchword.webhooks.model import ContentType, Hook, Level, Place
from watchword.webhooks.ports import Wanted
from watchword.webhooks.service import MASK, Numbered, WantedConfig
from watchword.work.unit import Work

SHOWN: Final = 30
"""Deliveries on the page of a webhook; the API lists all that are kept."""
TYPES: Final = [("json", "application/json"), ("form", "application/x-www-form-urlencoded")]


class Frame(Protocol):
    """What stands around these pages."""

    folder: str
    """Where the templates are."""
    level: Level

    def address(self, owner: object) -> str:
        """Where the list of webhooks is."""

    def values(self, owner: object, asked: Asked) -> dict[str, object]:
        """What the frame's templates need."""


class HookPages:
    """Handlers."""

    def __init__(self, frame: Frame) -> None:
        """Show them in that frame."""
        self._frame = frame

    def show_list(self, work: Work, grant: Grant[Numbered], asked: Asked) -> Answer:
        """List the webhooks."""
        hooks = work.hooks.of(Place(self._frame.level, grant.target.id))
        return self._view(grant.target, asked, "hooks", {"hooks": hooks})

    def show_new(self, _work: Work, grant: Grant[Numbered], asked: Asked) -> Answer:
        """Show the form of a new webhook."""
        entry = asked.entry(content_type="json", which="push", active="yes", verify="yes")
        values = {"hook": None, "chosen": asked.sent.all("events"), "entry": entry}
        return self._view(grant.target, asked, "hook", values)

    def make(self, work: Work, grant: Grant[Numbered], asked: Asked) -> Answer:
        """Make a webhook."""
        active = asked.sent.text("active") == "yes"
        made = service.create(work, grant, _wanted(asked), _events(asked), active=active)
        said = asked.say("The webhook was added. A ping is on its way to it.")
        return Redirect(self._to(grant.target, made), Notice("success", said))

    def show_one(self, work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Show a webhook: the form on which it is changed, and what was sent lately."""
        hook, config = grant.target, grant.target.config
        entry = asked.entry(
            url=config.url,
            content_type=config.content_type.value,
            secret=MASK if config.sealed else "",
            verify="" if config.insecure_ssl else "yes",
            which=_which(hook),
            active="yes" if hook.active else "",
        )
        values = {
            "hook": hook,
            "entry": entry,
            "chosen": asked.sent.all("events") if asked.form else hook.events,
            "deliveries": work.hooks.deliveries(hook.id, Wanted(most=SHOWN)),
        }
        return self._view(hook.owner, asked, "hook", values)

    def change(self, work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Change a webhook."""
        active = asked.sent.text("active") == "yes"
        service.update(work, grant, _wanted(asked), _events(asked), active=active)
        said = asked.say("The webhook was updated.")
        return Redirect(self._to(grant.target.owner, grant.target), Notice("success", said))

    def ping(self, work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Send a ping."""
        service.ping(work, grant)
        said = asked.say("A ping is on its way.")
        return Redirect(self._to(grant.target.owner, grant.target), Notice("success", said))

    def show_delete(self, _work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Name what deleting a webhook means."""
        return self._view(grant.target.owner, asked, "delete_hook", {"hook": grant.target})

    def delete(self, work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Delete a webhook."""
        service.delete(work, grant)
        said = asked.say("The webhook was deleted.")
        return Redirect(self._frame.address(grant.target.owner), Notice("success", said))

    def show_delivery(self, work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Show what was sent once, and what came back."""
        found = work.hooks.delivery(grant.target.id, _delivery(asked))
        if found is None:
            raise NotFound
        payload = json.dumps(json.loads(found.payload), indent=2, ensure_ascii=False)
        values = {"hook": grant.target, "delivery": found, "payload": payload}
        return self._view(grant.target.owner, asked, "hook_delivery", values)

    def redeliver(self, work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
        """Send once more what was sent before."""
        service.redeliver(work, grant, _delivery(asked))
        said = asked.say("It is on its way once more.")
        return Redirect(self._to(grant.target.owner, grant.target), Notice("success", said))

    def _to(self, owner: object, hook: Hook) -> str:
        return f"{self._frame.address(owner)}/{hook.id}"

    def _view(self, owner: object, asked: Asked, name: str, values: Mapping[str, object]) -> View:
        shown = {
            "types": TYPES,
            "offered": names.offered(self._frame.level),
            "longest": {"url": checking.LONGEST_URL, "secret": checking.LONGEST_SECRET},
            "hooks_at": self._frame.address(owner),
            **self._frame.values(owner, asked),
            **values,
        }
        return View(f"{self._frame.folder}/{name}.html", shown)


def _wanted(asked: Asked) -> WantedConfig:
    form = asked.sent
    kind = form.text("content_type")
    if kind not in set(ContentType):
        raise checking.complaint("content_type", N_("Content type must be json or form"))
    insecure = form.text("verify") != "yes"
    return WantedConfig(form.text("url"), ContentType(kind), insecure, form.text("secret"))


def _events(asked: Asked) -> tuple[str, ...]:
    """Just pushes, everything, or what was ticked."""
    if asked.sent.text("which") == "all":
        return (names.ALL,)
    if asked.sent.text("which") == "some":
        return asked.sent.all("events")
    return ("push",)


def _which(hook: Hook) -> str:
    if hook.events == (names.ALL,):
        return "all"
    return "push" if hook.events == ("push",) else "some"


def _delivery(asked: Asked) -> HookDeliveryId:
    wanted = number(asked.params["delivery"])
    if wanted is None:
        raise NotFound
    return HookDeliveryId(wanted)
