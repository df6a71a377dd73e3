"""Puts the application for Git LFS together."""

from collections.abc import Callable

from watchword.authn.lfs_links import Tickets
from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.kernel.entropy import Entropy
from watchword.kernel.secret import KeyRing
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.lfs_http.admission import Porter
from watchword.surfaces.lfs_http.application import LfsHttp
from watchword.surfaces.lfs_http.batch import Bounds
from watchword.surfaces.lfs_http.locking import Locks
from watchword.surfaces.lfs_http.transfer import Transfer
from watchword.tokens.model import Token
from watchword.work.objects import ObjectStore
from watchword.work.unit import Database


def application(
    *,
    database: Database,
    store: ObjectStore,
    clock: Clock,
    entropy: Entropy,
    keys: KeyRing,
    throttle: Throttle,
    observe: Callable[[Token, int, str], None],
    public_url: str,
    token_prefix: str,
    strict_username: bool,
    bounds: Bounds,
) -> LfsHttp:
    """Serve Git LFS for all repositories.

    `observe` notes the use of a token (its number, seconds since 1970, the address); `public_url`
    has no slash at its end.
    """
    porter = Porter(
        database,
        clock,
        throttle,
        observe,
        Mismatches(database, clock),
        Tickets(keys),
        token_prefix,
        strict_username,
    )
    transfer = Transfer(database, store, entropy, bounds)
    return LfsHttp(porter, transfer, Locks(database), public_url)
