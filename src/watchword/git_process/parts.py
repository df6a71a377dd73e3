"""What serving git takes, in one hand."""

from msgspec import Struct, field

from watchword.git_process.background import Background
from watchword.git_process.hooks import Hooks
from watchword.git_process.layout import Layout
from watchword.git_process.presence import Presence
from watchword.git_process.ref_listing import RefListing
from watchword.git_process.response_cache.cache import ResponseCache
from watchword.git_process.runner import Runner
from watchword.git_process.settling import Settling
from watchword.git_process.waiting import Queue
from watchword.work.unit import Database

WAITING_BYTES = 16 * 1024
"""Bytes of a request that are read before it waits for its turn: the whole of nearly every fetch.

With what belongs to it a waiter then holds less than 64 KiB, and zlib's window of 40 where it came
packed; the HTTP server has read ahead a little more. Four times as many bytes came to three times
the memory (ADR 0011).
"""


class Parts(Struct, frozen=True):
    """The parts that requests of git share in one process."""

    database: Database
    layout: Layout
    runner: Runner
    hooks: Hooks
    queue: Queue
    presence: Presence
    settling: Settling
    background: Background
    answers: ResponseCache
    listing: RefListing = field(default_factory=RefListing)
