"""What the manual says of this server beyond its address."""

from msgspec import Struct


class About(Struct, frozen=True):
    """What the composition root tells of the server."""

    authority: str = ""
    """The certificate of the server's own CA (PEM); empty where another CA vouches for it."""
    leaks: str = "public"
    """In which repositories a token of ours that was found is ended: `off`, `public` or `all`."""
    ssh: int | None = None
    """The port on which SSH is answered; None where it is not."""
    host_keys: tuple[tuple[str, str], ...] = ()
    """Kinds and fingerprints of the keys by which SSH knows this server (SHA-256 in base 64)."""
