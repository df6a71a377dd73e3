"""All rows of the API."""

from typing import Final

from watchword.surfaces.rest import (
    all_keys,
    allowance,
    archives,
    audit_log,
    avatars,
    branches,
    collaborators,
    commits,
    comparing,
    contents,
    deploy_keys,
    deployment_statuses,
    deployments,
    description,
    emails,
    file_changes,
    follows,
    forks,
    front,
    gist_comments,
    gist_lists,
    gists,
    git_objects,
    git_refs,
    gpg_keys,
    graphql,
    hooks,
    issues,
    merging,
    new_objects,
    own_repositories,
    protection,
    release_assets,
    releases,
    repositories,
    repository_invitations,
    restrictions,
    site_people,
    site_tokens,
    ssh_keys,
    starters,
    statistics,
    statuses,
    topics,
    users,
)
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.organizations import rows as organizations
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.teams import rows as teams

SLICES: Final = (
    front,
    allowance,
    users,
    follows,
    own_repositories,
    repositories,
    protection,
    restrictions,
    ssh_keys,
    starters,
    gpg_keys,
    deploy_keys,
    all_keys,
    site_people,
    site_tokens,
    forks,
    gists,
    gist_lists,
    gist_comments,
    hooks,
    issues,
    topics,
    organizations,
    teams,
    audit_log,
    contents,
    archives,
    file_changes,
    branches,
    commits,
    comparing,
    git_refs,
    git_objects,
    new_objects,
    merging,
    statistics,
    collaborators,
    repository_invitations,
    statuses,
    deployments,
    deployment_statuses,
    releases,
    release_assets,
)
"""Each gives its rows by `routes(services)`."""


def endpoints(services: Services) -> list[Endpoint]:
    """Every row, the API's own description included."""
    rows = [row for one in SLICES for row in one.routes(services)]
    rows += [*emails.routes(), *graphql.routes(services.graphql)]
    return [*rows, *avatars.routes(), *description.routes(rows, services.at)]
