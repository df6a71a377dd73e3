"""What a search found, as GitHub's JSON has it."""

from typing import Any, ClassVar

from msgspec import Struct

from watchword.surfaces.shapes.repositories import Repository
from watchword.surfaces.shapes.users import SimpleUser


class FoundRepository(Repository, frozen=True, kw_only=True):
    """A repository, and how well it fits."""

    score: float = 1.0


class FoundAccount(SimpleUser, kw_only=True):
    """A person or an organization, and how well they fit."""

    score: float = 1.0


class FoundRepositories(Struct):
    """A part of the repositories that were found."""

    inside: ClassVar[tuple[str, ...]] = ("items",)

    total_count: int
    """How many there are, also those that cannot be paged to."""
    incomplete_results: bool
    """Whether not all were looked at."""
    items: list[FoundRepository]


class FoundAccounts(Struct):
    """A part of the accounts that were found."""

    total_count: int
    incomplete_results: bool
    items: list[FoundAccount]


def found_repository(base: Repository) -> FoundRepository:
    """Say it of a repository. All that is found fits: GitHub tells 1.0 of each."""
    told: dict[str, Any] = {name: getattr(base, name) for name in base.__struct_fields__}
    return FoundRepository(**told)


def found_account(base: SimpleUser) -> FoundAccount:
    """Say it of an account."""
    told: dict[str, Any] = {name: getattr(base, name) for name in base.__struct_fields__}
    return FoundAccount(**told)
