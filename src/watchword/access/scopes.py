"""Classic scopes: the tree, what a scope implies, and how a list of them is written.

The tree is that of GHES (GHES behaviour); cloud-only scopes are left out. All are accepted,
stored and reported; which of them opens something is told by the access table.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NewType

from msgspec import Struct

from watchword.kernel.words import N_

Scope = NewType("Scope", str)


class Row(Struct, frozen=True):
    """One scope: its parent implies it."""

    name: Scope
    parent: Scope | None
    text: str


def _row(name: str, parent: str | None, text: str) -> Row:
    return Row(Scope(name), Scope(parent) if parent else None, text)


TREE: tuple[Row, ...] = (
    _row("repo", None, N_("Full control of private repositories")),
    _row("repo:status", "repo", N_("Access commit status")),
    _row("repo_deployment", "repo", N_("Access deployment status")),
    _row("public_repo", "repo", N_("Access public repositories")),
    _row("repo:invite", "repo", N_("Access repository invitations")),
    _row("security_events", "repo", N_("Read and write security events")),
    _row("workflow", None, N_("Add and update workflow files under .github/workflows")),
    _row("write:packages", None, N_("Upload packages")),
    _row("read:packages", "write:packages", N_("Download packages")),
    _row("delete:packages", None, N_("Delete packages")),
    _row("admin:org", None, N_("Full control of organizations, teams, projects and members")),
    _row("write:org", "admin:org", N_("Change organization and team membership and projects")),
    _row("read:org", "write:org", N_("Read organization and team membership and projects")),
    _row("manage_runners:org", "admin:org", N_("Manage runners of organizations")),
    _row("admin:public_key", None, N_("Full control of your public SSH keys")),
    _row("write:public_key", "admin:public_key", N_("Add and list your public SSH keys")),
    _row("read:public_key", "write:public_key", N_("List your public SSH keys")),
    _row("admin:repo_hook", None, N_("Full control of repository webhooks")),
    _row("write:repo_hook", "admin:repo_hook", N_("Read, write and ping repository webhooks")),
    _row("read:repo_hook", "write:repo_hook", N_("Read and ping repository webhooks")),
    _row("admin:org_hook", None, N_("Full control of organization webhooks")),
    _row("gist", None, N_("Create and change gists")),
    _row("notifications", None, N_("Read and mark notifications, watch repositories")),
    _row("user", None, N_("Update all of your profile")),
    _row("read:user", "user", N_("Read all of your profile")),
    _row("user:email", "user", N_("Read your email addresses")),
    _row("user:follow", "user", N_("Follow and unfollow people")),
    _row("delete_repo", None, N_("Delete repositories")),
    _row("write:discussion", None, N_("Read and write team discussions")),
    _row("read:discussion", "write:discussion", N_("Read team discussions")),
    _row("admin:enterprise", None, N_("Full control of the enterprise")),
    _row("manage_runners:enterprise", "admin:enterprise", N_("Manage runners of the enterprise")),
    _row("manage_billing:enterprise", "admin:enterprise", N_("Read and write enterprise billing")),
    _row("read:enterprise", "admin:enterprise", N_("Read the enterprise profile")),
    _row("scim:enterprise", "admin:enterprise", N_("Provision users and groups by SCIM")),
    _row("audit_log", None, N_("Full control of the audit log")),
    _row("read:audit_log", "audit_log", N_("Read the audit log")),
    _row("project", None, N_("Full control of projects")),
    _row("read:project", "project", N_("Read projects")),
    _row("admin:gpg_key", None, N_("Full control of your public GPG keys")),
    _row("write:gpg_key", "admin:gpg_key", N_("Add and list your public GPG keys")),
    _row("read:gpg_key", "write:gpg_key", N_("List your public GPG keys")),
    _row("admin:ssh_signing_key", None, N_("Full control of SSH signing keys")),
    _row("write:ssh_signing_key", "admin:ssh_signing_key", N_("Add and list SSH signing keys")),
    _row("read:ssh_signing_key", "write:ssh_signing_key", N_("List SSH signing keys")),
    _row("site_admin", None, N_("Use the site administration API")),
    _row("admin:pre_receive_hook", None, N_("Control enforcement of pre-receive hooks")),
)

BY_NAME: dict[Scope, Row] = {row.name: row for row in TREE}

REPO = Scope("repo")
PUBLIC_REPO = Scope("public_repo")
REPO_INVITE = Scope("repo:invite")
READ_ORG = Scope("read:org")
DELETE_REPO = Scope("delete_repo")
WORKFLOW = Scope("workflow")
GIST = Scope("gist")
USER = Scope("user")
READ_USER = Scope("read:user")
USER_EMAIL = Scope("user:email")
SITE_ADMIN = Scope("site_admin")
REPO_HOOK = Scope("admin:repo_hook")
WRITE_REPO_HOOK = Scope("write:repo_hook")
READ_REPO_HOOK = Scope("read:repo_hook")
ORG_HOOK = Scope("admin:org_hook")
USER_FOLLOW = Scope("user:follow")
NOTIFICATIONS = Scope("notifications")


@cache
def ancestors(scope: Scope) -> tuple[Scope, ...]:
    """The scopes that imply this one, nearest first."""
    found: list[Scope] = []
    parent = BY_NAME[scope].parent
    while parent is not None:
        found.append(parent)
        parent = BY_NAME[parent].parent
    return tuple(found)


CARRIES: dict[Scope, frozenset[Scope]] = {
    row.name: frozenset(other for other in BY_NAME if row.name in (other, *ancestors(other)))
    for row in TREE
}
"""Each scope with all that it implies, and itself."""


def expand(granted: Iterable[Scope]) -> frozenset[Scope]:
    """Everything that the granted scopes carry. Names outside of the tree carry nothing."""
    return _carried(tuple(granted))


@lru_cache(1_024)
def _carried(granted: tuple[Scope, ...]) -> frozenset[Scope]:
    return frozenset[Scope]().union(*(CARRIES.get(scope, ()) for scope in granted))


def normalise(granted: Iterable[Scope]) -> tuple[Scope, ...]:
    """Drop what another granted scope implies, sort in byte order (GHES behaviour)."""
    held = frozenset(granted)
    return tuple(sorted(scope for scope in held if not held & set(ancestors(scope))))


def parse(text: str) -> tuple[tuple[Scope, ...], tuple[str, ...]]:
    """Read a list as people write it, by commas or blanks.

    Returns the known scopes, normalised, and the words that are no scope, in their order.
    """
    words = text.replace(",", " ").split()
    known = normalise(Scope(word) for word in words if word in BY_NAME)
    return known, tuple(word for word in words if word not in BY_NAME)


def accepted(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """The scopes with their parents spelt out, in byte order (`X-Accepted-OAuth-Scopes`)."""
    wanted = set(scopes)
    return tuple(sorted(wanted.union(*(ancestors(scope) for scope in wanted))))
