"""Which facts are told to webhooks, and as which of GitHub's events. One row for each."""

from collections import defaultdict
from typing import Final

from watchword.leaks.events import AlertCreated, AlertReopened, AlertResolved, LocationCreated
from watchword.organizations.events import (
    MemberAdded,
    MemberInvited,
    MemberRemoved,
    OrganizationRenamed,
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMemberRemoved,
    TeamRepositoryAdded,
    TeamRepositoryRemoved,
    TeamUpdated,
)
from watchword.ref_updates.events import Pushed
from watchword.releases.events import (
    ReleaseCreated,
    ReleaseDeleted,
    ReleasePublished,
    ReleaseUpdated,
)
from watchword.repositories.events import (
    CollaboratorAdded,
    CollaboratorChanged,
    CollaboratorRemoved,
    RepositoryArchived,
    RepositoryCreated,
    RepositoryDeleted,
    RepositoryForked,
    RepositoryRenamed,
    RepositoryTransferred,
    RepositoryUnarchived,
    RepositoryUpdated,
    VisibilityChanged,
)
from watchword.social.comments.events import CommitCommented
from watchword.social.events import Starred, Unstarred
from watchword.statuses.events import DeploymentCreated, DeploymentStatusCreated, StatusCreated
from watchword.surfaces.hook_delivery import told_of_comments as of_comments
from watchword.surfaces.hook_delivery import told_of_hooks as of_hooks
from watchword.surfaces.hook_delivery import told_of_leaks as of_leaks
from watchword.surfaces.hook_delivery import told_of_organizations as of_organizations
from watchword.surfaces.hook_delivery import told_of_refs as of_refs
from watchword.surfaces.hook_delivery import told_of_releases as of_releases
from watchword.surfaces.hook_delivery import told_of_repositories as of_repositories
from watchword.surfaces.hook_delivery import told_of_stars as of_stars
from watchword.surfaces.hook_delivery import told_of_statuses as of_statuses
from watchword.surfaces.hook_delivery.scene import Row
from watchword.webhooks.events import HookPinged, HookTested

ROWS: Final[tuple[Row, ...]] = (
    Row(HookPinged, "ping", tell=of_hooks.pinged, only=True),
    Row(HookTested, "push", tell=of_refs.pushed, look=of_refs.look_at_newest, only=True),
    Row(Pushed, "push", tell=of_refs.pushed, look=of_refs.look_at_push),
    Row(Pushed, "create", tell=of_refs.created, look=of_refs.look_at_push),
    Row(Pushed, "delete", tell=of_refs.deleted, look=of_refs.look_at_push),
    Row(RepositoryCreated, "repository", "created"),
    Row(RepositoryUpdated, "repository", "edited", of_repositories.edited),
    Row(RepositoryRenamed, "repository", "renamed", of_repositories.renamed),
    Row(RepositoryTransferred, "repository", "transferred", of_repositories.transferred),
    Row(RepositoryArchived, "repository", "archived"),
    Row(RepositoryUnarchived, "repository", "unarchived"),
    Row(RepositoryDeleted, "repository", "deleted"),
    Row(RepositoryForked, "fork", tell=of_repositories.forked),
    Row(VisibilityChanged, "repository", tell=of_repositories.shown_or_hidden),
    Row(VisibilityChanged, "public", tell=of_repositories.made_public),
    Row(Starred, "star", "created", of_stars.put),
    Row(Starred, "watch", "started"),
    Row(Unstarred, "star", "deleted", of_stars.taken),
    Row(CollaboratorAdded, "member", "added", of_repositories.member),
    Row(CollaboratorChanged, "member", "edited", of_repositories.member),
    Row(CollaboratorRemoved, "member", "removed", of_repositories.member),
    Row(OrganizationRenamed, "organization", "renamed", of_organizations.renamed),
    Row(StatusCreated, "status", tell=of_statuses.status, look=of_statuses.look_at_commit),
    Row(CommitCommented, "commit_comment", "created", of_comments.commit_comment),
    Row(DeploymentCreated, "deployment", "created", of_statuses.deployment),
    Row(DeploymentStatusCreated, "deployment_status", "created", of_statuses.deployment_status),
    Row(ReleaseCreated, "release", "created", of_releases.release),
    Row(ReleasePublished, "release", "published", of_releases.release),
    Row(ReleasePublished, "release", tell=of_releases.released),
    Row(ReleaseUpdated, "release", "edited", of_releases.edited),
    Row(ReleaseDeleted, "release", "deleted", of_releases.deleted),
    Row(MemberInvited, "organization", "member_invited", of_organizations.invited),
    Row(MemberAdded, "organization", "member_added", of_organizations.member),
    Row(MemberRemoved, "organization", "member_removed", of_organizations.member),
    Row(TeamCreated, "team", "created", of_organizations.team),
    Row(TeamUpdated, "team", "edited", of_organizations.team),
    Row(TeamDeleted, "team", "deleted", of_organizations.team_gone),
    Row(TeamRepositoryAdded, "team", "added_to_repository", of_organizations.team),
    Row(TeamRepositoryAdded, "team_add", tell=of_organizations.team),
    Row(TeamRepositoryRemoved, "team", "removed_from_repository", of_organizations.team),
    Row(TeamMemberAdded, "membership", "added", of_organizations.team_member),
    Row(TeamMemberRemoved, "membership", "removed", of_organizations.team_member),
    Row(AlertCreated, "secret_scanning_alert", "created", of_leaks.alert),
    Row(AlertResolved, "secret_scanning_alert", "resolved", of_leaks.alert),
    Row(AlertReopened, "secret_scanning_alert", "reopened", of_leaks.alert),
    Row(LocationCreated, "secret_scanning_alert_location", "created", of_leaks.location),
)


def _by_fact() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = defaultdict(tuple)
    for row in ROWS:
        found[row.fact.name] += (row,)
    return dict(found)


BY_FACT: Final = _by_fact()
"""The rows by the name of the fact."""
