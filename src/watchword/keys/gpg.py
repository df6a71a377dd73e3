"""OpenPGP keys of people."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.accounts.model import User
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.kernel.words import N_
from watchword.keys import titles
from watchword.keys.events import GpgKeyCreated, GpgKeyDeleted
from watchword.keys.model import GpgKey
from watchword.keys.openpgp import Certificate
from watchword.keys.ports import Work

EXISTS: Final = N_("key_id already exists")
"""GitHub's words, which clients look for (GHES behaviour)."""


def add(work: Work, grant: Grant[User], name: str | None, certificate: Certificate) -> GpgKey:
    """Let what is signed with a key count as a person's. Raises Invalid.

    The certificate is read before the unit of work begins: its signatures take their time.
    """
    grant.must_cover(table.ADD_GPG)
    called = titles.title(name, "")
    try:
        made = work.gpg_keys.add(grant.target.id, called, certificate, work.now)
    except Conflict as taken:
        raise Invalid(FieldError("GpgKey", "key_id", "custom", EXISTS)) from taken
    packet = made.packet
    work.record(GpgKeyCreated(made.user, made.id, packet.key_id, packet.fingerprint))
    return made


def delete(work: Work, grant: Grant[GpgKey]) -> None:
    """Let what is signed with a key count as nobody's."""
    grant.must_cover(table.DELETE_GPG)
    gone = grant.target
    work.gpg_keys.delete(gone.id)
    packet = gone.packet
    work.record(GpgKeyDeleted(gone.user, gone.id, packet.key_id, packet.fingerprint))
