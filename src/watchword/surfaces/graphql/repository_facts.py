"""What a repository says of itself, as far as it takes nobody else to say it.

Fields that stay as they are written here tell what this server does not have, as GitHub tells it of
a repository where it is switched off.
"""

from typing import Any, Final

import strawberry

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.access.table import accounts as account_table
from watchword.access.table import contents as contents_table
from watchword.access.table import releases as release_table
from watchword.access.table import repositories as table
from watchword.ref_updates.model import BRANCHES
from watchword.repositories.lineage import Lineage
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.surfaces.graphql import (
    absent,
    git_objects,
    languages,
    licences,
    refs,
    releases,
    topics,
)
from watchword.surfaces.graphql.absent import (
    CodeOfConduct,
    FundingLink,
    IssueTemplate,
    PullRequestTemplate,
    RepositoryContactLink,
    empty,
)
from watchword.surfaces.graphql.asking import asks, here
from watchword.surfaces.graphql.git_objects import GitObject
from watchword.surfaces.graphql.languages import Language, LanguageConnection
from watchword.surfaces.graphql.licences import License
from watchword.surfaces.graphql.own_email import own_email
from watchword.surfaces.graphql.paging import Connection, Wanted
from watchword.surfaces.graphql.refs import Ref, ref_of
from watchword.surfaces.graphql.releases import Release
from watchword.surfaces.graphql.scalars import (
    LARGEST_INT,
    URI,
    DateTime,
    GitObjectID,
    GitSSHRemote,
    IssueState,
    LabelOrder,
    LanguageOrder,
    MilestoneState,
    ProjectState,
    PullRequestMergeMethod,
    PullRequestState,
    ReleaseOrder,
    RepositoryPermission,
    RepositoryVisibility,
    maybe_moment,
    moment,
)
from watchword.surfaces.graphql.topics import RepositoryTopic
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.node_ids import REPOSITORY, node_id
from watchword.surfaces.shapes.users import AVATAR

Info = strawberry.Info[Any, Any]
PERMISSIONS: Final[dict[Role, RepositoryPermission]] = {
    role: RepositoryPermission[role.name] for role in Role if role is not Role.NONE
}


@strawberry.type
class RepositoryFacts:
    """The plain fields of a repository."""

    model: strawberry.Private[Model]
    id: strawberry.ID
    database_id: int | None
    name: str
    name_with_owner: str
    description: str | None
    homepage_url: URI | None
    url: URI
    resource_path: URI
    ssh_url: GitSSHRemote
    open_graph_image_url: URI
    visibility: RepositoryVisibility
    is_private: bool
    is_archived: bool
    is_empty: bool
    archived_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    pushed_at: DateTime | None
    default_branch_ref: Ref | None
    viewer_can_administer: bool
    viewer_permission: RepositoryPermission | None

    auto_merge_allowed: bool = False
    code_of_conduct: CodeOfConduct | None = None
    contact_links: list[RepositoryContactLink] | None = strawberry.field(default_factory=list)
    delete_branch_on_merge: bool = False
    disk_usage: int | None = None
    fork_count: int = 0
    forking_allowed: bool = True
    funding_links: list[FundingLink] = strawberry.field(default_factory=list)
    has_discussions_enabled: bool = False
    has_issues_enabled: bool = False
    has_projects_enabled: bool = False
    has_wiki_enabled: bool = False
    is_blank_issues_enabled: bool = False
    is_disabled: bool = False
    is_fork: bool = False
    is_in_organization: bool = False
    is_locked: bool = False
    is_mirror: bool = False
    is_security_policy_enabled: bool | None = False
    is_template: bool = False
    is_user_configuration_repository: bool = False
    issue_templates: list[IssueTemplate] | None = strawberry.field(default_factory=list)
    license_info: License | None = None
    merge_commit_allowed: bool = False
    mirror_url: URI | None = None
    primary_language: Language | None = None
    pull_request_templates: list[PullRequestTemplate] | None = strawberry.field(
        default_factory=list
    )
    rebase_merge_allowed: bool = False
    security_policy_url: URI | None = None
    squash_merge_allowed: bool = False
    uses_custom_open_graph_image: bool = False
    viewer_default_merge_method: PullRequestMergeMethod = PullRequestMergeMethod.MERGE

    issues = empty(absent.ISSUES, "Issues.", states=list[IssueState] | None)
    labels = empty(absent.LABELS, "Labels.", query=str | None, order_by=LabelOrder | None)
    milestones = empty(absent.MILESTONES, "Milestones.", states=list[MilestoneState] | None)
    projects = empty(absent.PROJECTS, "Boards of the old kind.", states=list[ProjectState] | None)
    projects_v2 = empty(absent.PROJECTS_V2, "Projects.", query=str | None)
    pull_requests = empty(
        absent.PULL_REQUESTS, "Pull requests.", states=list[PullRequestState] | None
    )

    @asks(table.READ, description="What it is about, in single words.", most=topics.MOST)
    def repository_topics(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[RepositoryTopic]:
        """What it is about, in single words."""
        wanted = Wanted("repositoryTopics", first, after, last, before)
        return topics.connection(here(info), self.model, wanted)

    @asks(table.READ, description="The languages in which it is written.", most=languages.MOST)
    def languages(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order_by: LanguageOrder | None = None,
    ) -> LanguageConnection:
        """The languages in which it is written, that of most of it first."""
        wanted = Wanted("languages", first, after, last, before)
        return languages.connection(here(info), self.model, wanted, order_by)

    @asks(release_table.READ, description="Releases that the viewer may know of.")
    def releases(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order_by: ReleaseOrder | None = None,
    ) -> Connection[Release]:
        """Releases that the viewer may know of."""
        wanted = Wanted("releases", first, after, last, before)
        return releases.connection(here(info), self.model, wanted, order_by)

    @asks(release_table.READ, description="The release of a tag.")
    def release(self, info: Info, tag_name: str) -> Release | None:
        """The release of a tag; drafts for those who may push."""
        return releases.tagged(here(info), self.model, tag_name)

    @asks(release_table.READ, description="The release that is shown as the latest.")
    def latest_release(self, info: Info) -> Release | None:
        """The release that is shown as the latest."""
        return releases.latest(here(info), self.model)

    @asks(contents_table.READ, description="A branch or a tag by its name, whole or short.")
    def ref(self, info: Info, qualified_name: str) -> Ref | None:
        """A branch or a tag by its name, whole or short."""
        return refs.named(here(info), self.model, qualified_name)

    @asks(contents_table.READ, description="A commit, a folder or a file; `HEAD:docs` is a folder.")
    def object(
        self, info: Info, expression: str | None = None, oid: GitObjectID | None = None
    ) -> GitObject | None:
        """A commit, a folder or a file, by an expression or an id."""
        return git_objects.found(here(info), self.model, expression, oid)

    @asks(account_table.READ_SELF, description="The address that the viewer commits with.")
    def viewer_default_commit_email(self, info: Info) -> str | None:
        """The address that the viewer commits with, for tokens that may read it."""
        return own_email(here(info)) or None

    @asks(account_table.READ_SELF, description="Addresses that the viewer may commit with.")
    def viewer_possible_commit_emails(self, info: Info) -> list[str] | None:
        """Addresses that the viewer may commit with, for tokens that may read them."""
        run = here(info)
        if not own_email(run):
            return None
        viewer = run.require(account_table.READ_SELF, run.caller.user).target
        mine = run.work.emails.of(viewer.id)
        return [one.address for one in mine if one.primary or one.verified_at is not None]


def facts(model: Model, actor: Actor, at: Addresses, lineage: Lineage) -> dict[str, Any]:
    """What is known of a repository that the actor was let in to."""
    role = model.role_of(actor)
    path = f"/{model.full_name}"
    pushed = model.created_at if model.pushed_at is None else model.pushed_at
    return {
        "model": model,
        "id": strawberry.ID(node_id(REPOSITORY, model.id)),
        "database_id": small(model.id),
        "name": model.name,
        "name_with_owner": model.full_name,
        "description": model.description,
        "homepage_url": None if model.homepage is None else URI(model.homepage),
        "url": URI(at.site + path),
        "resource_path": URI(path),
        "ssh_url": GitSSHRemote(at.ssh_url(model.full_name)),
        "open_graph_image_url": URI(at.api + AVATAR.format(id=model.owner)),
        "visibility": RepositoryVisibility(model.visibility.value),
        "is_private": model.visibility is not Visibility.PUBLIC,
        "is_archived": model.is_archived,
        "disk_usage": small(model.size),
        "is_empty": model.pushed_at is None,
        "archived_at": maybe_moment(model.archived_at),
        "created_at": moment(model.created_at),
        "updated_at": moment(model.updated_at),
        # Before the first push the moment of its making, as REST tells it (GHES behaviour).
        "pushed_at": moment(pushed),
        "default_branch_ref": _default_branch(model),
        "is_in_organization": model.in_organization,
        "viewer_can_administer": role is Role.ADMIN,
        "viewer_permission": PERMISSIONS.get(role),
        "is_fork": lineage.is_fork,
        "is_template": lineage.is_template,
        "fork_count": lineage.forks,
        "stargazer_count": model.stars,
        "primary_language": languages.primary(model),
        "license_info": licences.told(model.licence, at),
    }


def small(number: int) -> int | None:
    """A number where GraphQL can tell it."""
    return number if number <= LARGEST_INT else None


def _default_branch(model: Model) -> Ref | None:
    """None before the first push: nothing stands there yet (GHES behaviour)."""
    if model.pushed_at is None:
        return None
    return ref_of(model, BRANCHES, model.default_branch)
