"""Settings of a repository, webhooks: listed, made, changed, pinged, what was sent, sent again."""

import json
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import webhooks as table
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import HookDeliveryId, HookId
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.webhooks import checking, names, service
from watchword.webhooks.model import ContentType, Hook, Level, Place
from watchword.webhooks.ports import Wanted
from watchword.webhooks.service import MASK, WantedConfig
from watchword.work.unit import Work

HOOKS: Final = SETTINGS + "/hooks"
NEW: Final = HOOKS + "/new"
ONE: Final = HOOKS + "/{hook}"
PING: Final = ONE + "/pings"
DELETE: Final = ONE + "/delete"
DELIVERY: Final = ONE + "/deliveries/{delivery}"
REDELIVER: Final = DELIVERY + "/attempts"
SHOWN: Final = 30
"""Deliveries on the page of a webhook; the API lists all that are kept."""
TYPES: Final = [("json", "application/json"), ("form", "application/x-www-form-urlencoded")]


def hook_of_path(work: Work, caller: Caller, params: Params) -> Hook | None:
    """Find the webhook that the path names, where it belongs to the repository (attack 58)."""
    repository, wanted = by_name(work, caller, params), number(params["hook"])
    if repository is None or wanted is None:
        return None
    return service.find(work, repository, Place.repository(repository.id), HookId(wanted))


def show_list(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List the webhooks of a repository."""
    hooks = work.hooks.of(Place.repository(grant.target.id))
    return View("repository/hooks.html", {"head": head(grant.target, asked), "hooks": hooks})


def show_new(_work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show the form of a new webhook."""
    entry = asked.entry(content_type="json", which="push", active="yes", verify="yes")
    values = {"hook": None, "chosen": asked.sent.all("events"), **_fields(grant.target, asked)}
    return View("repository/hook.html", {**values, "entry": entry})


def make(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Make a webhook."""
    active = asked.sent.text("active") == "yes"
    made = service.create(work, grant, _wanted(asked), _events(asked), active=active)
    said = asked.say("The webhook was added. A ping is on its way to it.")
    return Redirect(_to(grant.target, made), Notice("success", said))


def show_one(work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
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
        **_fields(_repository(grant), asked),
    }
    return View("repository/hook.html", values)


def change(work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
    """Change a webhook."""
    active = asked.sent.text("active") == "yes"
    service.update(work, grant, _wanted(asked), _events(asked), active=active)
    said = asked.say("The webhook was updated.")
    return Redirect(_to(_repository(grant), grant.target), Notice("success", said))


def ping(work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
    """Send a ping."""
    service.ping(work, grant)
    said = asked.say("A ping is on its way.")
    return Redirect(_to(_repository(grant), grant.target), Notice("success", said))


def show_delete(_work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
    """Name what deleting a webhook means."""
    values = {"head": head(_repository(grant), asked), "hook": grant.target}
    return View("repository/delete_hook.html", values)


def delete(work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
    """Delete a webhook."""
    service.delete(work, grant)
    said = asked.say("The webhook was deleted.")
    to = f"/{_repository(grant).full_name}/settings/hooks"
    return Redirect(to, Notice("success", said))


def show_delivery(work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
    """Show what was sent once, and what came back."""
    found = work.hooks.delivery(grant.target.id, _delivery(asked))
    if found is None:
        raise NotFound
    payload = json.dumps(json.loads(found.payload), indent=2, ensure_ascii=False)
    values = {
        "head": head(_repository(grant), asked),
        "hook": grant.target,
        "delivery": found,
        "payload": payload,
    }
    return View("repository/hook_delivery.html", values)


def redeliver(work: Work, grant: Grant[Hook], asked: Asked) -> Answer:
    """Send once more what was sent before."""
    service.redeliver(work, grant, _delivery(asked))
    said = asked.say("It is on its way once more.")
    return Redirect(_to(_repository(grant), grant.target), Notice("success", said))


def _fields(repository: Repository, asked: Asked) -> dict[str, object]:
    return {
        "head": head(repository, asked),
        "types": TYPES,
        "offered": names.offered(Level.REPOSITORY),
        "longest": {"url": checking.LONGEST_URL, "secret": checking.LONGEST_SECRET},
    }


def _repository(grant: Grant[Hook]) -> Repository:
    assert isinstance(grant.target.owner, Repository)
    return grant.target.owner


def _to(repository: Repository, hook: Hook) -> str:
    return f"/{repository.full_name}/settings/hooks/{hook.id}"


def _wanted(asked: Asked) -> WantedConfig:
    form = asked.sent
    kind = form.text("content_type")
    if kind not in set(ContentType):
        raise checking.complaint("content_type", "Content type must be json or form")
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


PAGES: Final[list[Page]] = [
    page("GET", HOOKS, table.LIST, at_present_name(table.LIST), show_list),
    page("GET", NEW, table.CREATE, at_present_name(table.CREATE), show_new),
    page("POST", HOOKS, table.CREATE, by_name, make, again=NEW),
    page("GET", ONE, table.READ, hook_of_path, show_one),
    page("POST", ONE, table.UPDATE, hook_of_path, change, again=ONE),
    page("POST", PING, table.PING, hook_of_path, ping),
    page("GET", DELETE, table.DELETE, hook_of_path, show_delete),
    page("POST", DELETE, table.DELETE, hook_of_path, delete),
    page("GET", DELIVERY, table.READ_DELIVERIES, hook_of_path, show_delivery),
    page("POST", REDELIVER, table.REDELIVER, hook_of_path, redeliver),
]
