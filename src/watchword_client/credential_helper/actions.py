"""What git asks of the helper: get, store, erase."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from watchword_client.credential_helper import entry as entries
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Store, Unusable
from watchword_client.secret import Secret

YES: Final = frozenset({"1", "true", "yes", "on"})
Renew: TypeAlias = Callable[[Entry], Entry]
"""Gets the next token from the server; gives what is left where that is refused for good.

Raises Unusable where the server gave no answer."""
Request: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What this helper was set up for."""

    protocols: frozenset[str] = frozenset({"https"})
    timeout: int = 0
    """Seconds for which memory keeps what was stored; 0 for as long as it lives."""

    def place(self, request: Request) -> Place | None:
        """The place that a request is about; None where nothing is kept for such places."""
        place = entries.place_of(request)
        return (
            place if place and place.protocol in self.protocols and "url" not in request else None
        )


def get(
    store: Store, rules: Rules, request: Request, now: int, renew: Renew
) -> list[tuple[str, str]]:
    """Find what fits, renewed where its end is near; an empty list on a miss."""
    place = rules.place(request)
    if place is None:
        return []
    found = _newest(store, place, request, now)
    if found is not None and found.is_due(now):
        found = _renewed(store, place, request, now, renew)
    return found.for_git(now) if found is not None else []


def keep(store: Store, rules: Rules, request: Request, now: int) -> None:
    """Keep a credential, in front of all others and in place of the account's last one."""
    place, given = rules.place(request), entries.read(request)
    if place is None or given is None or request.get("ephemeral", "").lower() in YES:
        return
    if given.password is None or not given.is_of_use(now):
        return
    until = now + rules.timeout if rules.timeout else 0
    given = replace(given, kept_until=until, before="")
    with store.changing():
        before = store.read(place)
        same = next((one for one in before if _is_same_account(one, given)), None)
        if same is not None and given.password is not None:
            if same.came_after(given.password):
                # A git that began before the last refresh is done only now.
                return
            given = _joined(same, given, given.password)
        rest = [one for one in before if not _is_same_account(one, given)]
        store.write(place, [given, *rest])


def erase(store: Store, rules: Rules, request: Request) -> None:
    """Forget what fits. A password that is given must be the one that is kept."""
    place = rules.place(request)
    if place is None:
        return
    given = request.get("password")
    password = None if given is None else Secret(given)
    with store.changing():
        before = store.read(place)
        after = [left for one in before if (left := _after_erase(one, request, password))]
        if after != before:
            store.write(place, after)


def _newest(store: Store, place: Place, request: Request, now: int) -> Entry | None:
    fitting = (one for one in store.read(place) if one.fits(request) and one.is_of_use(now))
    return next(fitting, None)


def _renewed(store: Store, place: Place, request: Request, now: int, renew: Renew) -> Entry | None:
    """Renew under a lock: whoever waited for it finds what the one before wrote."""
    with store.refreshing(place):
        found = _newest(store, place, request, now)
        if found is None or not found.is_due(now):
            return found
        try:
            after = renew(found).in_place_of(found)
        except Unusable:
            if found.has_password(now):
                return found
            raise
        if not _took_its_place(store, found, after, now):
            return _newest(store, place, request, now)
        return after if after.is_of_use(now) else None


def _took_its_place(store: Store, found: Entry, after: Entry, now: int) -> bool:
    """Put it where the old one is, unless somebody signed out or in anew in the meantime.

    The refresh token tells: a git that stores what it used changes other things of an entry.
    """
    with store.changing():
        kept = store.read(found.place)
        old = next((one for one in kept if _is_same_sign_in(one, found)), None)
        if old is None:
            return False
        new = replace(after, kept_until=old.kept_until)
        changed = [new if one is old else one for one in kept]
        store.write(found.place, [one for one in changed if one.is_of_use(now)])
    return True


def _is_same_sign_in(one: Entry, other: Entry) -> bool:
    return _is_same_account(one, other) and one.refresh_token == other.refresh_token


def _is_same_account(one: Entry, other: Entry) -> bool:
    return (one.username, one.path) == (other.username, other.path)


def _joined(kept: Entry, given: Entry, password: Secret) -> Entry:
    """Keep what git does not say again: git 2.39 drops expiry and refresh token."""
    if not kept.has(password):
        return given
    return replace(
        given,
        expires_at=given.expires_at or kept.expires_at,
        refresh_token=given.refresh_token or kept.refresh_token,
        client_id=given.client_id or kept.client_id,
        refresh_expires_at=given.refresh_expires_at or kept.refresh_expires_at,
        before=kept.before,
    )


def _after_erase(one: Entry, request: Request, password: Secret | None) -> Entry | None:
    if not one.fits(request):
        return one
    if password is None:
        return None
    if not one.has(password):
        return one
    # Refused by the server: the refresh token tells whether the sign-in still holds.
    return one.refused() if one.refresh_token and one.client_id else None
