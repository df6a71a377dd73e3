"""A sign-out: every helper forgets, and the server ends what the companion got."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from watchword_client import machine, oauth, token_format
from watchword_client.companion import Companion
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.keep import forgetting, keeping
from watchword_client.keep.holdings import Holding, ask_all, named
from watchword_client.secret import Secret
from watchword_client.sign_ins import SignIn
from watchword_client.speaking import Exit, Trouble


@dataclass
class Finished:
    """What came of it."""

    host: Host
    erased: list[str] = field(default_factory=list)
    """Titles of helpers that held something."""
    left: list[str] = field(default_factory=list)
    """Helpers that hold it still, and why."""
    removed: list[str] = field(default_factory=list)
    """Keys of git's configuration."""
    revoked: bool = False
    not_revoked: str = ""
    """Why the server was not told, where it should have been."""
    status: Exit = Exit.DONE
    """By which status that ends the verb."""

    @property
    def nothing(self) -> bool:
        """There was nothing to do."""
        return not (self.erased or self.left or self.removed or self.revoked or self.not_revoked)

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "host": self.host.name,
            "erased": self.erased,
            "left": self.left,
            "removed": self.removed,
            "revoked": self.revoked,
            "not_revoked": self.not_revoked,
        }


def sign_out(companion: Companion, host: Host) -> Finished:
    """Erase, revoke, and take the configuration away; each also where another one failed."""
    known = companion.sign_ins.of(host)
    helpers = named(companion.git, host, [known.helper] if known is not None else [])
    done = Finished(host)
    tokens: dict[Secret, None] = {}
    for holding in ask_all(companion.git, host, helpers):
        if holding.answer.timed_out:
            done.left.append(f"{holding.named.keeper.name} ({holding.answer.failed})")
        tokens |= dict.fromkeys(_own_tokens(holding, known))
        _empty(companion.git, host, holding, done)
    if tokens:
        _revoke(companion, host, tokens, done)
    elif known is not None and _may_live_on(known):
        done.not_revoked = "no helper holds its token any more."
        done.status = Exit.NO
    if known is not None:
        done.removed = keeping.remove_entries(companion.git, host, [known.helper])
        companion.sign_ins.forget(host)
    return done


def _own_tokens(holding: Holding, known: SignIn | None) -> Iterable[Secret]:
    """What the companion got, of what a helper holds; the newest is enough to end the sign-in."""
    found = holding.credential
    if found is None or known is None or not known.obtained:
        return
    renewed = known.renewed and holding.named.keeper.helper == known.helper
    if found.refresh_token is not None and renewed:
        yield found.refresh_token
    password = found.password
    if password is None or token_format.kind(password) != "gho_":
        return
    if renewed or password.last_eight == known.last_eight:
        yield password


def _empty(git: Git, host: Host, holding: Holding, done: Finished) -> None:
    keeper, found = holding.named.keeper, holding.credential
    if found is None:
        return
    if forgetting.empty(git, host, keeper, found):
        done.erased.append(keeper.title)
    else:
        done.left.append(keeper.name)


def _may_live_on(known: SignIn) -> bool:
    """Whether the server may take a token that is lost here, such as one that was in memory."""
    ended = known.expires_at is not None and known.expires_at <= machine.now()
    return known.obtained and (known.renewed or not ended)


def _revoke(companion: Companion, host: Host, tokens: Iterable[Secret], done: Finished) -> None:
    api = companion.api(host)
    try:
        answers = [oauth.revoke(api, token) for token in tokens]
    except Trouble as trouble:
        done.not_revoked = trouble.message
        done.status = Exit.UNREACHABLE
        return
    done.revoked = all(answers)
    if not done.revoked:
        done.not_revoked = f"{host} did not do as it was asked."
        done.status = Exit.REFUSED
