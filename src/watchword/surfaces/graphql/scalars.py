"""Scalars and enumerations of GitHub's schema."""

from datetime import UTC, datetime
from enum import Enum
from typing import Final, NewType

import strawberry

DateTime = NewType("DateTime", str)
"""`2026-01-31T12:00:00Z`."""
URI = NewType("URI", str)
GitSSHRemote = NewType("GitSSHRemote", str)
GitObjectID = NewType("GitObjectID", str)
Base64String = NewType("Base64String", str)
LARGEST_INT: Final = 2**31 - 1
"""GraphQL's `Int` has 32 bits (GraphQL specification, 3.5.1)."""

MAP: Final[dict[object, object]] = {
    DateTime: strawberry.scalar(name="DateTime", description="A moment, as of ISO 8601, in UTC."),
    URI: strawberry.scalar(name="URI", description="An address, as of RFC 3986."),
    GitSSHRemote: strawberry.scalar(name="GitSSHRemote", description="Where git goes by SSH."),
    GitObjectID: strawberry.scalar(name="GitObjectID", description="The id of an object of git."),
    Base64String: strawberry.scalar(name="Base64String", description="Bytes, as of RFC 4648, 4."),
}


def moment(seconds: int) -> DateTime:
    """A time in seconds since 1970."""
    return DateTime(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def maybe_moment(seconds: int | None) -> DateTime | None:
    """The same for a time that may not have come."""
    return None if seconds is None else moment(seconds)


@strawberry.enum(description="Who sees a repository.")
class RepositoryVisibility(Enum):
    """Who sees a repository."""

    PUBLIC = "public"
    PRIVATE = "private"
    INTERNAL = "internal"


@strawberry.enum(description="Whether a repository is hidden.")
class RepositoryPrivacy(Enum):
    """Whether a repository is hidden."""

    PUBLIC = "public"
    PRIVATE = "private"


@strawberry.enum(description="Why a repository is on somebody's list.")
class RepositoryAffiliation(Enum):
    """Why a repository is on somebody's list."""

    OWNER = "owner"
    COLLABORATOR = "collaborator"
    ORGANIZATION_MEMBER = "organization_member"


@strawberry.enum(description="By what repositories are ordered.")
class RepositoryOrderField(Enum):
    """By what repositories are ordered. The values are names of the domain's orders."""

    CREATED_AT = "created"
    UPDATED_AT = "updated"
    PUSHED_AT = "pushed"
    NAME = "full_name"
    STARGAZERS = "stars"


@strawberry.enum(description="By what gists are ordered.")
class GistOrderField(Enum):
    """By what gists are ordered."""

    CREATED_AT = "created"
    UPDATED_AT = "updated"
    PUSHED_AT = "pushed"


@strawberry.enum(description="By what releases are ordered.")
class ReleaseOrderField(Enum):
    """By what releases are ordered."""

    CREATED_AT = "created"
    NAME = "name"


@strawberry.enum(description="By what stars are ordered.")
class StarOrderField(Enum):
    """By what stars are ordered."""

    STARRED_AT = "starred"


@strawberry.enum(description="Which gists are wanted.")
class GistPrivacy(Enum):
    """Which gists are wanted."""

    ALL = "all"
    PUBLIC = "public"
    SECRET = "secret"


@strawberry.enum(description="Up or down.")
class OrderDirection(Enum):
    """Up or down."""

    ASC = "asc"
    DESC = "desc"


@strawberry.enum(description="By what labels are ordered.")
class LabelOrderField(Enum):
    """By what labels are ordered."""

    CREATED_AT = "created"
    NAME = "name"
    ISSUE_COUNT = "issues"


@strawberry.enum(description="By what languages are ordered.")
class LanguageOrderField(Enum):
    """By what languages are ordered."""

    SIZE = "size"


@strawberry.enum(description="What is searched for.")
class SearchType(Enum):
    """What is searched for."""

    REPOSITORY = "repository"
    USER = "user"
    ISSUE = "issue"
    DISCUSSION = "discussion"


@strawberry.enum(description="What somebody may do to a repository.")
class RepositoryPermission(Enum):
    """What somebody may do to a repository."""

    ADMIN = "admin"
    MAINTAIN = "maintain"
    WRITE = "write"
    TRIAGE = "triage"
    READ = "read"


@strawberry.enum(description="How a pull request is merged.")
class PullRequestMergeMethod(Enum):
    """How a pull request is merged."""

    MERGE = "merge"
    REBASE = "rebase"
    SQUASH = "squash"


@strawberry.enum(description="Whether somebody is told of what happens.")
class SubscriptionState(Enum):
    """Whether somebody is told of what happens."""

    IGNORED = "ignored"
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"


@strawberry.enum(description="Whether an issue is open.")
class IssueState(Enum):
    """Whether an issue is open."""

    OPEN = "open"
    CLOSED = "closed"


@strawberry.enum(description="What became of a pull request.")
class PullRequestState(Enum):
    """What became of a pull request."""

    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


@strawberry.enum(description="Whether a milestone is open.")
class MilestoneState(Enum):
    """Whether a milestone is open."""

    OPEN = "open"
    CLOSED = "closed"


@strawberry.enum(description="Whether a project is open.")
class ProjectState(Enum):
    """Whether a project is open."""

    OPEN = "open"
    CLOSED = "closed"


@strawberry.input(description="The order of repositories.")
class RepositoryOrder:
    """The order of repositories."""

    field: RepositoryOrderField
    direction: OrderDirection


@strawberry.input(description="The order of labels.")
class LabelOrder:
    """The order of labels."""

    field: LabelOrderField
    direction: OrderDirection


@strawberry.input(description="The order of languages.")
class LanguageOrder:
    """The order of languages."""

    field: LanguageOrderField
    direction: OrderDirection


@strawberry.input(description="The order of releases.")
class ReleaseOrder:
    """The order of releases."""

    field: ReleaseOrderField
    direction: OrderDirection


@strawberry.input(description="The order of gists.")
class GistOrder:
    """The order of gists."""

    field: GistOrderField
    direction: OrderDirection


@strawberry.input(description="The order of stars.")
class StarOrder:
    """The order of stars."""

    field: StarOrderField
    direction: OrderDirection
