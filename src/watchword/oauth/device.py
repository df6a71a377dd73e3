"""Signing in on a device without a browser (RFC 8628)."""

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.scopes import Scope
from watchword.access.table import oauth as table
from watchword.accounts.model import Site, User
from watchword.kernel.entropy import Entropy, random_base62
from watchword.kernel.errors import Conflict, NotFound, Refusal
from watchword.kernel.ids import DeviceId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_
from watchword.oauth import issue
from watchword.oauth.authorize import asked_for, within
from watchword.oauth.errors import OAuthError
from watchword.oauth.events import SignInAuthorized, SignInDenied
from watchword.oauth.model import DEVICE_LIFE, INTERVAL, Application, Asked, Device, Issued
from watchword.oauth.people import who_may_sign_in
from watchword.oauth.ports import NewDevice, Work

DEVICE_PURPOSE: Final = "device-code"
USER_PURPOSE: Final = "user-code"
DEVICE_CODE_LENGTH: Final = 40
LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so no words, and nothing that looks like something else (RFC 8628 section 6.1)."""
USER_CODE_LENGTH: Final = 8
LEEWAY: Final = 1
"""Seconds that a poll may come too early: clocks count whole ones."""
SLOWER: Final = 5
"""Seconds that `slow_down` adds (RFC 8628 section 3.5)."""
TRIES: Final = 5
FLOW: Final = "device"


class Begun(Struct, frozen=True):
    """What a device is told."""

    device_code: Secret
    user_code: Secret
    expires_in: int = DEVICE_LIFE
    interval: int = INTERVAL


def begin(work: Work, grant: Grant[Site], application: Application, scope: str) -> Begun:
    """Begin a device's sign-in. Where it came from is kept, for the person who approves it.

    Raises OAuthError where the application has no device flow.
    """
    grant.must_cover(table.BEGIN_DEVICE)
    if not application.takes_devices:
        raise OAuthError("device_flow_disabled")
    scopes, _unknown, offline = asked_for(work, application, scope, None)
    asked = Asked(application.id, scopes, offline)
    device_code = Secret(random_base62(work.entropy, DEVICE_CODE_LENGTH))
    user_code = Secret("")
    for _ in range(TRIES):
        user_code = _user_code(work.entropy)
        new = NewDevice(
            device_digest=work.keys.digest(DEVICE_PURPOSE, device_code),
            user_digest=work.keys.digest(USER_PURPOSE, user_code),
            asked=asked,
            address=work.origin.address,
            agent=work.origin.agent,
            interval=INTERVAL,
            expires_at=work.now + DEVICE_LIFE,
        )
        try:
            work.sign_ins.add_device(new, work.now)
        except Conflict:
            # One in 25 thousand million: draw again.
            continue
        return Begun(device_code, user_code)
    raise Conflict(N_("No free code was found. Try again."))


def normalise(typed: str) -> Secret:
    """Read a user code as people type it: any case, with or without hyphen and blanks."""
    letters = re.sub(r"[\s\-\u2010-\u2015\u30fc\uff0d]", "", typed).upper()
    return Secret(f"{letters[:4]}-{letters[4:]}")


def find(work: Work, user_code: Secret) -> Device | None:
    """Find the request that waits under a user code."""
    digests = work.keys.digests(USER_PURPOSE, user_code)
    hits = map(work.sign_ins.device_of_user_code, digests)
    found = next((hit for hit in hits if hit), None)
    return found if found is not None and found.is_waiting(work.now) else None


def approve(work: Work, grant: Grant[User], device: DeviceId, scopes: Iterable[Scope]) -> None:
    """Let a device sign in as the person. Raises NotFound, Conflict."""
    grant.must_cover(table.APPROVE_DEVICE)
    found = _waiting(work, device)
    application = work.applications.by_id(found.asked.application)
    if application is None or application.disabled_at is not None or not application.takes_devices:
        raise NotFound
    granted = within(found.asked.scopes, scopes)
    work.sign_ins.approve_device(found.id, grant.target.id, granted, work.now)
    user, named = grant.target.id, application.name
    work.record(SignInAuthorized(user, application.id, named, issue.written(granted), FLOW))


def deny(work: Work, grant: Grant[User], device: DeviceId) -> None:
    """Turn a device away. Raises NotFound, Conflict."""
    grant.must_cover(table.DENY)
    found = _waiting(work, device)
    work.sign_ins.deny_device(found.id, work.now)
    work.record(SignInDenied(grant.target.id, found.asked.application, FLOW))


def poll(
    work: Work,
    grant: Grant[Site],
    application: Application,
    device_code: Secret,
    *,
    idle: int,
    site_prefix: str = "",
) -> Issued | Refusal:
    """Tell a device how far it is; once approved, it gets its token, once.

    The interval is measured between polls only: the first one is never too early. `idle` is the
    life of an unused token that does not expire, in seconds.
    """
    grant.must_cover(table.EXCHANGE)
    digests = work.keys.digests(DEVICE_PURPOSE, device_code)
    found = next((hit for hit in map(work.sign_ins.device, digests) if hit), None)
    if found is None or found.asked.application != application.id:
        return Refusal(OAuthError("incorrect_device_code"))
    if over := _over(work, application, found):
        return Refusal(OAuthError(over))
    if found.user is None:
        return _wait(work, found)
    if who_may_sign_in(work, found.user) is None:
        return Refusal(OAuthError("access_denied"))
    work.sign_ins.forget_device(found.id)
    family = issue.family_of(work, application, found.asked, found.user)
    return issue.begin(work, application, found.asked, family, idle, site_prefix)


def _over(work: Work, application: Application, device: Device) -> str:
    """Why nothing can come of a request any more; empty where something can."""
    if device.denied_at is not None:
        return "access_denied"
    if work.now >= device.expires_at:
        return "expired_token"
    return "" if application.takes_devices else "device_flow_disabled"


def _wait(work: Work, device: Device) -> Refusal:
    early = (
        device.polled_at is not None and 0 <= work.now - device.polled_at < device.interval - LEEWAY
    )
    interval = device.interval + SLOWER if early else device.interval
    work.sign_ins.note_poll(device.id, work.now, interval)
    if early:
        return Refusal(OAuthError("slow_down", interval=interval))
    return Refusal(OAuthError("authorization_pending"))


def _waiting(work: Work, device: DeviceId) -> Device:
    found = work.sign_ins.device_by_id(device)
    if found is None or work.now >= found.expires_at:
        raise NotFound
    if not found.is_waiting(work.now):
        raise Conflict(N_("This request was answered already."))
    return found


def _user_code(entropy: Entropy) -> Secret:
    """Draw letters, each equally likely: bytes that are no multiple's are thrown away."""
    drawn = ""
    while len(drawn) < USER_CODE_LENGTH:
        drawn += "".join(LETTERS[byte % 20] for byte in entropy(USER_CODE_LENGTH) if byte < 240)
    return Secret(f"{drawn[:4]}-{drawn[4:USER_CODE_LENGTH]}")
