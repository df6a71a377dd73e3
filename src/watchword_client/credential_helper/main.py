"""The command `git-credential-watchword`: bytes in, bytes out, one line when something is wrong."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO, Final

from watchword_client import machine
from watchword_client.credential_helper import actions, options, protocol, surroundings
from watchword_client.credential_helper.options import Misused, Options
from watchword_client.credential_helper.ports import Unusable
from watchword_client.credential_helper.protocol import Malformed

NAME: Final = "git-credential-watchword"
FAILED: Final = 1
MISUSED: Final = 2
ACTIONS: Final = frozenset({"get", "store", "erase"})


def main() -> None:
    """Run as a program."""
    sys.exit(run(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))


def run(words: Sequence[str], given: BinaryIO, answer: BinaryIO) -> int:
    """Do what git asks for; gives the exit status. Git itself looks at what is printed only."""
    try:
        answer.write(_answer(words, given))
        answer.flush()
    except Misused as error:
        _complain(str(error))
        return MISUSED
    except (Malformed, Unusable) as error:
        _complain(str(error))
        return FAILED
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - a traceback could hold a secret, a name cannot
        _complain(f"failed by {type(error).__name__}")
        return FAILED
    return 0


def _answer(words: Sequence[str], given: BinaryIO) -> bytes:
    chosen = options.read(words)
    if chosen.action == "--help":
        return options.USAGE.encode()
    if chosen.action == "--version":
        from importlib.metadata import version  # it takes 20 ms, and git never asks

        return f"{NAME} {version('watchword')}\n".encode()
    if chosen.action == "capability":
        # None of the later ones: user name and password open all that the server has.
        return b"version 0\n"
    if chosen.action not in ACTIONS:
        return b""
    return _act(chosen, protocol.read(given))


def _act(chosen: Options, request: dict[str, str]) -> bytes:
    protocols = frozenset({"https", "http"} if chosen.allow_http else {"https"})
    rules, now = actions.Rules(protocols, chosen.timeout), machine.now()
    if rules.place(request) is None:
        return b""
    store = surroundings.store(chosen)
    if chosen.action == "store":
        actions.keep(store, rules, request, now)
    elif chosen.action == "erase":
        actions.erase(store, rules, request)
    else:
        renew = partial(surroundings.renew, now=now, tell=_complain)
        return protocol.write(actions.get(store, rules, request, now, renew))
    return b""


def _complain(text: str) -> None:
    printable = "".join(char if char.isprintable() else "?" for char in text)
    sys.stderr.write(f"{NAME}: {printable}\n")
