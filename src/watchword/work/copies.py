"""All that makes repositories out of others, in one hand."""

from typing import Protocol

from msgspec import Struct

from watchword.kernel.clock import Clock
from watchword.repositories.ports import Folders as Disk
from watchword.work import forks, templates, upstream
from watchword.work.create_repository import RepositoryMaker
from watchword.work.forks import Forks
from watchword.work.templates import Templates
from watchword.work.unit import Database
from watchword.work.upstream import Upstream


class Filler(forks.Filler, templates.Filler, upstream.Disk, Protocol):
    """Copies between folders, and moves refs there."""


class Copies(Struct, frozen=True):
    """What surfaces are given."""

    forks: Forks
    upstream: Upstream
    templates: Templates


def copies(
    database: Database,
    folders: Disk,
    filler: Filler,
    maker: RepositoryMaker,
    clock: Clock,
    host: str,
) -> Copies:
    """Put them together; `host` is the name behind the @ of who shows no address."""
    return Copies(
        Forks(database, folders, filler, maker.entropy),
        Upstream(database, filler),
        Templates(database, maker, filler, clock, host),
    )
