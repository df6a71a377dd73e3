"""Addresses of an account: added, verified by a mailed link, chosen, shown, removed."""

import hmac
from collections.abc import Sequence
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import names
from watchword.accounts.events import (
    EmailAdded,
    EmailLinkWanted,
    EmailRemoved,
    EmailVerified,
    EmailVisibilityChanged,
    PrimaryEmailChanged,
)
from watchword.accounts.model import Email, User
from watchword.accounts.ports import Work
from watchword.kernel.entropy import random_base62
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound
from watchword.kernel.ids import UserId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_, filled

PURPOSE: Final = "email"
RESOURCE: Final = "UserEmail"
MOST: Final = 30
"""Addresses of one account."""
LINK_LIFE: Final = 86_400
"""Seconds for which a link from a mail verifies an address."""
SECRET_LENGTH: Final = 43
"""Characters of base 62: 256 bits."""


def add(work: Work, grant: Grant[User], addresses: Sequence[str]) -> Sequence[Email]:
    """Add addresses, all or none; a link for verifying is mailed to each.

    Raises Invalid for one that is none, that the account has, or that is another's.
    """
    grant.must_cover(table.ADD_EMAIL)
    user = grant.target.id
    if not addresses:
        raise Invalid(FieldError(RESOURCE, "email", "missing_field"))
    if len(work.emails.of(user)) + len(addresses) > MOST:
        message = filled("An account has at most %(most)s email addresses", most=MOST)
        raise Invalid(FieldError(RESOURCE, "email", "custom", message))
    return [_add(work, user, address) for address in addresses]


def _add(work: Work, user: UserId, text: str) -> Email:
    address = names.email(text)
    taken = Invalid(FieldError(RESOURCE, "email", "already_exists"))
    if work.emails.is_taken(address, user):
        raise taken
    try:
        email = work.emails.add(user, address, work.now)
    except Conflict as have:
        raise taken from have
    work.record(EmailAdded(user, email.id, address))
    work.record(EmailLinkWanted(user, email.id, address))
    return email


def ask_link(work: Work, grant: Grant[Email]) -> None:
    """Have the link for verifying mailed once more."""
    grant.must_cover(table.VERIFY_EMAIL)
    email = grant.target
    if email.verified_at is None:
        work.record(EmailLinkWanted(email.user, email.id, email.address))


def verified(work: Work, user: UserId) -> frozenset[str]:
    """The addresses that are known to be a person's, in lower case."""
    mine = work.emails.of(user)
    return frozenset(one.address.lower() for one in mine if one.verified_at is not None)


def make_link(work: Work, email: Email) -> Secret:
    """Make the secret of a link, as its mail is written; the one mailed before is dead."""
    secret = Secret(random_base62(work.entropy, SECRET_LENGTH))
    digest = work.keys.digest(PURPOSE, secret)
    work.emails.set_link(email.id, digest, work.now + LINK_LIFE)
    return secret


def knows_link(work: Work, email: Email, secret: Secret) -> bool:
    """Whether it is the secret of the link that was mailed last, in time."""
    if email.digest is None or work.now >= (email.link_until or 0):
        return False
    digests = work.keys.digests(PURPOSE, secret)
    return any(hmac.compare_digest(email.digest, one) for one in digests)


def verify(work: Work, grant: Grant[Email], secret: Secret) -> None:
    """Follow the link: the address is the account's. It works once.

    Raises NotFound for a link that is none, and Invalid where another account was faster.
    """
    grant.must_cover(table.VERIFY_EMAIL)
    email = grant.target
    if not knows_link(work, email, secret):
        raise NotFound
    try:
        work.emails.verify(email.id, work.now)
    except Conflict as taken:
        raise Invalid(FieldError(RESOURCE, "email", "already_exists")) from taken
    work.record(EmailVerified(email.user, email.id, email.address))


def make_primary(work: Work, grant: Grant[Email], *, verified_only: bool) -> None:
    """Send mails there from now on. Raises Invalid for one that is not verified, or another's.

    `verified_only` is False where no mail leaves this server: nobody could verify anything then.
    """
    grant.must_cover(table.MAKE_PRIMARY)
    email = grant.target
    if verified_only and email.verified_at is None:
        message = N_("Verify this address first: follow the link in the mail that was sent there")
        raise Invalid(FieldError(RESOURCE, "email", "custom", message))
    before = work.users.by_id(email.user)
    assert before is not None
    try:
        work.users.set_primary(email.user, email.address, work.now)
    except Conflict as taken:
        raise Invalid(FieldError(RESOURCE, "email", "already_exists")) from taken
    if before.email is not None and before.public_email == before.email:
        work.users.update(email.user, {"public_email": email.address}, work.now)
    work.record(PrimaryEmailChanged(email.user, email.address, before.email))


def set_visibility(work: Work, grant: Grant[User], *, public: bool) -> Sequence[Email]:
    """Show the primary address on the profile, or show none. Gives the primary address.

    Raises NotFound where there is none.
    """
    grant.must_cover(table.SHOW_EMAIL)
    user = grant.target
    if user.email is None:
        raise NotFound
    shown = user.email if public else None
    if shown != user.public_email:
        work.users.update(user.id, {"public_email": shown}, work.now)
        work.record(EmailVisibilityChanged(user.id, shown))
    return [email for email in work.emails.of(user.id) if email.primary]


def remove(work: Work, grant: Grant[User], addresses: Sequence[str]) -> None:
    """Take addresses away, all or none.

    Raises NotFound for one that the account does not have, and Invalid for the primary one.
    """
    grant.must_cover(table.REMOVE_EMAIL)
    user = grant.target
    if not addresses:
        raise Invalid(FieldError(RESOURCE, "email", "missing_field"))
    mine = {email.address.lower(): email for email in work.emails.of(user.id)}
    for address in dict.fromkeys(one.strip().lower() for one in addresses):
        email = mine.get(address)
        if email is None:
            raise NotFound
        if email.primary:
            message = N_("The primary email address cannot be removed")
            raise Invalid(FieldError(RESOURCE, "email", "custom", message))
        if email.public:
            work.users.update(user.id, {"public_email": None}, work.now)
        work.emails.remove(email.id)
        work.record(EmailRemoved(user.id, email.id, email.address))
