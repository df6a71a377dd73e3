"""Which facts wake whom: event -> names of listeners; duties.py maps names to functions."""

from collections.abc import Mapping
from typing import TypeAlias

from watchword.accounts.events import (
    EmailAdded,
    EmailLinkWanted,
    PasswordChanged,
    PrimaryEmailChanged,
    UserDeleted,
)
from watchword.gists.events import GistCreated, GistDeleted, GistPushed
from watchword.kernel.events import Event
from watchword.keys.events import GpgKeyCreated, PublicKeyCreated, SigningKeyCreated
from watchword.leaks.events import (
    AlertCreated,
    AlertReopened,
    AlertResolved,
    LocationCreated,
    OwnTokenInGist,
    OwnTokenLeaked,
)
from watchword.oauth.events import SignInAuthorized
from watchword.organizations.events import (
    BaseRoleChanged,
    MemberAdded,
    MemberInvited,
    MemberRemoved,
    OrganizationRenamed,
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMemberRemoved,
    TeamMoved,
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
    InvitationMade,
    RepositoryArchived,
    RepositoryCreated,
    RepositoryDeleted,
    RepositoryForked,
    RepositoryOffered,
    RepositoryRenamed,
    RepositoryTransferred,
    RepositoryUnarchived,
    RepositoryUpdated,
    VisibilityChanged,
)
from watchword.social.comments.events import CommitCommented, CommitCommentUpdated
from watchword.social.events import Starred, Unstarred
from watchword.statuses.events import DeploymentCreated, DeploymentStatusCreated, StatusCreated
from watchword.tokens.events import TokenCreated, TokenExpired, TokenExpiring, TokenRegenerated
from watchword.webhooks.events import HookPinged, HookTested

Listeners: TypeAlias = Mapping[type[Event], tuple[str, ...]]

HOOKS = "hooks.fan_out"
"""Webhooks are told of it: each fact of the table in surfaces/hook_delivery/table.py."""

NOTICES = "notices.tell"
"""Those whom it concerns find it in their inbox."""

BLIND_MARKS = "marks.forget_blind"
"""Stars and watches go of those who may not know of the repository any more."""

LISTENERS: Listeners = {
    Pushed: ("git.note_push", HOOKS, "leaks.look", "licences.look", "sizes.measure"),
    RepositoryCreated: (HOOKS,),
    RepositoryUpdated: (HOOKS, "licences.look"),
    RepositoryRenamed: (HOOKS,),
    RepositoryTransferred: (HOOKS,),
    VisibilityChanged: ("answers.forget", HOOKS),
    RepositoryArchived: (HOOKS,),
    RepositoryUnarchived: (HOOKS,),
    RepositoryDeleted: ("folders.remove", "answers.forget", HOOKS),
    UserDeleted: ("accounts.finish_deleting",),
    EmailAdded: ("mails.tell",),
    EmailLinkWanted: ("mails.tell",),
    PrimaryEmailChanged: ("mails.tell",),
    RepositoryForked: (HOOKS,),
    PasswordChanged: ("mails.tell",),
    TokenCreated: ("mails.tell",),
    TokenRegenerated: ("mails.tell",),
    TokenExpiring: ("mails.tell", NOTICES),
    TokenExpired: ("mails.tell", NOTICES),
    PublicKeyCreated: ("mails.tell",),
    SigningKeyCreated: ("mails.tell",),
    GpgKeyCreated: ("mails.tell",),
    SignInAuthorized: ("mails.tell",),
    MemberInvited: ("mails.tell", HOOKS, NOTICES),
    MemberAdded: ("mails.tell", HOOKS),
    MemberRemoved: ("mails.tell", HOOKS),
    InvitationMade: ("mails.tell", NOTICES),
    RepositoryOffered: ("mails.tell",),
    GistCreated: ("leaks.look_in_gist",),
    GistPushed: ("git.note_push", "leaks.look_in_gist"),
    GistDeleted: ("folders.remove", "answers.forget"),
    Starred: (HOOKS,),
    Unstarred: (HOOKS,),
    CollaboratorAdded: (HOOKS,),
    CollaboratorChanged: (HOOKS,),
    CollaboratorRemoved: (HOOKS,),
    OrganizationRenamed: (HOOKS,),
    TeamCreated: (HOOKS,),
    BaseRoleChanged: (BLIND_MARKS,),
    TeamMoved: (BLIND_MARKS,),
    TeamDeleted: (HOOKS, BLIND_MARKS),
    TeamMemberAdded: (HOOKS,),
    TeamMemberRemoved: (HOOKS,),
    TeamRepositoryAdded: (HOOKS,),
    TeamRepositoryRemoved: (HOOKS,),
    TeamUpdated: (HOOKS,),
    CommitCommented: ("mails.tell", HOOKS, "notices.tell_of_comment"),
    CommitCommentUpdated: ("mails.tell", "notices.tell_of_comment"),
    StatusCreated: (HOOKS,),
    DeploymentCreated: (HOOKS,),
    DeploymentStatusCreated: (HOOKS,),
    ReleaseCreated: (HOOKS,),
    ReleasePublished: (HOOKS,),
    ReleaseUpdated: (HOOKS,),
    ReleaseDeleted: (HOOKS,),
    HookPinged: (HOOKS,),
    HookTested: (HOOKS,),
    AlertCreated: ("mails.tell", HOOKS, NOTICES),
    AlertResolved: (HOOKS,),
    AlertReopened: (HOOKS,),
    LocationCreated: (HOOKS,),
    OwnTokenLeaked: ("mails.tell", NOTICES),
    OwnTokenInGist: ("mails.tell",),
}
