"""What the jobs process does: functions by the names of listeners, and what is done regularly."""

import asyncio
from collections.abc import Callable

from watchword.app import House
from watchword.audit.model import StoredEvent
from watchword.git_process.pushed_files import PushedFiles
from watchword.jobs import housekeeping
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work import blind_marks, delete_account, measuring, notices
from watchword.work.comment_notices import CommentNotices
from watchword.work.gist_leaks import GistScan
from watchword.work.leak_scan import LeakScan

MAIL_LIFE = 30 * 86_400
"""Seconds for which mails are kept in the spool folder."""


def _look_for_leaks(house: House, event: StoredEvent, scan: type[LeakScan | GistScan]) -> None:
    prefix, revocation = house.settings.token_prefix, house.settings.leak_revocation
    files = PushedFiles(house.git.parts)
    scan(house.database, house.shelf, files, prefix, revocation).look(event)


def _tell_of_comment(house: House, event: StoredEvent) -> None:
    host = Addresses(house.settings.public_url).host
    CommentNotices(house.database, house.shelf, host).tell(event)


LISTENER_FUNCTIONS: dict[str, Callable[[House, StoredEvent], None]] = {
    "git.note_push": lambda house, event: house.git.upkeep.note(event.body["key"]),
    "mails.tell": lambda house, event: house.mailer.tell(event),
    "hooks.fan_out": lambda house, event: house.fan_out.tell(event),
    "accounts.finish_deleting": lambda house, event: delete_account.finish(
        house.database, event.body["user_id"]
    ),
    "notices.tell": lambda house, event: notices.tell(house.database, event),
    "notices.tell_of_comment": _tell_of_comment,
    "marks.forget_blind": lambda house, event: blind_marks.forget(house.database, event),
    "leaks.look": lambda house, event: _look_for_leaks(house, event, LeakScan),
    "leaks.look_in_gist": lambda house, event: _look_for_leaks(house, event, GistScan),
    "licences.look": lambda house, event: house.files_look.look(event),
    "sizes.measure": lambda house, event: measuring.measure(house.database, house.layout, event),
    "folders.remove": lambda house, event: housekeeping.remove_folder(house.layout, event),
    "answers.forget": lambda house, event: house.git.answers.forget(event.body.get("key", "")),
}
"""What the names in work/listeners.py stand for; run by the jobs process, in a thread."""

REGULAR: tuple[tuple[str, int, Callable[[House], object]], ...] = (
    ("git.maintain", 15, lambda house: house.git.upkeep.work_off()),
    ("git.maintain_all", 3_600, lambda house: house.git.upkeep.look_everywhere()),
    ("git.sweep", 3_600, lambda house: house.git.sweep()),
    ("answers.sweep", 60, lambda house: house.git.answers.sweep()),
    ("forks.finish", 60, lambda house: asyncio.run(house.copies.forks.finish())),
    ("pushes.settle", 60, lambda house: house.git.settling.settle_all()),
    (
        "folders.sweep",
        3_600,
        lambda house: housekeeping.sweep_folders(house.database, house.layout, house.clock),
    ),
    ("files.look", 300, lambda house: house.files_look.look_at_others(house.clock)),
    ("sizes.measure", 300, lambda house: measuring.measure_others(house.database, house.layout)),
    (
        "hooks.sweep",
        3_600,
        lambda house: housekeeping.sweep_hook_messages(house.database, house.clock),
    ),
    (
        "assets.sweep",
        3_600,
        lambda house: housekeeping.sweep_assets(house.database, house.objects, house.clock),
    ),
    (
        "lfs.sweep",
        3_600,
        lambda house: housekeeping.sweep_large_files(
            house.database, house.large_files, house.clock
        ),
    ),
    (
        "records.sweep",
        3_600,
        lambda house: housekeeping.sweep_records(house.database, house.clock),
    ),
    (
        "notices.sweep",
        3_600,
        lambda house: housekeeping.sweep_notices(house.database, house.clock),
    ),
    ("tokens.warn", 3_600, lambda house: housekeeping.warn_of_tokens(house.database)),
    ("spool.sweep", 3_600, lambda house: house.spool.sweep(house.clock.seconds() - MAIL_LIFE)),
)
"""What the jobs process does every so many seconds."""
