"""The headers of every page: what a browser may do with it, and who may keep it."""

from typing import Final

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""No inline script or style, nothing from elsewhere, never in a frame (attacks 33, 61)."""

ALWAYS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    (b"vary", b"Cookie, Accept-Language"),
)
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
