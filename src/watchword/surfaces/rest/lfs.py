"""Whether repositories take large files."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import lfs as table
from watchword.lfs import files
from watchword.repositories.model import Repository
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.work.unit import Work

PATH: Final = "/lfs"


class Accepted(Struct):
    """Nothing to tell but that it was done."""


def enable(work: Work, grant: Grant[Repository], _asked: Nothing) -> Accepted:
    """Enable Git LFS for a repository."""
    files.switch(work, grant, on=True)
    return Accepted()


def disable(work: Work, grant: Grant[Repository], _asked: Nothing) -> None:
    """Disable Git LFS for a repository."""
    files.switch(work, grant, on=False)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    rows = RepositoryRows(services.at, "repos/lfs#")
    to_enable = "enable-git-lfs-for-a-repository"
    to_disable = "disable-git-lfs-for-a-repository"
    return [
        *rows.of("PUT", PATH, table.SWITCH, enable, Nothing, to_enable, status=202),
        *rows.of("DELETE", PATH, table.SWITCH, disable, Nothing, to_disable, status=204),
    ]
