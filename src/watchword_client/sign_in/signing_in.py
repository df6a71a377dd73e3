"""A sign-in from its first request to what is remembered of it."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from watchword_client import machine, oauth
from watchword_client.api import Api
from watchword_client.companion import Companion
from watchword_client.credential import Credential
from watchword_client.host import Host
from watchword_client.keep import keepers, keeping
from watchword_client.keep.keepers import Keep, Keeper, Kind
from watchword_client.keep.keeping import Choice
from watchword_client.oauth import Issued
from watchword_client.sign_in import whoami
from watchword_client.sign_in.whoami import Who
from watchword_client.sign_ins import SignIn
from watchword_client.speaking import Exit, Trouble
from watchword_client.words import length


class Goes(Protocol):
    """Gets a token from a server; `offline` asks for one that expires."""

    def __call__(self, api: Api, *, offline: bool) -> Issued:
        """Raises Trouble."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of it, for the person."""

    host: Host
    login: str
    keeper: Keeper
    scopes: tuple[str, ...]
    expires_at: int | None
    renewed: bool
    configuration: list[str]
    remarks: list[str]

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "host": self.host.name,
            "login": self.login,
            "helper": self.keeper.helper,
            "kept": self.keeper.kind.value,
            "scopes": list(self.scopes),
            "expires_at": self.expires_at,
            "renewed": self.renewed,
            "configuration": self.configuration,
            "remarks": self.remarks,
        }


def sign_in(
    companion: Companion, host: Host, go: Goes, keep: Keep, ca: Path | None = None
) -> Finished:
    """Sign in. Where anything fails, nothing is kept and nothing is written. Raises Trouble.

    What keeps the token is chosen, and tried, before anybody is asked for anything.
    """
    api = companion.api(host, ca)
    api.must_be_a_server()
    choice = keeping.choose(companion.git, keep, companion.variables)
    keeper = choice.keeper
    offline = keeper.renews or (keeper.kind is Kind.MEMORY and keep.seconds <= keepers.WORKDAY)
    issued = go(api, offline=offline)
    before = _before(companion, host)
    try:
        found = _who(api, issued)
        kept = keeping.credential(host, found.login, issued, keeper, machine.now())
        kept = replace(kept, expires_at=kept.expires_at or found.expires_at)
        remembered = _sign_in(host, found, issued, keeper, kept, ca)
        with companion.sign_ins.remembering(remembered):
            written = keeping.keep(companion.git, host, keeper, kept)
    except BaseException:
        # Nobody has it: let it not live on.
        if issued.obtained:
            _quietly(lambda: oauth.revoke(api, issued.token))
        raise
    _end_before(companion, api, before, kept, keeper)
    remarks = _remarks(api, choice, keep, remembered)
    return Finished(
        host,
        found.login,
        keeper,
        tuple(remembered.scopes),
        kept.expires_at,
        remembered.renewed,
        written,
        remarks,
    )


def _who(api: Api, issued: Issued) -> Who:
    found = whoami.who(api, issued.token)
    if found is None:
        raise Trouble(
            f"{api.host} does not take that token: it was revoked, has ended, or is of another "
            "server.",
            f"Make one at {api.host.url}/settings/tokens.",
            Exit.REFUSED,
        )
    return found


def _sign_in(
    host: Host,
    found: Who,
    issued: Issued,
    keeper: Keeper,
    kept: Credential,
    ca: Path | None,
) -> SignIn:
    return SignIn(
        host.name,
        found.login,
        keeper.helper,
        issued.token.last_eight,
        obtained=issued.obtained,
        renewed=kept.refresh_token is not None,
        scopes=list(issued.scopes or found.scopes or ()),
        signed_in_at=machine.now(),
        expires_at=kept.expires_at,
        ca=str(ca.resolve()) if ca is not None else None,
    )


def _before(companion: Companion, host: Host) -> tuple[SignIn, Credential] | None:
    """What an earlier sign-in left, so that it can be ended."""
    known = companion.sign_ins.of(host)
    if known is None:
        return None
    asked = Credential.of(host, known.login)
    found = companion.git.ask(known.helper, "get", asked).credential
    return (known, found or asked)


def _end_before(
    companion: Companion,
    api: Api,
    before: tuple[SignIn, Credential] | None,
    kept: Credential,
    keeper: Keeper,
) -> None:
    if before is None:
        return
    known, old = before
    if (known.helper, known.login) != (keeper.helper, kept.username):
        companion.git.ask(known.helper, "erase", Credential.of(api.host, known.login))
    token = old.refresh_token or old.password
    if known.obtained and token is not None and old.password != kept.password:
        _quietly(lambda: oauth.revoke(api, token))


def _remarks(api: Api, choice: Choice, keep: Keep, remembered: SignIn) -> list[str]:
    found = []
    if keep.kind is None and choice.keeper.kind is Kind.MEMORY:
        found.append(
            f"No keychain works here: memory keeps it for {length(keep.seconds)}, until you sign "
            "out or the machine stops."
        )
    if choice.keeper.is_plain:
        found.append("It is plain text: whoever reads that file can use it.")
    if "repo" not in remembered.scopes:
        found.append("The token lacks the scope repo: private repositories stay closed to git.")
    if remembered.ca is not None:
        found.append(
            "Git itself trusts the server once you run: "
            f"git config --global http.{api.host.url}.sslCAInfo {remembered.ca}"
        )
    return found


def _quietly(step: Callable[[], object]) -> None:
    """Do what is good to do, and no reason to fail."""
    with contextlib.suppress(Trouble):
        step()
