"""What mutations are told. Names and types are GitHub's."""

import strawberry

from watchword.surfaces.graphql.scalars import URI, RepositoryVisibility, SubscriptionState


@strawberry.input(description="A repository to be made.")
class CreateRepositoryInput:
    """A repository to be made.

    Switches of what this server does not have are taken and stay off.
    """

    name: str
    visibility: RepositoryVisibility
    owner_id: strawberry.ID | None = None
    description: str | None = None
    homepage_url: URI | None = None
    has_issues_enabled: bool | None = False
    has_wiki_enabled: bool | None = False
    team_id: strawberry.ID | None = None
    template: bool | None = False
    client_mutation_id: str | None = None


@strawberry.input(description="A repository to be made of a template.")
class CloneTemplateRepositoryInput:
    """A repository to be made of a template."""

    repository_id: strawberry.ID
    name: str
    owner_id: strawberry.ID
    visibility: RepositoryVisibility
    description: str | None = None
    include_all_branches: bool | None = False
    client_mutation_id: str | None = None


@strawberry.input(description="What is to be otherwise.")
class UpdateRepositoryInput:
    """What is to be otherwise; what is null stays.

    Switches of what this server does not have are taken and stay off.
    """

    repository_id: strawberry.ID
    name: str | None = None
    description: str | None = None
    homepage_url: URI | None = None
    has_issues_enabled: bool | None = None
    has_projects_enabled: bool | None = None
    has_wiki_enabled: bool | None = None
    has_discussions_enabled: bool | None = None
    has_sponsorships_enabled: bool | None = None
    template: bool | None = None
    client_mutation_id: str | None = None


@strawberry.input(description="A repository to be made read-only.")
class ArchiveRepositoryInput:
    """A repository to be made read-only."""

    repository_id: strawberry.ID
    client_mutation_id: str | None = None


@strawberry.input(description="A repository to be made writable again.")
class UnarchiveRepositoryInput:
    """A repository to be made writable again."""

    repository_id: strawberry.ID
    client_mutation_id: str | None = None


@strawberry.input(description="What is to be marked with a star.")
class AddStarInput:
    """What is to be marked with a star."""

    starrable_id: strawberry.ID
    client_mutation_id: str | None = None


@strawberry.input(description="What is to be marked no longer.")
class RemoveStarInput:
    """What is to be marked no longer."""

    starrable_id: strawberry.ID
    client_mutation_id: str | None = None


@strawberry.input(description="What one wants to be told of something.")
class UpdateSubscriptionInput:
    """What one wants to be told of something."""

    subscribable_id: strawberry.ID
    state: SubscriptionState
    client_mutation_id: str | None = None
