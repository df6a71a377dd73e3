"""Names that never come twice (RFC 9562 section 5.4)."""

from uuid import UUID

from watchword.kernel.entropy import Entropy


def guid(entropy: Entropy) -> str:
    """A random UUID of version 4."""
    return str(UUID(bytes=entropy(16), version=4))
