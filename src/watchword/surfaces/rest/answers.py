"""What a handler may give back that is no JSON."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """A body that is ready to be sent as it is, and the policy that a page needs."""

    content_type: bytes
    body: bytes
    policy: bytes = b"default-src 'none'"
