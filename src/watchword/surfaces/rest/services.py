"""What the rows of the API are given by the composition root."""

from dataclasses import dataclass

from watchword.kernel.entropy import Entropy
from watchword.surfaces.rest.rate_limits import RateLimits
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.create_repository import RepositoryMaker
from watchword.work.default_branch import DefaultBranches


@dataclass(frozen=True, slots=True)
class Services:
    """Plain values and ports; a slice's `routes` takes what it needs of them."""

    at: Addresses
    entropy: Entropy
    limits: RateLimits
    repositories: RepositoryMaker
    branches: DefaultBranches
