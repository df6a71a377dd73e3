"""Applications that people register: what they say of themselves, and their secrets."""

import re
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct, structs

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.accounts.names import has_control
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import ClientSecretId, UserId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_, filled
from watchword.oauth import issue, redirect_uri
from watchword.oauth.clients import PURPOSE
from watchword.oauth.events import (
    AllTokensRevoked,
    ApplicationDeleted,
    ApplicationRegistered,
    ApplicationSwitched,
    ApplicationUpdated,
    ClientSecretAdded,
    ClientSecretRemoved,
    DeviceFlowSwitched,
)
from watchword.oauth.model import Application, ClientSecret
from watchword.oauth.ports import NewApplication, Work
from watchword.oauth.posing import poses
from watchword.tokens.secret import looks_like_token

RESOURCE: Final = "OauthApplication"
"""GitHub's name for an application in its errors (GHES behaviour)."""
LONGEST_NAME: Final = 255
LONGEST_DESCRIPTION: Final = 1_024
MOST_CALLBACKS: Final = 10
MOST_SECRETS: Final = 5
MOST_APPLICATIONS: Final = 100
CLIENT_ID_BYTES: Final = 10
SECRET_BYTES: Final = 20
SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*")
DANGEROUS: Final = frozenset({"javascript", "data", "vbscript", "file", "about", "blob", "http"})
PLAIN: Final = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]+")
HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class WantedApp(Struct, frozen=True):
    """What an application is to say of itself."""

    name: str
    homepage: str
    description: str
    callbacks: tuple[str, ...]
    device_flow: bool


def register(work: Work, grant: Grant[User], wanted: WantedApp) -> Application:
    """Register an application; it gets its secret next. Raises Invalid."""
    grant.must_cover(table.CREATE_APP)
    wanted = checked(work, wanted)
    if len(work.applications.of(grant.target.id)) >= MOST_APPLICATIONS:
        told = filled("At most %(most)s applications can be registered", most=MOST_APPLICATIONS)
        raise _invalid("name", told)
    new = NewApplication(
        client_id=work.entropy(CLIENT_ID_BYTES).hex(),
        owner=grant.target.id,
        name=wanted.name,
        homepage=wanted.homepage,
        description=wanted.description,
        callbacks=wanted.callbacks,
        device_flow=wanted.device_flow,
    )
    made = work.applications.add(new, work.now)
    work.record(ApplicationRegistered(grant.target.id, made.id, made.name))
    return made


def update(work: Work, grant: Grant[Application], wanted: WantedApp) -> None:
    """Change what an application says of itself. Raises Invalid."""
    grant.must_cover(table.UPDATE_APP)
    wanted = checked(work, wanted)
    changed = structs.replace(
        grant.target,
        name=wanted.name,
        homepage=wanted.homepage,
        description=wanted.description,
        callbacks=wanted.callbacks,
        device_flow=wanted.device_flow,
    )
    work.applications.update(changed, work.now)
    owner, callbacks = _owner(grant.target), " ".join(changed.callbacks)
    work.record(ApplicationUpdated(owner, changed.id, changed.name, callbacks))


def delete(work: Work, grant: Grant[Application]) -> None:
    """Forget an application; all tokens that it got are dead from the next request on."""
    grant.must_cover(table.DELETE_APP)
    _end_all(work, grant.target, "the application was deleted")
    work.applications.delete(grant.target.id)
    work.record(ApplicationDeleted(_owner(grant.target), grant.target.id, grant.target.name))


def add_secret(work: Work, grant: Grant[Application]) -> tuple[ClientSecret, Secret]:
    """Make another secret, which is in the answer and nowhere else. Raises Invalid."""
    grant.must_cover(table.ADD_SECRET)
    if len(work.applications.secrets_of(grant.target.id)) >= MOST_SECRETS:
        told = filled("Remove a secret first: there are %(most)s already", most=MOST_SECRETS)
        raise _invalid("secret", told)
    secret = Secret(work.entropy(SECRET_BYTES).hex())
    digest = work.keys.digest(PURPOSE, secret)
    kept = work.applications.add_secret(grant.target.id, digest, secret.last_eight, work.now)
    work.record(ClientSecretAdded(_owner(grant.target), grant.target.id, kept.id))
    return kept, secret


def remove_secret(work: Work, grant: Grant[Application], secret: ClientSecretId) -> None:
    """End a secret. Raises NotFound, also for another application's (attack 58)."""
    grant.must_cover(table.REMOVE_SECRET)
    if secret not in {one.id for one in work.applications.secrets_of(grant.target.id)}:
        raise NotFound
    work.applications.remove_secret(secret)
    work.record(ClientSecretRemoved(_owner(grant.target), grant.target.id, secret))


def revoke_all(work: Work, grant: Grant[Application]) -> int:
    """End all sign-ins through an application, of all people; gives how many."""
    if grant.operation is not table.SWITCH_APP:
        grant.must_cover(table.REVOKE_ALL_OF_APP)
    ended = _end_all(work, grant.target, "all of the application's tokens were revoked")
    work.sign_ins.withdraw(work.now, application=grant.target.id)
    work.record(AllTokensRevoked(grant.target.id, ended))
    return ended


def switch(work: Work, grant: Grant[Application], *, on: bool) -> None:
    """Switch an application off, or on again. What it got before lives until it is revoked."""
    grant.must_cover(table.SWITCH_APP)
    work.applications.disable(grant.target.id, None if on else work.now)
    work.record(ApplicationSwitched(grant.target.id, on))


def switch_device_flow(work: Work, grant: Grant[Application], *, on: bool) -> None:
    """Switch off that devices sign in by a code, or on again; signing in by a browser goes on.

    What waits for an answer is over at once. Who registered the application cannot switch it on.
    """
    grant.must_cover(table.SWITCH_APP)
    work.applications.disable_device_flow(grant.target.id, None if on else work.now)
    work.record(DeviceFlowSwitched(grant.target.id, on))


def checked(work: Work, wanted: WantedApp) -> WantedApp:
    """Tidy what was typed. Raises Invalid with all that is wrong."""
    tidy = WantedApp(
        wanted.name.strip(),
        wanted.homepage.strip(),
        wanted.description.strip(),
        tuple(dict.fromkeys(one.strip() for one in wanted.callbacks if one.strip())),
        wanted.device_flow,
    )
    complaints = {
        "name": _about_name(work, tidy.name),
        "homepage": "" if _is_homepage(tidy.homepage) else N_("Homepage must be a web address"),
        "description": _about_description(tidy.description),
        "callbacks": _about_callbacks(tidy.callbacks),
    }
    wrong = [_complaint(field, text) for field, text in complaints.items() if text]
    if wrong:
        raise Invalid(*wrong)
    return tidy


def _end_all(work: Work, application: Application, reason: str) -> int:
    """End the sign-ins of all people, each of whom has it in their log; gives how many."""
    families = work.sign_ins.families_through(application.id)
    for family in families:
        issue.end(work, family, reason)
    return len(families)


def _about_name(work: Work, name: str) -> str:
    if not name or len(name) > LONGEST_NAME or has_control(name) or looks_like_token(name):
        return filled("Name must be one line of 1 to %(most)s characters", most=LONGEST_NAME)
    known = (one.name for one in work.applications.every() if one.owner is None)
    if poses(name, known):
        return N_("Name looks like one of this server or of a client that everybody knows")
    return ""


def _about_description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION or has_control(text.replace("\n", "").replace("\r", "")):
        return filled("Description must have at most %(most)s characters", most=LONGEST_DESCRIPTION)
    return ""


def _about_callbacks(callbacks: tuple[str, ...]) -> str:
    if not 1 <= len(callbacks) <= MOST_CALLBACKS:
        return filled("Give 1 to %(most)s callback addresses", most=MOST_CALLBACKS)
    wrong = next((one for one in callbacks if not _is_callback(one)), None)
    if wrong is not None:
        return N_(
            "Callback must be an https address, a scheme of your own, or http on this machine "
            "(localhost, 127.0.0.1), without # or user name"
        )
    return ""


def _is_callback(uri: str) -> bool:
    """Whether tokens may be sent there (RFC 9700 section 4.1.3, RFC 8252 section 7)."""
    if len(uri) > redirect_uri.LONGEST or not PLAIN.fullmatch(uri):
        return False
    if redirect_uri.is_loopback(uri) or _is_web(uri, {"https"}):
        return True
    scheme, colon, rest = uri.partition(":")
    private = SCHEME.fullmatch(scheme) and scheme not in DANGEROUS | {"https"}
    return bool(private and colon and rest and ("." in scheme or "-" in scheme))


def _is_homepage(uri: str) -> bool:
    return len(uri) <= redirect_uri.LONGEST and _is_web(uri, {"http", "https"})


def _is_web(uri: str, schemes: set[str]) -> bool:
    if not PLAIN.fullmatch(uri):
        return False
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    plain = "@" not in parts.netloc and "*" not in parts.netloc and (port is None or port > 0)
    return plain and parts.scheme in schemes and bool(HOST.fullmatch(parts.hostname or ""))


def _owner(application: Application) -> UserId:
    if application.owner is None:
        # The table admits owners only, and a client that every server knows has none.
        raise NotFound
    return application.owner


def _complaint(field: str, text: str) -> FieldError:
    return FieldError(RESOURCE, field, "custom", text)


def _invalid(field: str, text: str) -> Invalid:
    return Invalid(_complaint(field, text))
