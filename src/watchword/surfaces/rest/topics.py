"""What a repository is about, in single words."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.repositories import topics
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.services import Services
from watchword.work.unit import Work

TOPICS: Final = "/topics"


class Topics(Struct, kw_only=True):
    """Topics by name."""

    names: list[str]


def show(_work: Work, grant: Grant[Repository], asked: Paged) -> Topics:
    """List the topics of a repository."""
    wanted = asked.request
    return Topics(names=list(grant.target.topics)[wanted.offset :][: wanted.size])


def replace(work: Work, grant: Grant[Repository], wanted: Topics) -> Topics:
    """Give a repository these topics and no others."""
    return Topics(names=list(topics.replace(work, grant, wanted.names)))


def routes(services: Services) -> list[Endpoint]:
    """The rows."""

    def listing(path: str, finder: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, finder(table.READ), show, Paged)
        return endpoint(row, "repos/repos#get-all-repository-topics")

    def replacing(path: str, finder: FinderFor) -> Endpoint:
        setting = table.SET_TOPICS
        row = route("PUT", path, setting, finder(setting), replace, Topics)
        return endpoint(row, "repos/repos#replace-all-repository-topics")

    return [
        *in_repository(services.at, TOPICS, listing),
        *in_repository(services.at, TOPICS, replacing),
    ]
