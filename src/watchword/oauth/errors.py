"""Refusals in the words of OAuth, which surfaces tell in OAuth's own forms."""

from typing import Final

from watchword.kernel.errors import Refused

TROUBLE: Final = (
    "https://docs.github.com/enterprise-server@3.17/apps/oauth-apps/maintaining-oauth-apps/"
    "troubleshooting-oauth-app-access-token-request-errors"
)
"""Where GitHub's manual tells what each error comes from."""
SENTENCES: Final = {
    "incorrect_client_credentials": "The client_id and/or client_secret passed are incorrect.",
    "redirect_uri_mismatch": (
        "The redirect_uri MUST match the registered callback URL for this application."
    ),
    "bad_verification_code": "The code passed is incorrect or expired.",
    "bad_refresh_token": "The refresh token passed is incorrect or expired.",
    "application_suspended": "Your application has been suspended. Contact a site administrator.",
    "access_denied": "The user has denied your application access.",
    "authorization_pending": "The authorization request is still pending.",
    "slow_down": "Too many requests have been made in the same timeframe.",
    "expired_token": "The device_code has expired. Start over.",
    "incorrect_device_code": "The device_code provided is not valid.",
    "device_flow_disabled": "Device Flow must be explicitly enabled for this App.",
    "unsupported_grant_type": "The grant_type passed is not supported.",
    "unsupported_response_type": "The response_type must be code.",
    "invalid_request": "A parameter is missing, malformed, or there twice.",
}
"""What each error says (GHES behaviour)."""


class OAuthError(Refused):
    """An error of RFC 6749 section 5.2, RFC 8628 section 3.5, or one of GitHub's own."""

    def __init__(self, code: str, text: str = "", interval: int | None = None) -> None:
        """Keep the code; `interval` is the wait in seconds that goes with `slow_down`."""
        super().__init__(text or SENTENCES[code])
        self.code = code
        self.interval = interval

    @property
    def about(self) -> str:
        """Where more about the error can be read (`error_uri` of RFC 6749 section 5.2)."""
        return about(self.code)


class Redirected(OAuthError):  # noqa: N818 - says what happens
    """An error that the application is told by way of the browser (RFC 6749 section 4.1.2.1)."""

    def __init__(self, code: str, uri: str, state: str | None, text: str = "") -> None:
        """Keep where the browser goes, and the state that goes back with it."""
        super().__init__(code, text)
        self.uri = uri
        self.state = state


class Unusable(Refused):
    """A request that cannot be trusted to say where to send anybody: it is told on our page."""


def about(code: str) -> str:
    """Give the address of what there is to read about an error."""
    return f"{TROUBLE}#{code.replace('_', '-')}"
