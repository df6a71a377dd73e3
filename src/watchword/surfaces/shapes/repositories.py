"""Repositories as GitHub's JSON has them.

What this server does not have (issues, wikis) is told as GitHub tells it of a
repository where it is switched off or empty. Addresses of ways in that are not built are left out.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

from msgspec import UNSET, Struct, UnsetType, structs

from watchword.access.roles import Role
from watchword.accounts.model import Account
from watchword.repositories.lineage import NONE, Lineage
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.licences import SimpleLicence, licence_of
from watchword.surfaces.shapes.node_ids import REPOSITORY, node_id
from watchword.surfaces.shapes.users import SimpleUser, simple_user

LINKS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
"""Templates of addresses below that of the repository (RFC 6570)."""


class Permissions(Struct, frozen=True, kw_only=True):
    """What the owner of the credential may do, whatever the credential itself carries."""

    admin: bool
    maintain: bool
    push: bool
    triage: bool
    pull: bool


class Named(Struct, frozen=True, kw_only=True):
    """What a repository is called, by whom it is owned, and where it is."""

    id: int
    node_id: str
    name: str
    full_name: str
    private: bool
    owner: SimpleUser
    html_url: str
    description: str | None
    fork: bool = False
    url: str


class Linked(Named, frozen=True, kw_only=True):
    """Templates of addresses below its own."""

    archive_url: str
    assignees_url: str
    blobs_url: str
    branches_url: str
    collaborators_url: str
    comments_url: str
    commits_url: str
    compare_url: str
    contents_url: str
    contributors_url: str
    deployments_url: str
    downloads_url: str
    events_url: str
    forks_url: str
    git_commits_url: str
    git_refs_url: str
    git_tags_url: str
    hooks_url: str
    issue_comment_url: str
    issue_events_url: str
    issues_url: str
    keys_url: str
    labels_url: str
    languages_url: str
    merges_url: str
    milestones_url: str
    notifications_url: str
    pulls_url: str
    releases_url: str
    stargazers_url: str
    statuses_url: str
    subscribers_url: str
    subscription_url: str
    tags_url: str
    teams_url: str
    trees_url: str


class Repository(Linked, frozen=True, kw_only=True):
    """A repository."""

    gone: ClassVar[tuple[str, ...]] = ("has_downloads",)

    clone_url: str
    ssh_url: str
    mirror_url: str | None = None
    homepage: str | None
    language: str | None = None
    forks_count: int = 0
    stargazers_count: int = 0
    watchers_count: int = 0
    size: int = 0
    """Kibibytes."""
    default_branch: str
    open_issues_count: int = 0
    is_template: bool = False
    topics: list[str] = []
    has_issues: bool = False
    has_projects: bool = False
    has_wiki: bool = False
    has_pages: bool = False
    has_downloads: bool | UnsetType = False
    """Not told any more from API version 2026-03-10 on."""
    has_discussions: bool = False
    archived: bool
    disabled: bool = False
    visibility: Visibility
    pushed_at: datetime
    created_at: datetime
    updated_at: datetime
    organization: SimpleUser | UnsetType = UNSET
    """The owner once more, where it is an organization."""
    permissions: Permissions | UnsetType = UNSET
    """Absent for nobody in particular."""
    role_name: str | UnsetType = UNSET
    """What somebody or some team is called that has these permissions."""
    allow_forking: bool = True
    web_commit_signoff_required: bool = False
    license: SimpleLicence | None = None
    forks: int = 0
    open_issues: int = 0
    watchers: int = 0
    network_count: int = 0
    subscribers_count: int = 0


class FullRepository(Repository, frozen=True, kw_only=True):
    """A repository by itself: with those that it comes from, as far as they may be seen."""

    parent: Repository | UnsetType = UNSET
    source: Repository | UnsetType = UNSET
    template_repository: Repository | UnsetType | None = UNSET


@lru_cache(1_024)
def repository(
    found: Model,
    owner: Account,
    at: Addresses,
    role: Role | None = None,
    lineage: Lineage = NONE,
) -> Repository:
    """Say of a repository what the one with that role on it may know; None for nobody.

    Most of it are addresses, so that it is told once of what has not changed.
    """
    shown = simple_user(owner, at)
    return Repository(
        **_places(found, at),
        id=found.id,
        node_id=node_id(REPOSITORY, found.id),
        name=found.name,
        full_name=found.full_name,
        private=not found.is_public,
        owner=shown,
        organization=shown if found.in_organization else UNSET,
        description=found.description,
        homepage=found.homepage,
        topics=list(found.topics),
        size=found.size,
        default_branch=found.default_branch,
        archived=found.is_archived,
        visibility=found.visibility,
        # Before the first push GitHub tells the moment at which the repository was made.
        pushed_at=moment(found.created_at if found.pushed_at is None else found.pushed_at),
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        permissions=UNSET if role is None else permissions(role),
        fork=lineage.is_fork,
        is_template=lineage.is_template,
        license=licence_of(found.licence, at),
        **_findings(found, lineage),
    )


def _places(found: Model, at: Addresses) -> dict[str, Any]:
    """Where it is, and what is below it."""
    url = f"{at.api}/repos/{found.full_name}"
    html_url = f"{at.site}/{found.full_name}"
    return {
        **{name: url + path for name, path in LINKS.items()},
        "url": url,
        "html_url": html_url,
        "clone_url": f"{html_url}.git",
        "ssh_url": at.ssh_url(found.full_name),
    }


def _findings(found: Model, lineage: Lineage) -> dict[str, Any]:
    """How many forked, marked and watch it, and in which language most of it is written.

    Stars were called watchers once, and still are in two fields (GHES behaviour).
    """
    return {
        **dict.fromkeys(("forks", "forks_count", "network_count"), lineage.forks),
        **dict.fromkeys(("stargazers_count", "watchers", "watchers_count"), found.stars),
        "subscribers_count": found.watchers,
        "language": found.language,
    }


def simple_repository(base: Repository) -> Linked:
    """The same, as it is told where something else is the matter."""
    told: dict[str, Any] = {name: getattr(base, name) for name in Linked.__struct_fields__}
    return Linked(**told)


def full_repository(base: Repository, **others: Repository) -> FullRepository:
    """The same with those that it comes from: `parent`, `source`, `template_repository`."""
    told: dict[str, Any] = {**structs.asdict(base), **others}
    return FullRepository(**told)


def permissions(role: Role) -> Permissions:
    """What somebody with that role may do."""
    return Permissions(
        admin=role >= Role.ADMIN,
        maintain=role >= Role.MAINTAIN,
        push=role >= Role.WRITE,
        triage=role >= Role.TRIAGE,
        pull=role >= Role.READ,
    )
