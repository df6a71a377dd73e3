"""Repositories get other owners."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.kernel.ids import TeamId
from watchword.repositories import transfer
from watchword.repositories.model import Repository as Model
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.shapes.repositories import Repository
from watchword.work.unit import Work


class Transfer(Struct, kw_only=True):
    """Whose a repository is to be."""

    new_owner: str
    new_name: str | None = None
    team_ids: list[int] | None = None


def routes(services: Services) -> list[Endpoint]:
    """The rows."""

    def hand_over(work: Work, grant: Grant[Model], asked: Transfer) -> Repository:
        """Transfer a repository."""
        teams = tuple(map(TeamId, asked.team_ids or ()))
        wanted = transfer.Wanted(asked.new_owner, asked.new_name or None, teams)
        after = transfer.transfer(work, grant, wanted)
        return all_shown(work, grant.actor, [after], services.at)[0]

    rows, tail = RepositoryRows(services.at, "repos/"), "repos#transfer-a-repository"
    return rows.of("POST", "/transfer", table.TRANSFER, hand_over, Transfer, tail, status=202)
