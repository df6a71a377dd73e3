"""One message on its way: signed, sent to the address that was looked up; what came back."""

import asyncio
import hmac
import ssl
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Final
from urllib.parse import urlencode, urlsplit

import httpx
from msgspec import Struct, field

from watchword.kernel.secret import Secret
from watchword.surfaces.hook_delivery import reachable
from watchword.surfaces.hook_delivery.reachable import Network, Resolve, Unreachable
from watchword.webhooks.model import ContentType, Message, Outcome

PATIENCE: Final = 10.0
"""Seconds for all of it, from the look-up of the host to the end of the answer (GHES behaviour)."""
MOST_ANSWER: Final = 64 * 1_024
"""Bytes of an answer that are kept; the rest is not read."""
MOST_HEADERS: Final = 100
LONGEST_HEADER: Final = 4_096
TYPES: Final = {
    ContentType.JSON: "application/json",
    ContentType.FORM: "application/x-www-form-urlencoded",
}
PORTS: Final = {"https": 443, "http": 80}
BAD_CERTIFICATE: Final = "peer certificate cannot be authenticated"
NO_CONNECTION: Final = "failed to connect to host"
SIGNATURES: Final = (("X-Hub-Signature", "sha1"), ("X-Hub-Signature-256", "sha256"))


class Envelope(Struct, frozen=True):
    """A message as it is sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    insecure: bool


def envelope(message: Message, secret: Secret | None, host: str) -> Envelope:
    """Write a message with GitHub's headers; `host` is the name of this server."""
    config = message.hook.config
    text = message.payload
    body = text if config.content_type is ContentType.JSON else urlencode({"payload": text})
    data = body.encode()
    headers = {
        "Accept": "*/*",
        "Content-Type": TYPES[config.content_type],
        "User-Agent": f"GitHub-Hookshot/{message.guid[:7]}",
        "X-GitHub-Delivery": message.guid,
        "X-GitHub-Enterprise-Host": host,
        "X-GitHub-Enterprise-Version": "3.17.0",
        "X-GitHub-Event": message.event,
        "X-GitHub-Hook-ID": str(message.hook.id),
        "X-GitHub-Hook-Installation-Target-ID": str(message.hook.place.number),
        "X-GitHub-Hook-Installation-Target-Type": message.hook.place.level.value,
    }
    if secret is not None:
        key = secret.text.encode()
        headers |= {
            name: f"{kind}={hmac.new(key, data, kind).hexdigest()}" for name, kind in SIGNATURES
        }
    return Envelope(config.url, headers, data, config.insecure_ssl)


class Sender:
    """Sends messages, each over a connection of its own."""

    def __init__(
        self,
        allowed: Sequence[Network],
        patience: float = PATIENCE,
        resolve: Resolve = reachable.resolve,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Send to the public Internet and to those networks."""
        self._allowed = allowed
        self._patience = patience
        self._resolve = resolve
        self._clock = clock
        self._checking = ssl.create_default_context()
        self._trusting = ssl.create_default_context()
        self._trusting.check_hostname = False
        self._trusting.verify_mode = ssl.CERT_NONE

    async def send(self, sent: Envelope) -> Outcome:
        """Send one message. Never raises for what the other side does."""
        begun = self._clock()
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._exchange(sent)
        except TimeoutError:
            answer = _Answer("timed out")
        except Unreachable as reason:
            answer = _Answer(str(reason))
        except httpx.HTTPError as error:
            answer = _Answer(_fault(error))
        return Outcome(
            url=sent.url,
            request_headers=sent.headers,
            status=answer.status,
            status_code=answer.code,
            duration_ms=round((self._clock() - begun) * 1000),
            response_headers=answer.headers,
            response_body=answer.body,
        )

    async def _exchange(self, sent: Envelope) -> "_Answer":
        parts = urlsplit(sent.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme.lower()]
        address = await reachable.pinned(host, port, self._allowed, self._resolve)
        # The connection goes to that very address; host name and certificate stay those of the URL.
        target = httpx.URL(sent.url).copy_with(host=address, fragment=None)
        verify = self._trusting if sent.insecure else self._checking
        transport = httpx.AsyncHTTPTransport(verify=verify, trust_env=False, retries=0)
        async with httpx.AsyncClient(
            transport=transport, timeout=self._patience, follow_redirects=False, trust_env=False
        ) as client:
            request = httpx.Request(
                "POST",
                target,
                headers={**sent.headers, "Host": parts.netloc, "Connection": "close"},
                content=sent.body,
                extensions={"sni_hostname": host},
            )
            response = await client.send(request, stream=True)
            try:
                return await _read(response)
            finally:
                await response.aclose()


class _Answer(Struct, frozen=True):
    status: str
    code: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


async def _read(response: httpx.Response) -> _Answer:
    """Keep the beginning of an answer, as it came: nothing is unpacked."""
    data = b""
    async for block in response.aiter_raw():
        data += block
        if len(data) >= MOST_ANSWER:
            break
    code = response.status_code
    return _Answer(
        "OK" if response.is_success else f"Invalid HTTP Response: {code}",
        code,
        {
            name[:LONGEST_HEADER]: value[:LONGEST_HEADER]
            for name, value in list(response.headers.items())[:MOST_HEADERS]
        },
        data[:MOST_ANSWER].decode("utf-8", "replace").replace("\0", "\ufffd"),
    )


def _fault(error: httpx.HTTPError) -> str:
    """What went wrong, in few words that tell nothing of the network here."""
    if isinstance(error, httpx.TimeoutException):
        return "timed out"
    if isinstance(error, httpx.ConnectError):
        return BAD_CERTIFICATE if "CERTIFICATE" in str(error).upper() else NO_CONNECTION
    return "failed to read the answer"
