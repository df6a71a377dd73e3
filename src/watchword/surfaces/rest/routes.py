"""All rows of the API."""

from watchword.surfaces.rest import (
    all_keys,
    allowance,
    avatars,
    branches,
    commits,
    comparing,
    contents,
    deploy_keys,
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
    merging,
    new_objects,
    own_repositories,
    protection,
    repositories,
    restrictions,
    ssh_keys,
    statistics,
    users,
)
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.organizations import rows as organizations
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.teams import rows as teams


def endpoints(services: Services) -> list[Endpoint]:
    """Every row, the API's own description included."""
    rows = [
        *front.routes(services),
        *allowance.routes(services),
        *users.routes(services),
        *emails.routes(),
        *follows.routes(services),
        *own_repositories.routes(services),
        *repositories.routes(services),
        *protection.routes(services),
        *restrictions.routes(services),
        *ssh_keys.routes(services),
        *gpg_keys.routes(services),
        *deploy_keys.routes(services),
        *all_keys.routes(services),
        *forks.routes(services),
        *gists.routes(services),
        *gist_lists.routes(services),
        *gist_comments.routes(services),
        *hooks.routes(services),
        *organizations.routes(services),
        *teams.routes(services),
        *contents.routes(services),
        *file_changes.routes(services),
        *branches.routes(services),
        *commits.routes(services),
        *comparing.routes(services),
        *git_refs.routes(services),
        *git_objects.routes(services),
        *new_objects.routes(services),
        *merging.routes(services),
        *statistics.routes(services),
        *graphql.routes(services.graphql),
    ]
    return [*rows, *avatars.routes(), *description.routes(rows, services.at)]
