"""What is tidied up behind everybody: folders, sessions, counters and records that are over."""

from collections.abc import Callable, Iterator
from typing import Protocol

from watchword.access.gate import require
from watchword.access.table import accounts as account_table
from watchword.access.table import lfs as lfs_table
from watchword.access.table import notifications as notice_table
from watchword.access.table import oauth as oauth_table
from watchword.access.table import releases as release_table
from watchword.access.table import repositories as repository_table
from watchword.access.table import tokens as token_table
from watchword.access.table import webhooks as webhook_table
from watchword.accounts import sessions
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.kernel.clock import Clock
from watchword.oauth import revoke
from watchword.tokens import warnings
from watchword.work.objects import ObjectStore
from watchword.work.unit import Database, Work

ORPHAN_LIFE = 86_400
"""Seconds after which a folder without a row is nobody's: making a repository is done by then."""
UPLOAD_LIFE = 3_600
"""Seconds after which a file that no release has is nobody's."""
COUNTER_LIFE = 2 * 86_400
PUSH_LIFE = 30 * 86_400
"""Seconds for which the commands of a closed push are kept, for those who are told of it."""
MESSAGE_LIFE = 7 * 86_400
"""Seconds for which messages to webhooks, and what came of them, are kept."""
MESSAGES_AT_ONCE = 100
"""Some may have a megabyte of payload."""
NOTICE_LIFE = 150 * 86_400
"""Seconds without news after which a thread that was read is forgotten."""
BATCH = 500


class Folders(Protocol):
    """The folders of repositories."""

    def remove(self, key: str) -> None:
        """Remove a folder, if it is there."""

    def keys(self) -> Iterator[tuple[str, int]]:
        """All folders: the key, and when the folder was last changed (seconds since 1970)."""

    def finish_removing(self, before: int) -> None:
        """Remove what a crash left half made or half removed before that second."""


def remove_folder(folders: Folders, event: StoredEvent) -> None:
    """Remove the folder of a repository or gist whose row is gone."""
    folders.remove(event.body["key"])


def sweep_folders(database: Database, folders: Folders, clock: Clock) -> int:
    """Remove folders that belong to no repository and no gist for a day; gives how many.

    Folders come first and rows after, so a folder without a row may just be on its way.
    """
    before = clock.seconds() - ORPHAN_LIFE
    old = [key for key, changed in folders.keys() if changed < before]  # noqa: SIM118 - no mapping
    actor = resolve.system()

    def known(work: Work) -> frozenset[str]:
        require(actor, repository_table.SWEEP_FOLDERS, SITE)
        return work.repositories.keys() | work.gists.keys()

    orphans = set(old) - database.read_now(known, actor.origin) if old else set()
    for key in orphans:
        folders.remove(key)
    folders.finish_removing(before)
    return len(orphans)


def warn_of_tokens(database: Database) -> None:
    """Have people told of tokens that end within a week or a day, or have ended."""
    actor = resolve.system()

    def unit(work: Work) -> int:
        return warnings.warn(work, require(actor, token_table.WARN, SITE))

    while database.write_now(unit, actor.origin):
        pass


def sweep_assets(database: Database, store: ObjectStore, clock: Clock) -> int:
    """Remove files that no release has any more, or never got; gives how many.

    Their bytes come first and rows after, so one without a row may just be on its way.
    """
    before = clock.seconds() - UPLOAD_LIFE
    old = [key for key, written in store.keys() if written < before]  # noqa: SIM118 - no mapping
    actor = resolve.system()

    def known(work: Work) -> frozenset[str]:
        require(actor, release_table.SWEEP_ASSETS, SITE)
        return work.releases.keys()

    orphans = set(old) - database.read_now(known, actor.origin) if old else set()
    for key in orphans:
        store.remove(key)
    return len(orphans)


def sweep_large_files(database: Database, store: ObjectStore, clock: Clock) -> int:
    """Remove large files that no repository has for a day, or never got; gives how many."""
    now, actor = clock.seconds(), resolve.system()

    def some(change: Callable[[Work], int]) -> Callable[[Work], int]:
        def unit(work: Work) -> int:
            require(actor, lfs_table.SWEEP, SITE)
            return change(work)

        return unit

    for change in (
        lambda work: work.large_files.forget_unused(now - ORPHAN_LIFE, BATCH),
        lambda work: work.large_files.note_unused(BATCH, now),
    ):
        while database.write_now(some(change), actor.origin) >= BATCH:
            pass
    old = [key for key, written in store.keys() if written < now - UPLOAD_LIFE]  # noqa: SIM118
    known = database.read_now(lambda work: work.large_files.keys(), actor.origin)
    orphans = set(old) - known
    for key in orphans:
        store.remove(key)
    return len(orphans)


def sweep_records(database: Database, clock: Clock) -> None:
    """Forget sessions, sign-ins and counters that are over, and commands of pushes long closed."""
    actor = resolve.system()
    now = clock.seconds()

    def short(work: Work) -> None:
        sessions.sweep(work, require(actor, account_table.SWEEP_SESSIONS, SITE))
        revoke.sweep(work, require(actor, oauth_table.SWEEP, SITE))
        work.counters.sweep(now - COUNTER_LIFE)

    database.write_now(short, actor.origin)
    # In batches: no unit holds the writers' turn for long.
    while (
        database.write_now(lambda work: work.pushes.sweep(now - PUSH_LIFE), actor.origin) >= BATCH
    ):
        pass


def sweep_hook_messages(database: Database, clock: Clock) -> None:
    """Forget messages to webhooks that were queued a week ago, with what came of them."""
    actor, before = resolve.system(), clock.seconds() - MESSAGE_LIFE

    def some(work: Work) -> int:
        require(actor, webhook_table.SEND, SITE)
        return work.hooks.sweep(before, MESSAGES_AT_ONCE)

    while database.write_now(some, actor.origin) >= MESSAGES_AT_ONCE:
        pass

    def left(work: Work) -> None:
        require(actor, webhook_table.SEND, SITE)
        work.hooks.forget_left(before)

    database.write_now(left, actor.origin)


def sweep_notices(database: Database, clock: Clock) -> None:
    """Forget threads that were read, and have had no news for five months."""
    actor, before = resolve.system(), clock.seconds() - NOTICE_LIFE

    def some(work: Work) -> int:
        require(actor, notice_table.SWEEP, SITE)
        return work.threads.sweep(before, BATCH)

    while database.write_now(some, actor.origin) >= BATCH:
        pass
