"""A token that somebody has already: typed unseen, or read from a pipe; never an argument."""

import sys
from typing import Final

import click

from watchword_client import token_format
from watchword_client.api import Api
from watchword_client.oauth import Issued
from watchword_client.secret import Secret
from watchword_client.speaking import Exit, Trouble
from watchword_client.token_format import Verdict

LONGEST: Final = 255
"""Characters: more than any token has, and too few to fill memory from a pipe."""


def take(api: Api) -> Issued:
    """Read a token and look at its form; what it may do is asked afterwards. Raises Trouble."""
    secret = Secret(_read().strip())
    if not secret.text:
        raise Trouble(
            "No token came from standard input.",
            f"Make one at {api.host.url}/settings/tokens, and send it through a pipe.",
            Exit.REFUSED,
        )
    verdict = token_format.judge(secret)
    if verdict is Verdict.MISTYPED:
        raise Trouble(
            "That token is mistyped: a character was lost or changed.",
            "Copy it again, as a whole.",
            Exit.REFUSED,
        )
    if verdict is Verdict.NO_TOKEN or token_format.kind(secret) == "ghr_":
        raise Trouble(
            "That is no token; passwords do not open git.",
            f"Make one at {api.host.url}/settings/tokens.",
            Exit.REFUSED,
        )
    return Issued(secret, (), obtained=False)


def _read() -> str:
    if sys.stdin.isatty():
        typed: str = click.prompt("Token", hide_input=True, err=True)
        return typed
    return sys.stdin.read(LONGEST + 1)
