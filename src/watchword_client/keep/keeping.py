"""Letting a helper keep a token, so that git finds it; either all of it holds, or nothing does."""

import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from watchword_client import machine
from watchword_client.credential import Credential
from watchword_client.git import STORING_PATIENCE, Git
from watchword_client.host import Host
from watchword_client.keep import keepers
from watchword_client.keep.keepers import Keep, Keeper
from watchword_client.oauth import CLIENT, Issued
from watchword_client.secret import Secret
from watchword_client.speaking import Exit, Trouble

NOWHERE: Final = "probe.watchword.invalid"
"""A host that cannot be (RFC 6761 section 6.4): what is kept for it opens nothing."""
SAFE_STORES: Final = frozenset({"keychain", "wincredman", "dpapi", "secretservice", "gpg"})
"""Of Git Credential Manager: neither plain text nor gone after a while."""
OURS: Final = "git-credential-watchword"
MODULE: Final = "watchword_client.credential_helper"


@dataclass(frozen=True, slots=True)
class Choice:
    """The keeper that was found to work, and what did not work before it."""

    keeper: Keeper
    tried: tuple[str, ...] = ()


def choose(git: Git, keep: Keep, variables: Mapping[str, str]) -> Choice:
    """Find the best keeper that gives back what it was given. Raises Trouble where none does."""
    places = [git.run("--exec-path").text, variables.get("PATH", "")]
    path = ":".join(places) if machine.platform() != "win32" else ";".join(places)

    def there(name: str) -> bool:
        return shutil.which(f"git-credential-{name}", path=path) is not None

    tried: list[str] = []
    for keeper in keepers.candidates(keep, machine.platform(), ours(variables), there):
        why = _does_not_work(git, keeper)
        if not why:
            return Choice(keeper, tuple(tried))
        tried.append(f"{keeper.helper}: {why}")
    what = f"nothing to keep a token in {keep.kind}" if keep.kind else "nothing to keep a token in"
    detail = f" ({'; '.join(tried)})" if tried else ""
    raise Trouble(
        f"There is {what}{detail}.",
        "Name another place by --keep; a plain file is --keep file.",
        Exit.NOT_KEPT,
    )


def ours(variables: Mapping[str, str]) -> str | None:
    """How git is told to run our own helper; None where it is not installed."""
    if shutil.which(OURS, path=variables.get("PATH", "")):
        return "watchword"
    beside = shutil.which(OURS, path=str(Path(sys.executable).parent))
    if beside is not None:
        # Git runs a path as it stands; one that a shell would take apart is quoted behind `!`.
        quoted = shlex.quote(Path(beside).as_posix())
        return beside if quoted == beside else f"!{quoted}"
    if find_spec(MODULE) is None:
        return None
    # -P: git runs it in clones, and nothing that lies there is to be imported.
    return f"!{shlex.quote(Path(sys.executable).as_posix())} -P -m {MODULE}"


def credential(host: Host, login: str, issued: Issued, keeper: Keeper, now: int) -> Credential:
    """What the keeper is told. Only one that renews gets what to renew with."""
    expires_at = None if issued.expires_in is None else now + issued.expires_in
    kept = Credential.of(host).with_secret(login, issued.token, expires_at, None)
    if issued.refresh_token is None or not keeper.renews:
        return kept
    more = [("watchword_client_id", CLIENT)]
    if issued.refresh_expires_in is not None:
        ends = str(now + issued.refresh_expires_in)
        more.append(("watchword_refresh_expiry_utc", ends))
    return replace(kept, refresh_token=issued.refresh_token, more=tuple(more))


def keep(git: Git, host: Host, keeper: Keeper, kept: Credential) -> list[str]:
    """Store it and tell git where it is; gives the lines of configuration that were written.

    Raises Trouble with everything as it was.
    """
    quiet = _without_asking(git, keeper)
    was_kept = quiet.ask(keeper.helper, "get", _place(kept)).credential
    before = {key: git.own(key) for key, _ in entries(host, keeper)}
    try:
        _store(quiet, keeper, kept)
        for key, values in entries(host, keeper):
            git.set_global(key, values)
    except Trouble:
        _put_back(quiet, keeper, kept, was_kept)
        for key, values in before.items():
            if git.own(key) != values:
                git.set_global(key, values)
        raise
    return [f"{key} = {value}".rstrip() for key, all_ in entries(host, keeper) for value in all_]


def entries(host: Host, keeper: Keeper) -> list[tuple[str, list[str]]]:
    """What git's configuration says of a host; the empty value lets go of all helpers before it."""
    section = f"credential.{host.url}"
    found = [(f"{section}.helper", ["", keeper.helper])]
    if keeper.title == keepers.MANAGER:
        # It would ask the server what it is, and remember a wrong answer for ever.
        found.append((f"{section}.provider", ["github"]))
    return found


def remove_entries(git: Git, host: Host, helpers: Iterable[str]) -> list[str]:
    """Take away what was written for a host, where it still is what was written."""
    ours_alone = [["", helper] for helper in helpers]
    key = f"credential.{host.url}.helper"
    if git.own(key) not in ours_alone:
        return []
    gone = [key]
    git.set_global(key, [])
    provider = f"credential.{host.url}.provider"
    if git.own(provider) == ["github"]:
        git.set_global(provider, [])
        gone.append(provider)
    return gone


def _does_not_work(git: Git, keeper: Keeper) -> str:
    """Let it keep something worthless, and look whether it comes back; "" where it does."""
    worthless = Secret(machine.random_text(12))
    probe = Credential("https", NOWHERE).with_secret("probe", worthless, None, None)
    if keeper.title == keepers.MANAGER and manager_store(git) not in SAFE_STORES:
        return f"it keeps things in {manager_store(git) or 'no place that was chosen'}"
    quiet = _without_asking(git, keeper)
    why = _is_lost(quiet, keeper, probe)
    _erase(quiet, keeper, probe)
    return why


def _store(git: Git, keeper: Keeper, kept: Credential) -> None:
    if why := _is_lost(git, keeper, kept):
        what = f"{keeper.title} did not keep the token: {why}."
        raise Trouble(what, "Name another place by --keep.", Exit.NOT_KEPT)


def _without_asking(git: Git, keeper: Keeper) -> Git:
    """Keep Git Credential Manager from asking the network what a host is, and noting it down."""
    quiet = keeper.title == keepers.MANAGER
    return git.with_variables({"GCM_PROVIDER": "generic"}) if quiet else git


def _is_lost(git: Git, keeper: Keeper, kept: Credential) -> str:
    """Store, and ask for it again; gives why it is not there, "" where it is."""
    stored = git.ask(keeper.helper, "store", kept, STORING_PATIENCE)
    if stored.failed:
        return stored.failed
    answer = git.ask(keeper.helper, "get", _place(kept), STORING_PATIENCE)
    if answer.credential is None or answer.credential.password != kept.password:
        return answer.failed or "it did not give it back"
    return ""


def _put_back(git: Git, keeper: Keeper, kept: Credential, before: Credential | None) -> None:
    _erase(git, keeper, kept)
    if before is not None and before.password is not None:
        more = (("watchword_client_id", CLIENT),) if before.refresh_token is not None else ()
        old = replace(before, protocol=kept.protocol, host=kept.host, more=more)
        git.ask(keeper.helper, "store", old, STORING_PATIENCE)


def _erase(git: Git, keeper: Keeper, kept: Credential) -> None:
    git.ask(keeper.helper, "erase", _place(kept))


def _place(kept: Credential) -> Credential:
    return Credential(kept.protocol, kept.host, username=kept.username)


def manager_store(git: Git) -> str:
    """Where Git Credential Manager keeps things; on macOS and Windows the keychain, unasked."""
    named = git.variables.get("GCM_CREDENTIAL_STORE") or next(
        (one.value for one in reversed(git.entries(r"^credential\.credentialstore$"))), ""
    )
    unasked = {"darwin": "keychain", "win32": "wincredman"}
    return named.lower() or unasked.get(machine.platform(), "")
