"""What git would send to a server, and who holds it: the address itself, then each helper.

Helpers are asked with `get` and nothing else, each for two seconds at most.
"""

import base64
import binascii
import re
import shlex
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from watchword_client import token_format
from watchword_client.credential import Credential
from watchword_client.git import Answer, Git
from watchword_client.keep.holdings import AT_ONCE, Named
from watchword_client.secret import Secret
from watchword_client.speaking import plain
from watchword_client.url_match import counts
from watchword_client.why.evidence import Held, Silent

GENERATORS = frozenset({"git-credential-oauth"})
"""Those that hold nothing: asked, they would open a browser."""
DROPS_EXPIRED = (2, 40)
"""The version of git from which on it passes over what its helper says has ended."""
ADDRESS = "the address of the remote"
HEADER = "http.extraHeader of git's configuration"
HEADERS = r"^http\.(.*\.)?extraheader$"
HEADER_KEY = re.compile(r"http\.(?:(.*)\.)?extraheader", re.DOTALL)
BASIC = re.compile(r"authorization:\s*basic\s+([A-Za-z0-9+/=]+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pocket:
    """Something held, with its secret: never shown, and not part of the evidence."""

    held: Held
    secret: Secret = field(repr=False)


@dataclass(frozen=True, slots=True)
class Emptied:
    """What all of them gave."""

    pockets: tuple[Pocket, ...]
    silent: tuple[Silent, ...]


def in_address(url: str) -> Iterator[tuple[str, Secret]]:
    """The name and the secret that stand in an address, where one does."""
    parts = urlsplit(url)
    if parts.scheme in {"https", "http"} and parts.password:
        yield unquote(parts.username or ""), Secret(unquote(parts.password))
    elif parts.scheme in {"https", "http"} and parts.username:
        name = Secret(unquote(parts.username))
        if token_format.judge(name) is not token_format.Verdict.NO_TOKEN:
            yield name.text, name


def in_headers(git: Git, asked: Credential) -> Iterator[tuple[str, Secret, str]]:
    """Name, secret and removal of what `http.<url>.extraHeader` lets git send, as CI sets it."""
    found: dict[str, tuple[str, Secret, str]] = {}
    for entry in git.entries(HEADERS):
        match = HEADER_KEY.fullmatch(entry.key)
        if match is None or not (match[1] is None or counts(match[1], f"https://{asked.host}")):
            continue
        if not entry.value:
            found.clear()
        basic = BASIC.fullmatch(entry.value)
        pair = _decoded(basic[1]) if basic else ""
        name, colon, secret = pair.partition(":")
        if colon and secret:
            words = ("git", "config", f"--{entry.scope}", "--unset-all", entry.key)
            found[pair] = (name, Secret(secret), shlex.join(words))
    yield from found.values()


def empty(git: Git, url: str, asked: Credential, helpers: Iterable[Named], now: int) -> Emptied:
    """Ask all helpers that are in effect; the order is that in which git would ask."""
    asking = [one for one in helpers if one.in_effect and one.keeper.title not in GENERATORS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda one: git.ask(one.keeper.helper, "get", asked), asking))
    found: list[Pocket] = []
    silent: list[Silent] = []
    numbers: dict[str, int] = {}
    for name, secret in in_address(url):
        # A token in the place of the name is never shown as one.
        shown = "" if name == secret.text else name
        found.append(_pocket(ADDRESS, None, shown, secret, None, numbers))
    for name, secret, removal in in_headers(git, asked):
        pocket = _pocket(HEADER, None, name, secret, None, numbers)
        # Git sends it with each request, whatever else it has.
        found.insert(0, replace(pocket, held=replace(pocket.held, removal=removal)))
    for one, answer in zip(asking, answers, strict=True):
        credential = answer.credential
        helper = one.keeper.helper
        source = plain(token_format.masked(one.keeper.title))
        if credential is None or credential.password is None or not credential.password.text:
            silent.append(_nothing(source, helper, answer))
            continue
        name = credential.username or asked.username or ""
        ends = credential.expires_at
        found.append(_pocket(source, helper, name, credential.password, ends, numbers))
    if git.version() >= DROPS_EXPIRED:
        found.sort(key=lambda pocket: (pocket.held.expires_at or now + 1) <= now)
    return Emptied(tuple(found), tuple(silent))


def _pocket(
    source: str,
    helper: str | None,
    name: str,
    secret: Secret,
    ends: int | None,
    numbers: dict[str, int],
) -> Pocket:
    number = numbers.setdefault(secret.text, len(numbers) + 1)
    is_token = token_format.judge(Secret(name)) is not token_format.Verdict.NO_TOKEN
    shown = "" if is_token else plain(name)
    verdict = token_format.judge(secret)
    return Pocket(Held(source, helper, shown, number, verdict, ends), secret)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _nothing(source: str, helper: str, answer: Answer) -> Silent:
    credential = answer.credential
    gave = credential is not None and credential.password is not None
    failed = plain(token_format.masked(answer.failed))
    return Silent(source, helper, answer.timed_out, failed, empty=gave)
