"""Telling which application asks (RFC 6749 section 2.3)."""

from watchword.kernel.secret import Secret
from watchword.oauth.errors import OAuthError
from watchword.oauth.model import Application, ClientSecret
from watchword.oauth.ports import Work

PURPOSE = "client-secret"
"""Keeps the keyed hashes of client secrets apart from those of other secrets."""


def authenticate(
    work: Work, client_id: str, secret: Secret | None, *, must_prove: bool
) -> Application:
    """Find the application; one that keeps a secret must give it where that is asked.

    Whatever a public client sends as its secret is accepted and trusted for nothing. Raises
    OAuthError for an unknown application, a wrong secret, or one that was switched off.
    """
    application = work.applications.by_client_id(client_id)
    if application is None:
        raise OAuthError("incorrect_client_credentials")
    asked = application.confidential and (must_prove or secret is not None)
    if asked and not knows_secret(work, application, secret):
        raise OAuthError("incorrect_client_credentials")
    if application.disabled_at is not None:
        raise OAuthError("application_suspended")
    return application


def knows_secret(work: Work, application: Application, secret: Secret | None) -> bool:
    """Whether that is a secret of the application."""
    found = _found(work, secret)
    return found is not None and found.application == application.id


def note_use(work: Work, application: Application, secret: Secret | None) -> None:
    """Note that a secret was used, where it was one of the application's."""
    found = _found(work, secret)
    if found is not None and found.application == application.id:
        work.applications.note_secret_used(found.id, work.now)


def _found(work: Work, secret: Secret | None) -> ClientSecret | None:
    digests = work.keys.digests(PURPOSE, secret) if secret is not None else ()
    return next((hit for hit in map(work.applications.secret_by_digest, digests) if hit), None)
