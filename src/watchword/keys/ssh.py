"""SSH keys: of people, of repositories, and those with which people sign."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.kinds import TOKENS
from watchword.access.table import keys as table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.ids import KeyId, TokenId
from watchword.kernel.words import N_
from watchword.keys import ssh_format, titles
from watchword.keys.events import (
    PublicKeyCreated,
    PublicKeyDeleted,
    SigningKeyCreated,
    SigningKeyDeleted,
)
from watchword.keys.model import DeployKey, PublicKey, SigningKey
from watchword.keys.ports import NewPublicKey, Work
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live

IN_USE: Final = N_("key is already in use")
"""GitHub's words, which clients look for (GHES behaviour)."""

FOR_OTHERS: Final = N_(
    "A token that acts for somebody adds no key to the account, which would outlive it."
)


def add(work: Work, grant: Grant[User], title: str | None, line: str) -> PublicKey:
    """Let a key open an account. Raises Invalid, also when it opens anything already."""
    grant.must_cover(table.ADD)
    if grant.actor.origin.impersonator is not None:
        raise NotPermitted(FOR_OTHERS)
    key = ssh_format.read(line)
    return _keep(
        work,
        NewPublicKey(
            user=grant.target.id,
            repository=None,
            title=titles.title(title, key.comment or key.kind),
            key=key.text,
            fingerprint=key.fingerprint,
            read_only=False,
            added_by=grant.actor.user,
            token=_token(grant),
        ),
    )


def add_to_repository(
    work: Work, grant: Grant[Repository], title: str | None, line: str, *, read_only: bool
) -> PublicKey:
    """Let a key open a repository. Raises Invalid, also when it opens anything already."""
    grant.must_cover(table.ADD_DEPLOY_KEY)
    must_be_live(grant.target)
    key = ssh_format.read(line)
    return _keep(
        work,
        NewPublicKey(
            user=None,
            repository=grant.target.id,
            title=titles.title(title, key.comment or key.kind),
            key=key.text,
            fingerprint=key.fingerprint,
            read_only=read_only,
            added_by=grant.actor.user,
            token=_token(grant),
        ),
    )


def delete(work: Work, grant: Grant[PublicKey]) -> None:
    """Let a key open an account no longer."""
    grant.must_cover(table.DELETE)
    forget(work, grant.target)


def delete_from_repository(work: Work, grant: Grant[DeployKey]) -> None:
    """Let a key open a repository no longer. That is possible while the repository is archived."""
    grant.must_cover(table.DELETE_DEPLOY_KEY)
    forget(work, grant.target.key)


def delete_anywhere(work: Work, grant: Grant[Site], keys: list[KeyId]) -> int:
    """Let keys of whomever open nothing any longer; gives how many of them there were."""
    grant.must_cover(table.DELETE_ANY)
    found = [key for key in map(work.public_keys.by_id, dict.fromkeys(keys)) if key]
    for key in found:
        forget(work, key, "deleted by a site administrator")
    return len(found)


def add_signing(work: Work, grant: Grant[User], title: str | None, line: str) -> SigningKey:
    """Let what is signed with a key count as a person's. Raises Invalid."""
    grant.must_cover(table.ADD_SIGNING)
    key = ssh_format.read(line)
    called = titles.title(title, key.comment or key.kind)
    try:
        made = work.signing_keys.add(grant.target.id, called, key.text, key.fingerprint, work.now)
    except Conflict as taken:
        raise _in_use() from taken
    work.record(SigningKeyCreated(made.user, made.id, made.title, made.fingerprint))
    return made


def delete_signing(work: Work, grant: Grant[SigningKey]) -> None:
    """Let what is signed with a key count as nobody's."""
    grant.must_cover(table.DELETE_SIGNING)
    gone = grant.target
    work.signing_keys.delete(gone.id)
    work.record(SigningKeyDeleted(gone.user, gone.id, gone.title, gone.fingerprint))


def forget(work: Work, key: PublicKey, explanation: str = "") -> None:
    """Forget a key and record it."""
    work.public_keys.delete(key.id)
    work.record(
        PublicKeyDeleted(key.user, key.repository, key.id, key.title, key.fingerprint, explanation)
    )


def _keep(work: Work, new: NewPublicKey) -> PublicKey:
    try:
        made = work.public_keys.add(new, work.now)
    except Conflict as taken:
        raise _in_use() from taken
    work.record(
        PublicKeyCreated(
            made.user, made.repository, made.id, made.title, made.fingerprint, made.read_only
        )
    )
    return made


def _token(grant: Grant[User] | Grant[Repository]) -> TokenId | None:
    """The token that asks, when it is one."""
    number = grant.actor.origin.credential
    return TokenId(number) if number is not None and grant.actor.kind in TOKENS else None


def _in_use() -> Invalid:
    return Invalid(FieldError("PublicKey", "key", "custom", IN_USE))
