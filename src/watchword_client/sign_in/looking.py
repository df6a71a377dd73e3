"""How things stand for a host: who, by which helper, and what should be put right."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from watchword_client import machine, token_format
from watchword_client.companion import Companion
from watchword_client.credential import Credential
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.keep import keeping
from watchword_client.keep.holdings import Holding, ask_all, named
from watchword_client.keep.keepers import MANAGER, Kind
from watchword_client.sign_in import whoami
from watchword_client.sign_in.whoami import Who
from watchword_client.sign_ins import SignIn
from watchword_client.speaking import Trouble
from watchword_client.words import DAY, day

SOON = 7 * DAY
"""Seconds before its end from which a token is warned of, as the server does."""


@dataclass
class Standing:
    """What was found of one host."""

    host: Host
    holdings: list[Holding]
    known: SignIn | None
    used: Holding | None
    """The holding that git uses: the first in effect that has something."""
    who: Who | None = None
    trouble: str = ""
    """Why the server could not be asked."""
    warnings: list[str] = field(default_factory=list)

    @property
    def signed_in(self) -> bool:
        """The server knows the token that git would use."""
        return self.who is not None

    @property
    def credential(self) -> Credential | None:
        """What git would use."""
        return self.used.credential if self.used is not None else None

    @property
    def renewed(self) -> bool:
        """The helper gets the next token before this one ends."""
        found = self.credential
        return (
            found is not None
            and found.refresh_token is not None
            and self.used is not None
            and self.used.named.keeper.renews
        )

    @property
    def expires_at(self) -> int | None:
        """When the token ends, in seconds since 1970-01-01 UTC; the server's word counts most."""
        told = self.who.expires_at if self.who is not None else None
        kept = self.credential.expires_at if self.credential is not None else None
        return told or kept


def look(companion: Companion, host: Host) -> Standing:
    """Ask all helpers, then the server."""
    known = companion.sign_ins.of(host)
    helpers = named(companion.git, host, [known.helper] if known is not None else [])
    holdings = ask_all(companion.git, host, helpers)
    used = next((one for one in holdings if one.named.in_effect and one.credential), None)
    found = Standing(host, holdings, known, used)
    password = found.credential.password if found.credential is not None else None
    if password is not None:
        try:
            found.who = whoami.who(companion.api(host), password)
        except Trouble as trouble:
            found.trouble = trouble.message
    found.warnings = [*_of_manager(companion.git, holdings), *_warnings(found)]
    return found


def _of_manager(git: Git, holdings: list[Holding]) -> Iterator[str]:
    kept = [one for one in holdings if one.credential and one.named.keeper.title == MANAGER]
    if kept and keeping.manager_store(git) == "plaintext":
        yield f"{MANAGER} holds it as plain text: see its setting credential.credentialStore."


def _warnings(found: Standing) -> Iterator[str]:
    for one in found.holdings:
        if one.answer.timed_out:
            yield f"{one.named.keeper.name} gave {one.answer.failed}."
        if one.credential is not None and one.named.keeper.kind is Kind.FILE:
            yield f"{one.named.keeper.title} holds it as plain text: whoever reads it can use it."
        if one.credential is not None and not one.named.in_effect:
            yield f"{one.named.keeper.name} holds something, and git does not ask it any more."
    keepers = [one.named.keeper for one in found.holdings if one.named.in_effect]
    storing = [one for one in keepers if one.stores]
    if len(storing) > 1:
        several = ", ".join(one.helper for one in storing)
        yield f"Git lets several helpers keep each credential for this host: {several}."
    yield from _of_token(found)


def _of_token(found: Standing) -> Iterator[str]:
    password = found.credential.password if found.credential is not None else None
    if password is not None and found.who is None and not found.trouble:
        verdict = token_format.judge(password)
        yield f"{found.host} does not take what is kept ({_meaning(verdict)})."
    ends = found.expires_at
    if found.who is not None and ends is not None and not found.renewed:
        left = ends - machine.now()
        if left < SOON:
            yield f"The token ends on {day(ends)}: run `watchword login {found.host}` before that."


def _meaning(verdict: token_format.Verdict) -> str:
    return {
        token_format.Verdict.WHOLE: "a token that ended, was revoked, or is of elsewhere",
        token_format.Verdict.MISTYPED: "a token that was mistyped",
        token_format.Verdict.NO_TOKEN: "no token: a password, most likely",
    }[verdict]
