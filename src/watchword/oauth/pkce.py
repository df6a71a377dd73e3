"""Proof Key for Code Exchange (RFC 7636), S256 only."""

import base64
import hashlib
import hmac
import re
from typing import Final

from watchword.oauth.errors import OAuthError

METHOD: Final = "S256"
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def check_challenge(challenge: str | None, method: str | None) -> None:
    """Refuse any challenge that is not S256 (RFC 9700 section 2.1.1). Raises OAuthError.

    A challenge without a method means `plain` (RFC 7636 section 4.3), and so is refused as well.
    """
    if challenge is None and method is None:
        return
    if method != METHOD or challenge is None or not CHALLENGE.fullmatch(challenge):
        text = "code_challenge_method must be S256, with a code_challenge of 43 characters."
        raise OAuthError("invalid_request", text)


def verify(challenge: str | None, verifier: str | None) -> bool:
    """Whether the verifier belongs to the challenge (RFC 7636 section 4.6).

    Without a challenge there must be no verifier either: somebody took the challenge out on the way
    (RFC 9700 section 4.8.2).
    """
    if challenge is None or verifier is None:
        return challenge is None and verifier is None
    if not VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)
