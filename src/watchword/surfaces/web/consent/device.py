"""Letting in a device without a browser: its code, where it asked from, yes or no (RFC 8628)."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound
from watchword.kernel.words import N_
from watchword.oauth import device
from watchword.oauth.model import Application, Device
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.consent import shown, words
from watchword.surfaces.web.consent.authorize import ticked
from watchword.surfaces.web.consent.places import APPROVAL, DENIAL, DEVICE
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    oneself,
    page,
    page_in_steps,
)
from watchword.work.unit import Work

FIELD: Final = "user_code"
UNKNOWN: Final = N_("There is no such code, or its time is over. Look at your device again.")


class Waiting(Struct, frozen=True):
    """A device that waits for an answer, and what is shown of it."""

    device: Device
    application: Application
    values: Mapping[str, object]


def show(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the field for the code; one that stands in the address is not taken over.

    Who wants somebody else to let their device in would send a link with the code in it; typing it
    off one's own screen is what tells the two apart (attack 31; RFC 8628 section 5.4).
    """
    values = {"entry": asked.entry(), "brought": bool(asked.query.text(FIELD))}
    return View("consent/device.html", values)


async def look(steps: Steps[User], asked: Asked) -> Answer:
    """Show what waits behind the code that was typed."""
    return View("consent/approval.html", (await _waiting(steps, asked)).values, secret=True)


async def show_again(steps: Steps[User], asked: Asked) -> Answer:
    """Show what waits once more, for the password; without a form there is no code to look for."""
    entry = asked.entry()
    if asked.form is None:
        return Redirect(DEVICE)
    if entry.problem(FIELD):
        return View("consent/device.html", {"entry": entry, "brought": False})
    return await look(steps, asked)


async def approve(steps: Steps[User], asked: Asked) -> Answer:
    """Let the device in, with the scopes that are still ticked."""
    waiting = await _waiting(steps, asked)

    def unit(work: Work, grant: Grant[User]) -> None:
        device.approve(work, grant, waiting.device.id, ticked(asked.sent))

    try:
        await steps.write(unit)
    except (NotFound, Conflict) as refused:
        raise _no_such_code() from refused
    return View("consent/connected.html", {"name": waiting.application.name})


async def deny(steps: Steps[User], asked: Asked) -> Answer:
    """Send the device away."""
    waiting = await _waiting(steps, asked)

    def unit(work: Work, grant: Grant[User]) -> None:
        device.deny(work, grant, waiting.device.id)

    try:
        await steps.write(unit)
    except (NotFound, Conflict) as refused:
        raise _no_such_code() from refused
    return View("consent/denied.html", {"name": waiting.application.name})


async def _waiting(steps: Steps[User], asked: Asked) -> Waiting:
    """Find the device by the code, in each step anew. Raises Invalid, and Busy for who guesses."""
    throttle, whence = asked.services.throttle, asked.whence
    throttle.before_user_code(whence.address, asked.user.id)
    code = device.normalise(asked.sent.text(FIELD))

    def unit(work: Work, _grant: Grant[User]) -> Waiting | None:
        found = device.find(work, code)
        if found is None:
            return None
        application = work.applications.by_id(found.asked.application)
        if application is None or not _may_use(application):
            return None
        values = _values(work, asked, found, application)
        return Waiting(found, application, {**values, "code": code.text})

    waiting = await steps.read(unit)
    if waiting is None:
        throttle.bad_user_code(whence.address, asked.user.id)
        raise _no_such_code()
    return waiting


def _may_use(application: Application) -> bool:
    """Whether it may sign in by code, or was switched off after the code was given out."""
    return application.takes_devices and application.disabled_at is None


def _values(
    work: Work, asked: Asked, found: Device, application: Application
) -> Mapping[str, object]:
    scopes, here = found.asked.scopes, asked.whence.address
    common = shown.values(work, asked, application, scopes, expires=found.asked.offline)
    return {
        **common,
        "device": found,
        "agent": words.agent(found.agent),
        "here": here,
        "elsewhere": not words.same_network(found.address, here),
    }


def _no_such_code() -> Invalid:
    return Invalid(FieldError("Device", FIELD, "custom", UNKNOWN))


PAGES: list[Page] = [
    page("GET", DEVICE, table.REVIEW, oneself, show),
    page_in_steps("POST", DEVICE, table.REVIEW, oneself, look, again=DEVICE),
    page_in_steps("GET", APPROVAL, table.REVIEW, oneself, show_again),
    page_in_steps(
        "POST",
        APPROVAL,
        table.APPROVE_DEVICE,
        oneself,
        approve,
        again=APPROVAL,
        asks_password=True,
    ),
    page_in_steps("POST", DENIAL, table.DENY, oneself, deny, again=APPROVAL),
]
