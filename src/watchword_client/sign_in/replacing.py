"""A token in the place of what was kept: looked at, asked for, and only then exchanged."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from watchword_client.companion import Companion
from watchword_client.credential import Credential
from watchword_client.host import Host
from watchword_client.keep.forgetting import let_go
from watchword_client.keep.holdings import Named, ask_all
from watchword_client.secret import Secret
from watchword_client.sign_in import token_input, whoami
from watchword_client.sign_in.whoami import Who
from watchword_client.speaking import Exit, Trouble


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of it."""

    host: Host
    login: str
    erased: list[str] = field(default_factory=list)
    """Titles of helpers that held something."""
    kept_by: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "host": self.host.name,
            "login": self.login,
            "erased": self.erased,
            "kept_by": self.kept_by,
        }


def replace(
    companion: Companion, host: Host, helpers: Sequence[Named], username: str | None
) -> Replaced:
    """Read the token, ask the server who it is, erase the old one and store the new one.

    Raises Trouble, with nothing erased where the token is not good.
    """
    if not any(one.in_effect for one in helpers):
        todo = f"Let `watchword login {host} --with-token` choose one."
        raise Trouble(f"Git asks no helper for {host}.", todo, Exit.NOT_KEPT)
    token, who = _good_token(companion, host)
    login = username or who.login
    answers = ask_all(companion.git, host, helpers, username)
    held = [one for one in answers if one.credential is not None]
    stubborn = let_go(companion.git, host, held)
    if stubborn:
        what = "; ".join(one.helper for one in stubborn)
        raise Trouble(f"Still there: {what}.", "Let that program forget it itself.")
    place = Credential.of(host).with_secret(login, token, who.expires_at, None)
    companion.git.approve(place)
    kept_by = _kept_by(companion, host, helpers, login, token)
    if not kept_by:
        todo = f"Let `watchword login {host} --with-token` choose another one."
        raise Trouble("None of git's helpers kept the token.", todo, Exit.NOT_KEPT)
    return Replaced(host, login, [one.named.keeper.title for one in held], kept_by)


def _good_token(companion: Companion, host: Host) -> tuple[Secret, Who]:
    with closing(companion.api(host)) as api:
        token = token_input.take(api).token
        who = whoami.who(api, token)
    if who is None:
        raise Trouble(
            f"{host} does not take that token: it has ended, was revoked, or is of elsewhere.",
            f"Make one at {host.url}/settings/tokens.",
            Exit.REFUSED,
        )
    return token, who


def _kept_by(
    companion: Companion, host: Host, helpers: Sequence[Named], login: str, token: Secret
) -> list[str]:
    asked = Credential.of(host, login)
    answers = [(one, companion.git.ask(one.keeper.helper, "get", asked)) for one in helpers]
    return [
        one.keeper.title
        for one, answer in answers
        if answer.credential is not None and answer.credential.password == token
    ]
