"""What is told of SSH: its port, and by which keys clients know this server."""

from collections.abc import Mapping

from msgspec import Struct, field

from watchword.surfaces.shapes.addresses import SSH_PORT


class Ssh(Struct, frozen=True):
    """SSH as clients meet it."""

    port: int = SSH_PORT
    served: bool = False
    """Whether pages tell people of it."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Public halves of the host keys, by kind, as lines of type and base 64."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """By kind: SHA-256 in base 64."""
