"""The headers of every page: what a browser may do with it, and who may keep it."""

import re
from typing import Final

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""No inline script or style, nothing from elsewhere, never in a frame (attacks 33, 61)."""

UNCHANGING: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    (b"vary", b"Cookie, Accept-Language"),
)
ALWAYS: Final = ((b"content-security-policy", POLICY.encode()), *UNCHANGING)
KEPT_BY_NOBODY: Final = ((b"cache-control", b"no-store"), (b"referrer-policy", b"no-referrer"))
"""For pages that show a secret (attack 22)."""
ASKED_AGAIN: Final = (
    (b"cache-control", b"private, no-cache"),
    (b"referrer-policy", b"same-origin"),
)
FOR_EVER: Final = (
    (b"cache-control", b"public, max-age=31536000, immutable"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"vary", b"Accept-Encoding"),
)
"""For files whose address holds the hash of their content."""
SOURCE: Final = re.compile(
    r"[a-z][a-z0-9+.-]*:(//(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?)?", re.IGNORECASE
)
"""A scheme alone, or with host and port: what may be added to a policy."""


def always(form_action: str) -> tuple[tuple[bytes, bytes], ...]:
    """Give the headers of a page whose forms may lead to `form_action` as well, if not empty.

    Chromium asks `form-action` about the redirect after a form too, so a page whose form ends at an
    application's listener has to name its origin. What is no origin is not added: nothing that an
    application registered gets a second word into the policy.
    """
    if not SOURCE.fullmatch(form_action):
        return ALWAYS
    # An IPv6 address cannot be written in a policy (CSP Level 3, section 2.3.1, `host-part`).
    written = re.sub(r"\[.*\]", "*", form_action)
    widened = POLICY.replace("form-action 'self'", f"form-action 'self' {written}")
    return ((b"content-security-policy", widened.encode("ascii")), *UNCHANGING)
