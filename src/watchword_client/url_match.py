"""Which `credential.<url>.*` entries count for an address (urlmatch.c, credential.c of git)."""

from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"https": 443, "http": 80}


def counts(pattern: str, address: str) -> bool:
    """Whether an entry for that pattern holds for the address.

    Scheme, port and user must be the same where the pattern names them, the host label by label,
    where `*` stands for any one; the path by whole components from its start.
    """
    entry, asked = urlsplit(pattern), urlsplit(address)
    try:
        same = entry.scheme.lower() == asked.scheme.lower() and _port(entry) == _port(asked)
    except ValueError:
        return False
    return (
        same
        and _same_host(entry.hostname or "", asked.hostname or "")
        and (entry.username is None or _text(entry.username) == _text(asked.username))
        and _below(entry.path, asked.path)
    )


def _port(parts: SplitResult) -> int | None:
    return parts.port or PORTS.get(parts.scheme.lower())


def _same_host(pattern: str, name: str) -> bool:
    wanted, given = pattern.lower().split("."), name.lower().split(".")
    return len(wanted) == len(given) and all(
        left in {"*", right} for left, right in zip(wanted, given, strict=True)
    )


def _text(quoted: str | None) -> str:
    return unquote(quoted or "")


def _below(prefix: str, path: str) -> bool:
    folder = prefix.rstrip("/")
    return not folder or path == folder or path.startswith(f"{folder}/")
