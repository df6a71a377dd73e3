"""What an application may learn of its own tokens, and a person of the applications (attack 28)."""

from collections.abc import Sequence

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.secret import Secret
from watchword.oauth.events import TokenReset
from watchword.oauth.model import Application, Family
from watchword.oauth.people import who_may_sign_in
from watchword.oauth.ports import Work
from watchword.tokens import secret as formats
from watchword.tokens.model import Token
from watchword.tokens.ports import Stored


class FamilyUse(Struct, frozen=True):
    """One sign-in, and what became of its tokens."""

    family: Family
    last_used_at: int | None
    last_used_from: str | None
    expires_at: int | None
    """When it ends unless it is refreshed or used before; None where it does not."""
    refreshed: bool
    """It goes on by refreshing, up to that moment."""
    last_eight: str
    """Of the newest token; empty where a program has yet to refresh to get one."""


class Authorized(Struct, frozen=True):
    """An application that acts for a person, with the sign-ins through it."""

    application: Application
    families: Sequence[FamilyUse]


def of_application(
    work: Work, application: Application, token: Secret, site_prefix: str = ""
) -> tuple[Token, Family]:
    """Find a live token of the application, by its secret. Raises NotFound for any other."""
    found = None
    if formats.is_well_formed(token, site_prefix, (formats.OAUTH,)):
        digests = work.keys.digests(formats.PURPOSE, token)
        found = next((hit for hit in map(work.tokens.by_digest, digests) if hit), None)
    if found is None or found[0].family is None or not found[0].is_live(work.now):
        raise NotFound
    family = work.sign_ins.family(found[0].family)
    if family is None or family.application != application.id:
        raise NotFound
    return found[0], family


def check(
    work: Work, grant: Grant[Application], token: Secret, site_prefix: str = ""
) -> tuple[Token, Family, User]:
    """Tell an application whose token it is. Raises NotFound for dead or foreign ones."""
    grant.must_cover(table.CHECK_TOKEN)
    found, family = of_application(work, grant.target, token, site_prefix)
    return found, family, _owner(work, family)


def reset(
    work: Work, grant: Grant[Application], token: Secret, site_prefix: str = ""
) -> tuple[Token, Secret]:
    """Give a token another secret; the old one is dead.

    Raises NotFound, also where no token would be given out now: the application was switched off,
    or the person suspended.
    """
    grant.must_cover(table.RESET_TOKEN)
    found, family = of_application(work, grant.target, token, site_prefix)
    if grant.target.disabled_at is not None or who_may_sign_in(work, family.user) is None:
        raise NotFound
    secret = formats.mint(work.entropy, site_prefix, formats.OAUTH)
    digest = work.keys.digest(formats.PURPOSE, secret)
    stored = Stored(digest, secret.hashed, secret.last_eight)
    work.tokens.replace_secret(found.id, stored, found.expires_at, work.now)
    fact = TokenReset(family.user, family.application, found.id, secret.hashed, found.hashed)
    work.record(fact)
    return work.tokens.by_id(found.id) or found, secret


def authorized(work: Work, grant: Grant[User]) -> Sequence[Authorized]:
    """The applications that act for a person, by name, each with its sign-ins, newest first."""
    grant.must_cover(table.LIST_AUTHORIZED)
    uses: dict[int, list[FamilyUse]] = {}
    for family in work.sign_ins.families_of(grant.target.id):
        use = _use(work, family)
        if use is not None:
            uses.setdefault(family.application, []).append(use)
    found = [work.applications.by_id(family[0].family.application) for family in uses.values()]
    known = [one for one in found if one is not None]
    return [Authorized(one, uses[one.id]) for one in sorted(known, key=lambda one: one.name)]


def _use(work: Work, family: Family) -> FamilyUse | None:
    """What is known of a family; None for one of which nothing lives."""
    tokens = work.tokens.of_family(family.id)
    refresh = work.sign_ins.refresh_token_of(family.id)
    lives = refresh is not None and work.now < refresh.expires_at
    if not lives and not any(token.is_live(work.now) for token in tokens):
        return None
    used = max(tokens, key=lambda token: token.last_used_at or 0, default=None)
    ends: int | None = None
    if lives and refresh is not None:
        ends = refresh.expires_at
    elif tokens:
        newest = tokens[0]
        ends = newest.idle_end if newest.expires_at is None else newest.expires_at
    return FamilyUse(
        family,
        used.last_used_at if used else None,
        used.last_used_from if used else None,
        ends,
        lives,
        tokens[0].last_eight if tokens else "",
    )


def _owner(work: Work, family: Family) -> User:
    user = work.users.by_id(family.user)
    if user is None or user.suspended_at is not None:
        raise NotFound
    return user
