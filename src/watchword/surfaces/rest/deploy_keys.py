"""Deploy keys: SSH keys that open one repository and belong to nobody."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.kernel.ids import KeyId
from watchword.kernel.pagination import Page
from watchword.keys import ssh
from watchword.keys.model import DeployKey, PublicKey
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository, inside, number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.keys import RepositoryKey, key_of_repository
from watchword.work.unit import Work

KEYS: Final = "/keys"
ONE: Final = "/keys/{key_id}"


class NewDeployKey(Struct, kw_only=True):
    """A key to be added; it writes unless told (GHES behaviour)."""

    key: str
    """The line of an `.pub` file."""
    title: str | None = None
    read_only: bool = False


def key_in(work: Work, repository: Repository, params: Params) -> DeployKey | None:
    """The key of that number, among those of the repository (attack 58)."""
    wanted = number(params["key_id"])
    found = None if wanted is None else work.public_keys.by_id(KeyId(wanted))
    mine = found is not None and found.repository == repository.id
    return DeployKey(found, repository) if found is not None and mine else None


class DeployKeys:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def list_all(self, work: Work, grant: Grant[Repository], asked: Paged) -> Page[RepositoryKey]:
        """List the deploy keys of a repository."""
        page = work.public_keys.of_repository(grant.target.id, asked.request)
        return page.map(lambda key: self._shown(key, grant.target))

    def show(self, _work: Work, grant: Grant[DeployKey], _asked: Nothing) -> RepositoryKey:
        """Show a deploy key."""
        return self._shown(grant.target.key, grant.target.repository)

    def add(self, work: Work, grant: Grant[Repository], wanted: NewDeployKey) -> RepositoryKey:
        """Add a deploy key."""
        made = ssh.add_to_repository(
            work, grant, wanted.title, wanted.key, read_only=wanted.read_only
        )
        return self._shown(made, grant.target)

    def delete(self, work: Work, grant: Grant[DeployKey], _asked: Nothing) -> None:
        """Delete a deploy key."""
        ssh.delete_from_repository(work, grant)

    def _shown(self, key: PublicKey, repository: Repository) -> RepositoryKey:
        return key_of_repository(key, repository.full_name, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own, about = DeployKeys(services.at), "deploy-keys/deploy-keys"

    def list_all(path: str, at: FinderFor) -> Endpoint:
        operation = table.LIST_DEPLOY_KEYS
        row = route("GET", path, operation, at(operation), own.list_all, Paged)
        return endpoint(row, f"{about}#list-deploy-keys")

    def add(path: str, at: FinderFor) -> Endpoint:
        operation = table.ADD_DEPLOY_KEY
        row = route("POST", path, operation, at(operation), own.add, NewDeployKey, status=201)
        return endpoint(row, f"{about}#create-a-deploy-key")

    def show(path: str, at: FinderFor) -> Endpoint:
        operation = table.READ_DEPLOY_KEY
        row = route("GET", path, operation, inside(at(operation), key_in), own.show, Nothing)
        return endpoint(row, f"{about}#get-a-deploy-key")

    def delete(path: str, at: FinderFor) -> Endpoint:
        operation = table.DELETE_DEPLOY_KEY
        key = inside(at(operation), key_in)
        row = route("DELETE", path, operation, key, own.delete, Nothing, status=204)
        return endpoint(row, f"{about}#delete-a-deploy-key")

    rows = ((KEYS, list_all), (KEYS, add), (ONE, show), (ONE, delete))
    return [one for tail, make in rows for one in in_repository(services.at, tail, make)]
