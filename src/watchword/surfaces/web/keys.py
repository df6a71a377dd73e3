"""Settings, SSH and GPG keys."""

import asyncio
from typing import Final

from watchword.access.gate import Grant, require
from watchword.access.table import keys as table
from watchword.accounts import emails
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.ids import GpgKeyId, KeyId, SigningKeyId
from watchword.kernel.pagination import PageRequest
from watchword.keys import gpg, openpgp, ssh, titles
from watchword.keys.model import GpgKey, PublicKey, SigningKey
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    number,
    oneself,
    page,
    page_in_steps,
)
from watchword.work.unit import Work

KEYS: Final = "/settings/keys"
SSH: Final = "/settings/ssh"
NEW_SSH: Final = "/settings/ssh/new"
GPG: Final = "/settings/gpg"
NEW_GPG: Final = "/settings/gpg/new"
DELETE: Final = "/settings/keys/{key}/delete"
DELETE_SIGNING: Final = "/settings/signing_keys/{key}/delete"
DELETE_GPG: Final = "/settings/gpg_keys/{key}/delete"
ALL: Final = PageRequest(1, 1_000)
SIGNING: Final = "signing"


def key_of_path(work: Work, caller: Caller, params: Params) -> PublicKey | None:
    """Find the key that the path names, among those of the person who asks (attack 58)."""
    wanted = number(params["key"])
    found = None if wanted is None else work.public_keys.by_id(KeyId(wanted))
    mine = found is not None and found.user is not None and found.user == caller.actor.user
    return found if mine else None


def signing_key_of_path(work: Work, caller: Caller, params: Params) -> SigningKey | None:
    """Find the signing key that the path names, among those of the person who asks."""
    wanted = number(params["key"])
    found = None if wanted is None else work.signing_keys.by_id(SigningKeyId(wanted))
    return found if found is not None and found.user == caller.actor.user else None


def gpg_key_of_path(work: Work, caller: Caller, params: Params) -> GpgKey | None:
    """Find the GPG key that the path names, among those of the person who asks."""
    wanted = number(params["key"])
    found = None if wanted is None else work.gpg_keys.by_id(GpgKeyId(wanted))
    return found if found is not None and found.user == caller.actor.user else None


def show(work: Work, grant: Grant[User], _asked: Asked) -> Answer:
    """List the keys of the person."""
    user = grant.target
    values = {
        "keys": work.public_keys.of_user(user.id, ALL).items,
        "signing_keys": work.signing_keys.of_user(user.id, ALL).items,
        "gpg_keys": work.gpg_keys.of_user(user.id, ALL).items,
        "verified": emails.verified(work, user.id),
    }
    return View("keys/list.html", values)


def show_new_ssh(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new SSH key."""
    entry = asked.entry(type="authentication")
    return View("keys/new_ssh.html", {"entry": entry, "longest": titles.LONGEST})


def add_ssh(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Add an SSH key, to sign in or to sign with."""
    title, line = asked.sent.text("title"), asked.sent.text("key")
    if asked.sent.text("type") == SIGNING:
        signing = require(grant.actor, table.ADD_SIGNING, grant.target)
        called = ssh.add_signing(work, signing, title, line).title
    else:
        called = ssh.add(work, grant, title, line).title
    return _said(asked.say("The key “%(title)s” was added.", title=called))


def show_new_gpg(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new GPG key."""
    values = {"entry": asked.entry(), "longest": titles.LONGEST}
    return View("keys/new_gpg.html", values)


async def add_gpg(steps: Steps[User], asked: Asked) -> Answer:
    """Add a GPG key."""
    certificate = await asyncio.to_thread(openpgp.read, asked.sent.text("armored_public_key"))

    def unit(work: Work, grant: Grant[User]) -> Answer:
        made = gpg.add(work, grant, asked.sent.text("title"), certificate)
        return _said(asked.say("The key %(key)s was added.", key=made.packet.key_id))

    return await steps.write(unit)


def show_delete(_work: Work, grant: Grant[PublicKey], _asked: Asked) -> Answer:
    """Name what deleting a key means."""
    return View("keys/delete.html", {"key": grant.target})


def delete(work: Work, grant: Grant[PublicKey], asked: Asked) -> Answer:
    """Delete a key."""
    ssh.delete(work, grant)
    return _said(asked.say("The key “%(title)s” was deleted.", title=grant.target.title))


def show_delete_signing(_work: Work, grant: Grant[SigningKey], _asked: Asked) -> Answer:
    """Name what deleting a signing key means."""
    return View("keys/delete_signing.html", {"key": grant.target})


def delete_signing(work: Work, grant: Grant[SigningKey], asked: Asked) -> Answer:
    """Delete a signing key."""
    ssh.delete_signing(work, grant)
    return _said(asked.say("The key “%(title)s” was deleted.", title=grant.target.title))


def show_delete_gpg(_work: Work, grant: Grant[GpgKey], _asked: Asked) -> Answer:
    """Name what deleting a GPG key means."""
    return View("keys/delete_gpg.html", {"key": grant.target})


def delete_gpg(work: Work, grant: Grant[GpgKey], asked: Asked) -> Answer:
    """Delete a GPG key."""
    gpg.delete(work, grant)
    return _said(asked.say("The key %(key)s was deleted.", key=grant.target.packet.key_id))


def _said(text: str) -> Redirect:
    return Redirect(KEYS, Notice("success", text))


PAGES: list[Page] = [
    page("GET", KEYS, table.LIST, oneself, show),
    page("GET", NEW_SSH, table.LIST, oneself, show_new_ssh),
    page("POST", SSH, table.ADD, oneself, add_ssh, again=NEW_SSH),
    page("GET", NEW_GPG, table.LIST_GPG, oneself, show_new_gpg),
    page_in_steps("POST", GPG, table.ADD_GPG, oneself, add_gpg, again=NEW_GPG),
    page("GET", DELETE, table.READ, key_of_path, show_delete),
    page("POST", DELETE, table.DELETE, key_of_path, delete),
    page("GET", DELETE_SIGNING, table.READ_SIGNING, signing_key_of_path, show_delete_signing),
    page("POST", DELETE_SIGNING, table.DELETE_SIGNING, signing_key_of_path, delete_signing),
    page("GET", DELETE_GPG, table.READ_ONE_GPG, gpg_key_of_path, show_delete_gpg),
    page("POST", DELETE_GPG, table.DELETE_GPG, gpg_key_of_path, delete_gpg),
]
