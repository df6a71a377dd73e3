"""What Git Credential Manager was told of a server, and which accounts of it it knows."""

import re
from collections.abc import Iterable

from watchword_client.git import ASK, HELPER_PATIENCE, Git, command
from watchword_client.host import Host
from watchword_client.keep.holdings import Named
from watchword_client.keep.keepers import MANAGER
from watchword_client.speaking import plain
from watchword_client.url_match import counts
from watchword_client.why.evidence import Manager

PROVIDERS = r"^credential\.(.*\.)?provider$"
_ENTRY = re.compile(r"credential\.(?:(.*)\.)?provider", re.DOTALL)
HARMLESS = {"GCM_AUTODETECT_TIMEOUT": "0"}
"""Asked without it, it may probe the server and write what it found into the configuration."""


def look(git: Git, host: Host, helpers: Iterable[Named]) -> Manager | None:
    """None where it is not among the helpers in effect."""
    found = [one for one in helpers if one.in_effect and one.keeper.title == MANAGER]
    if not found:
        return None
    provider = scope = key = ""
    for entry in git.entries(PROVIDERS):
        match = _ENTRY.fullmatch(entry.key)
        # It takes an entry without a scheme as well, which git does not.
        if match and (match[1] is None or match[1] == host.name or counts(match[1], host.url)):
            provider, scope, key = entry.value, entry.scope, entry.key
    return Manager(plain(provider), scope, plain(key), _accounts(git, host, found[0]))


def _accounts(git: Git, host: Host, manager: Named) -> tuple[str, ...]:
    alias = f"alias.{ASK}=!{command(manager.keeper.helper)}"
    words = ("-c", alias, ASK, "github", "list", "--url", host.url)
    done = git.run(*words, patience=HELPER_PATIENCE)
    return tuple(plain(line) for line in done.text.splitlines() if line) if not done.status else ()
