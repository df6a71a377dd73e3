"""Asking a server what git would be told, by git's own first request (gitprotocol-http(5))."""

import base64
from urllib.parse import urlsplit

from watchword_client.api import Api
from watchword_client.secret import Secret
from watchword_client.speaking import plain
from watchword_client.why.evidence import Knock

FETCH, PUSH = "git-upload-pack", "git-receive-pack"
MOST_LINES = 3
LONGEST_WAIT = 86_400


def knock(api: Api, url: str, service: str, name: str = "", secret: Secret | None = None) -> Knock:
    """Ask for the refs as git does at the start of a fetch or a push; nothing is transferred.

    A repository that has another name by now is followed once, as git does, on the same server.
    Raises Trouble where no answer comes.
    """
    # Version 2 of the protocol: the refs themselves are not sent.
    headers = {"git-protocol": "version=2"}
    if secret is not None:
        pair = f"{name}:{secret.text}".encode("utf-8", "surrogateescape")
        headers["authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    address = f"{url}/info/refs?service={service}"
    reply = api.beginning(address, headers)
    moved = reply.headers.get("location", "")
    if reply.status in {301, 302, 307, 308} and _same_origin(moved, address):
        reply = api.beginning(moved, headers)
    lines = [plain(line) for line in str(reply.body or "").splitlines() if line.strip()]
    return Knock(
        reply.status, " ".join(lines[:MOST_LINES]), _seconds(reply.headers.get("retry-after", ""))
    )


def _same_origin(one: str, other: str) -> bool:
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def _seconds(said: str) -> int | None:
    return min(int(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else None
