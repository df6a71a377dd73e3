"""What serving git takes, in one hand."""

from dataclasses import dataclass

from watchword.git_process.hooks import Hooks
from watchword.git_process.layout import Layout
from watchword.git_process.presence import Presence
from watchword.git_process.runner import Runner
from watchword.git_process.settling import Settling
from watchword.git_process.waiting import Queue
from watchword.work.unit import Database

WAITING_BYTES = 64 * 1024
"""Bytes of a request that are held while it waits for its turn."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that requests of git share in one process."""

    database: Database
    layout: Layout
    runner: Runner
    hooks: Hooks
    queue: Queue
    presence: Presence
    settling: Settling
