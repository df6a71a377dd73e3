"""An entry of the audit log, with the names that GitHub's has for its fields."""

import base64
import hashlib
from typing import Any, Final

from msgspec import Struct, field

from watchword.access.kinds import Kind
from watchword.audit import names
from watchword.audit.model import Entry, StoredEvent

CREDENTIALS: Final = {
    Kind.CLASSIC.value: "Personal access token (classic)",
    Kind.OAUTH.value: "OAuth access token",
}
"""How GitHub calls what a request was made with, where that was no browser."""
VISIBILITIES: Final = frozenset({"repo.create", "repo.destroy", "repo.fork"})
TOLD: Final = frozenset(
    """
    active after application_name asset by comment context days delivery deployment draft ended
    email email_before enabled environment explanation fields file fingerprint flow followed fork
    host invitation is_template key_id login login_before new note now old on one_time parent
    pattern protection public reason ref refreshed refs release restricted role scopes
    scopes_before sha size state status tag team team_id teams title token_last_eight username
    users visibility
    """.split()
)
"""What facts say beyond whom they are about, and may be told.

Names of folders stand in facts as well, and numbers of secret gists, which open them: whatever is
not listed here stays inside.
"""
LENGTH: Final = 22


class AuditEntry(Struct, kw_only=True, omit_defaults=True):
    """One entry; what does not apply is left out (GHES behaviour)."""

    timestamp: int = field(name="@timestamp")
    """In milliseconds since 1970."""
    document_id: str = field(name="_document_id")
    action: str
    created_at: int
    """In milliseconds since 1970."""
    operation_type: str
    actor: str | None = None
    actor_id: int | None = None
    actor_ip: str | None = None
    user_agent: str | None = None
    request_id: str | None = None
    user: str | None = None
    user_id: int | None = None
    org: str | None = None
    org_id: int | None = None
    repo: str | None = None
    repo_id: int | None = None
    repository: str | None = None
    repository_id: int | None = None
    hashed_token: str | None = None
    token_id: int | None = None
    token_scopes: str | None = None
    programmatic_access_type: str | None = None
    oauth_application_id: int | None = None
    visibility: str | None = None
    previous_visibility: str | None = None
    team: str | None = None
    hook_id: int | None = None
    events: list[str] | None = None
    read_only: bool | None = None
    fingerprint: str | None = None
    explanation: str | None = None
    data: dict[str, Any] | None = None
    """What else the fact says."""


def audit_entry(entry: Entry) -> AuditEntry:
    """Make the shape of an entry."""
    event, body = entry.event, entry.event.body
    repo = entry.repo if entry.repository_id is not None else None
    told = AuditEntry(
        timestamp=event.at_ms,
        document_id=document_id(entry),
        action=event.name,
        created_at=event.at_ms,
        operation_type=names.operation_of(event.name),
        actor=entry.actor,
        actor_id=entry.actor_id,
        user=entry.user,
        user_id=entry.user_id,
        org=entry.org,
        org_id=entry.org_id,
        repo=repo,
        repo_id=entry.repository_id,
        repository=repo,
        repository_id=entry.repository_id,
        oauth_application_id=body.get("application"),
        hook_id=body.get("hook_id"),
        events=list(body["events"]) if "events" in body else None,
        read_only=body.get("read_only"),
        fingerprint=body.get("fingerprint"),
        explanation=body.get("explanation") or None,
        team=_team(entry),
        data={name: body[name] for name in sorted(TOLD & body.keys())},
    )
    if event.name in VISIBILITIES:
        told.visibility = body.get("visibility")
    if event.name == "repo.access":
        told.visibility, told.previous_visibility = body.get("now"), body.get("before")
    _add_origin(told, event)
    return told


def _add_origin(told: AuditEntry, event: StoredEvent) -> None:
    """Say from where it was done and with what.

    The token is the one that it is about; else, the one that it was done with (GHES behaviour).
    """
    origin, about = event.origin, event.body.get("hashed_token")
    told.actor_ip = origin.address or None
    told.user_agent = origin.agent or None
    told.request_id = origin.request or None
    told.hashed_token = about or origin.hashed_credential or None
    if origin.kind in CREDENTIALS:
        told.programmatic_access_type = CREDENTIALS[origin.kind]
        told.token_scopes = origin.scopes
        told.token_id = origin.credential
    if about:
        told.token_id = event.body.get("token")
    more = {"done_by": origin.kind, "impersonator_id": origin.impersonator}
    told.data = {**(told.data or {}), **{key: value for key, value in more.items() if value}}


def document_id(entry: Entry) -> str:
    """The name of an entry, for ever the same; how many there are is not to be read out of it."""
    event = entry.event
    text = f"{event.id}/{event.at_ms}/{event.name}/{entry.actor_id}"
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def _team(entry: Entry) -> str | None:
    name = entry.event.body.get("team")
    return f"{entry.org}/{name}" if name and entry.org else None
