"""The only place where actors are made."""

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.actor import Actor
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.scopes import expand
from watchword.accounts import sessions
from watchword.accounts.model import Session, User
from watchword.authn.credential import Presented
from watchword.kernel.errors import BadCredential, Suspended
from watchword.kernel.events import Origin
from watchword.kernel.ids import KeyId, TokenId, UserId
from watchword.kernel.secret import Secret
from watchword.keys.model import PublicKey
from watchword.oauth import clients
from watchword.oauth import ports as oauth
from watchword.tokens import secret as formats
from watchword.tokens.model import Token
from watchword.tokens.ports import Work

SUSPENDED = "Sorry. Your account was suspended."


Rows: TypeAlias = tuple[Token, User]
"""A token and its owner, as one look-up finds them."""


class Caller(Struct, frozen=True):
    """An actor, and the rows that showed who it is."""

    actor: Actor
    user: User | None = None
    token: Token | None = None
    session: Session | None = None
    key: PublicKey | None = None


def anonymous(origin: Origin) -> Caller:
    """Nobody in particular."""
    return Caller(Actor(None, Kind.ANONYMOUS, origin=origin))


def caller(work: Work, presented: Presented, origin: Origin, site_prefix: str = "") -> Caller:
    """Tell whose token it is, by one look-up. Raises as `rows` and `bearer` do."""
    return bearer(work, rows(work, presented, site_prefix), origin)


def rows(work: Work, presented: Presented, site_prefix: str = "") -> Rows:
    """Find a live token and its owner. Raises as `found` does."""
    return found(work, presented, site_prefix)[1]


def found(work: Work, presented: Presented, site_prefix: str = "") -> tuple[bytes, Rows]:
    """Find a live token and its owner; gives the hash by which it was found, and both.

    Unknown, expired and revoked are one and the same BadCredential. A wrong checksum is refused
    before any look-up.
    """
    if not formats.is_well_formed(presented.secret, site_prefix):
        raise BadCredential
    for digest in work.keys.digests(formats.PURPOSE, presented.secret):
        if (rows := work.tokens.by_digest(digest)) is not None:
            if not rows[0].is_live(work.now):
                break
            return digest, rows
    raise BadCredential


def holder(work: Work, token: TokenId, origin: Origin) -> Caller:
    """Tell whose token that is, for which a link was made. Raises BadCredential and Suspended."""
    found = work.tokens.by_id(token)
    user = work.users.by_id(found.owner) if found is not None else None
    if found is None or user is None or not found.is_live(work.now):
        raise BadCredential
    return bearer(work, (found, user), origin)


def bearer(work: Work, found: Rows, origin: Origin) -> Caller:
    """Who bears that token.

    Raises Suspended for a token of a suspended owner, which revives with the account, and
    BadCredential for one of somebody who acted for its owner and does not run the site any more.
    """
    token, user = found
    if user.suspended_at is not None:
        raise Suspended(SUSPENDED)
    if token.impersonator is not None and not _runs_site(work, token.impersonator):
        raise BadCredential
    scopes = expand(token.scopes)
    kind = Kind.CLASSIC if token.family is None else Kind.OAUTH
    whence = Origin(
        user=user.id,
        kind=kind.value,
        credential=token.id,
        hashed_credential=token.hashed,
        scopes=",".join(token.scopes),
        address=origin.address,
        agent=origin.agent,
        request=origin.request,
        impersonator=token.impersonator,
        login=user.login,
    )
    # Whoever acts for somebody else does not run the site through them.
    runs_site = user.site_admin and token.impersonator is None
    actor = Actor(user.id, kind, scopes, site_admin=runs_site, origin=whence)
    return Caller(actor, user, token=token)


def _runs_site(work: Work, impersonator: UserId) -> bool:
    found = work.users.by_id(impersonator)
    return found is not None and found.site_admin and found.suspended_at is None


def session_caller(work: Work, secret: Secret, origin: Origin) -> Caller:
    """Tell whose browser it is. Raises BadCredential for a session that is over or never was."""
    digests = work.keys.digests(sessions.PURPOSE, secret)
    found = next((hit for hit in map(work.sessions.by_digest, digests) if hit), None)
    if found is None or found[0].is_over(work.now) or found[1].suspended_at is not None:
        raise BadCredential
    session, user = found
    whence = replace(
        origin,
        user=user.id,
        kind=Kind.SESSION.value,
        credential=session.id,
        login=user.login,
    )
    actor = Actor(
        user.id,
        Kind.SESSION,
        sudo=session.has_sudo(work.now),
        half=user.must_change_password,
        site_admin=user.site_admin,
        origin=whence,
    )
    return Caller(actor, user, session=session)


def application_caller(
    work: oauth.Work, client_id: str, secret: Secret | None, origin: Origin
) -> Caller:
    """Tell which application asks for itself. Raises BadCredential; public clients prove nothing.

    One that was switched off may still ask, so that it can end what it was given.
    """
    application = work.applications.by_client_id(client_id)
    if application is None or not application.confidential:
        raise BadCredential
    if not clients.knows_secret(work, application, secret):
        raise BadCredential
    clients.note_use(work, application, secret)
    whence = replace(origin, kind=Kind.APPLICATION.value, credential=application.id)
    actor = Actor(None, Kind.APPLICATION, application=application.id, origin=whence)
    return Caller(actor)


def key_holder(work: Work, fingerprint: str, origin: Origin) -> Caller:
    """Tell whose SSH key that is, once a signature has shown that its private half is there.

    An offer of a key proves nothing: everybody can read public keys. Raises BadCredential for a key
    that opens nothing (any more), and Suspended.
    """
    return _keeper(work, work.public_keys.by_fingerprint(fingerprint), origin)


def key_keeper(work: Work, key: KeyId, origin: Origin) -> Caller:
    """Tell whose SSH key that is, for which a ticket was made. Raises BadCredential, Suspended."""
    return _keeper(work, work.public_keys.by_id(key), origin)


def _keeper(work: Work, key: PublicKey | None, origin: Origin) -> Caller:
    if key is None:
        raise BadCredential
    if key.repository is not None:
        whence = replace(origin, kind=Kind.DEPLOY_KEY.value, credential=key.id)
        opens = key.repository, Role.READ if key.read_only else Role.WRITE
        return Caller(Actor(None, Kind.DEPLOY_KEY, opens=opens, origin=whence), key=key)
    user = work.users.by_id(key.user) if key.user is not None else None
    if user is None:
        raise BadCredential
    if user.suspended_at is not None:
        raise Suspended(SUSPENDED)
    kind = Kind.PUBLIC_KEY
    whence = replace(origin, user=user.id, kind=kind.value, credential=key.id, login=user.login)
    return Caller(Actor(user.id, kind, origin=whence), user, key=key)


def operator() -> Actor:
    """Whoever runs `watchword admin` on the machine, as the owner of the data folder."""
    return Actor(None, Kind.OPERATOR, origin=Origin(kind=Kind.OPERATOR.value))


def system() -> Actor:
    """A job of the server's own."""
    return Actor(None, Kind.SYSTEM, origin=Origin(kind=Kind.SYSTEM.value))


def other_login(work: Work, presented: Presented, user: User) -> str | None:
    """The login of another account that stood beside the token, if that is what it was.

    Any non-empty name works beside a token, as in GHES; a real person's name beside somebody else's
    token is worth a line in the log (attack 10). A name shaped like a token is never told.
    """
    name = presented.username
    if not name or name.lower() == user.login.lower() or formats.looks_like_token(name):
        return None
    other = work.users.by_login(name)
    return other.login if other and other.id != user.id else None
