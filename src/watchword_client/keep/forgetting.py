"""Letting helpers forget: what each held for a host, in words, and whether it is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchword_client import token_format
from watchword_client.credential import Credential
from watchword_client.git import STORING_PATIENCE, Git
from watchword_client.host import Host
from watchword_client.keep.holdings import Holding
from watchword_client.keep.keepers import Keeper
from watchword_client.token_format import Verdict

MOST = 20
"""Accounts of one host that one helper is asked to forget."""
MEANING = {
    Verdict.WHOLE: "a token",
    Verdict.MISTYPED: "a token that was mistyped",
    Verdict.NO_TOKEN: "something that is no token, such as a password",
}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """One helper, what it held and what came of it."""

    keeper: Keeper
    held: str = ""
    """In words, never the secret; "" where it held nothing."""
    account: str = ""
    token: str = ""
    """Kind and last eight of a token, as lists show it."""
    is_gone: bool = False
    failed: str = ""
    """Why it gave no answer; git itself takes that as nothing."""
    timed_out: bool = False


def forget(git: Git, host: Host, holdings: Sequence[Holding]) -> list[Forgotten]:
    """Let each helper forget all that it holds for the host, refresh tokens too."""
    return [_forgotten(git, host, one) for one in holdings]


def empty(git: Git, host: Host, keeper: Keeper, found: Credential | None) -> bool:
    """Let a helper forget one account after the other; gives whether nothing is left.

    `found` is what it answered for the host.
    """
    before: Credential | None = None
    for _ in range(MOST):
        if found is None or found == before:
            break
        # Without the password: what could be renewed goes as well.
        git.ask(keeper.helper, "erase", Credential.of(host, found.username))
        before, found = found, git.ask(keeper.helper, "get", Credential.of(host)).credential
    return found is None


def let_go(git: Git, host: Host, holdings: Sequence[Holding]) -> list[Keeper]:
    """Let each helper forget the one account that it answered with; gives those that did not."""
    stubborn = []
    for one in holdings:
        if one.credential is not None:
            place = Credential.of(host, one.credential.username)
            git.ask(one.named.keeper.helper, "erase", place, STORING_PATIENCE)
            if git.ask(one.named.keeper.helper, "get", place).credential == one.credential:
                stubborn.append(one.named.keeper)
    return stubborn


def in_words(found: Credential) -> tuple[str, str]:
    """Say what a credential is, and its kind with its last eight where it is a token."""
    if found.password is None:
        return "a sign-in that can be renewed", ""
    verdict, kind = token_format.judge(found.password), token_format.kind(found.password)
    return MEANING[verdict], f"{kind}…{found.password.last_eight}" if kind else ""


def _forgotten(git: Git, host: Host, one: Holding) -> Forgotten:
    keeper, found = one.named.keeper, one.credential
    if found is None:
        return Forgotten(keeper, failed=one.answer.failed, timed_out=one.answer.timed_out)
    held, token = in_words(found)
    gone = empty(git, host, keeper, found)
    return Forgotten(keeper, held, found.username or "", token, gone)
