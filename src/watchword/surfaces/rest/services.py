"""What the rows of the API are given by the composition root."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct, field

from watchword.authn.resolve import Caller
from watchword.kernel.entropy import Entropy
from watchword.surfaces.rest.library import Library
from watchword.surfaces.rest.rate_limits import RateLimits
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.ssh import Ssh
from watchword.work.copies import Copies
from watchword.work.create_repository import RepositoryMaker
from watchword.work.default_branch import DefaultBranches
from watchword.work.gists import Gists
from watchword.work.objects import ObjectStore


class GraphQL(Protocol):
    """Answers documents."""

    async def answer(
        self, caller: Caller, query: str, variables: Mapping[str, Any], operation_name: str | None
    ) -> dict[str, object]:
        """Run a document; gives the response as of GraphQL's section 7, refusals in it."""


class Assets(Struct, frozen=True):
    """Where files of releases are kept, and how many bytes one may have."""

    store: ObjectStore
    largest: int = 2 << 30


class OnDisk(Struct, frozen=True):
    """Ports to what lies outside of the database."""

    gists: Gists
    library: Library
    copies: Copies
    assets: Assets


class Services(Struct, frozen=True):
    """Plain values and ports; a slice's `routes` takes what it needs of them."""

    at: Addresses
    entropy: Entropy
    limits: RateLimits
    repositories: RepositoryMaker
    branches: DefaultBranches
    graphql: GraphQL
    disk: OnDisk
    token_prefix: str
    """What this site puts before the secrets of its tokens."""
    ssh: Ssh = field(default_factory=Ssh)

    @property
    def gists(self) -> Gists:
        """Gists on disk."""
        return self.disk.gists

    @property
    def library(self) -> Library:
        """Repositories on disk, to be read and written."""
        return self.disk.library

    @property
    def copies(self) -> Copies:
        """Forks and templates."""
        return self.disk.copies

    @property
    def assets(self) -> Assets:
        """Files of releases."""
        return self.disk.assets
