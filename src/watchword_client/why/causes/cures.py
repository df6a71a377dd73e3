"""The commands that help, ready to be pasted into a shell."""

import shlex

from watchword_client.remotes.remote_urls import in_url
from watchword_client.why.evidence import Evidence, Held


def sign_in(evidence: Evidence, scopes: frozenset[str] = frozenset()) -> str:
    """Get a new token and let git find it before all others."""
    more = ("--scopes", ",".join(sorted(scopes))) if scopes else ()
    return shlex.join(("watchword", "login", evidence.host, *more))


def replace(evidence: Evidence, used: Held) -> str:
    """Put a token in the place of what is held."""
    if used.removal:
        return used.removal
    if used.helper is None:
        return set_url(evidence, address(evidence))
    return shlex.join(("watchword", "credential", "replace", evidence.host))


def set_url(evidence: Evidence, url: str, *, pushing: bool = False) -> str:
    """Write another address into the remote."""
    push = ("--push",) if pushing else ()
    return shlex.join(("git", "remote", "set-url", *push, evidence.remote or "origin", url))


def address(evidence: Evidence, user: str = "") -> str:
    """The repository's address over HTTPS, with the name of an account where there is one."""
    front = f"{user}@" if user else ""
    return f"https://{front}{evidence.host}/{in_url(evidence.address.path)}"


def set_globally(key: str, value: str, scope: str = "global") -> str:
    """Write one entry into a configuration of git."""
    return shlex.join(("git", "config", f"--{scope}", key, value))


def look(evidence: Evidence, path: str) -> str:
    """Open a page of the server in the browser."""
    return shlex.join(("python3", "-m", "webbrowser", f"https://{evidence.host}/{path}"))
