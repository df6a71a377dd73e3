"""What follows from other settings where nothing is said."""

import os
import re
from urllib.parse import urlsplit

from watchword.settings.readers import SettingsError, is_loopback, url


def address_of_site(host: str, port: int) -> str:
    """The address that people use, where it is not given. Raises SettingsError."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = os.uname().nodename
    shown = "localhost" if is_loopback(host) else f"[{host}]" if ":" in host else host
    try:
        return str(url(f"https://{shown}:{port}"))
    except ValueError:
        msg = f"No public_url follows from the host {host!r}: give public_url."
        raise SettingsError(msg) from None


def sender(public_url: str) -> str:
    """The address that mails come from, where it is not given."""
    name = urlsplit(public_url).hostname or "localhost"
    # An address stands in brackets in a mailbox (RFC 5321, 4.1.3).
    if ":" in name:
        name = f"[IPv6:{name}]"
    elif re.fullmatch(r"[0-9.]+", name):
        name = f"[{name}]"
    return f"noreply@{name}"
