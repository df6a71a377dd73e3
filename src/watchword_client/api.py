"""Asking a server by HTTPS. httpx is imported at the first request: other verbs start quickly."""

import json
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from watchword_client.host import Host
from watchword_client.secret import Secret
from watchword_client.speaking import Exit, Trouble, plain
from watchword_client.trust import Trust

if TYPE_CHECKING:
    import httpx

PATIENCE = 15.0
"""Seconds for one request."""
AGENT = "watchword-companion"
TEXT = "text/plain"
LONGEST_TEXT = 4_096
MARK = "x-github-request-id"
"""On every answer of a server that speaks as GitHub Enterprise Server does."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Any = field(repr=False)
    """What the JSON says; None where it is none."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The members of a JSON object; none where it is something else."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def message(self) -> str:
        """What the server said of a refusal, safe to show."""
        return plain(str(self.fields.get("message") or f"HTTP {self.status}"))

    @property
    def scopes(self) -> list[str] | None:
        """What the token may do; None where the server does not say (`X-OAuth-Scopes`)."""
        said = self.headers.get("x-oauth-scopes")
        return None if said is None else [one.strip() for one in said.split(",") if one.strip()]


class Api:
    """One server. Redirects are not followed: a token goes to no other host."""

    def __init__(self, host: Host, trust: Trust) -> None:
        """Take the server and how it is reached."""
        self.host = host
        self.trust = trust
        self._client: httpx.Client | None = None

    def get(self, path: str, token: Secret | None = None) -> Reply:
        """GET below /api/v3, such as "/user". Raises Trouble where no answer comes."""
        return self._ask("GET", f"{self.host.api}{path}", token=token)

    def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        """POST a form to an address of the host, such as "/login/device/code"."""
        return self._ask("POST", f"{self.host.url}{path}", fields)

    def beginning(self, address: str, headers: Mapping[str, str]) -> Reply:
        """GET an address of the host as git would; of a plain text the first 4 KiB are the body.

        Raises Trouble where no answer comes.
        """
        import httpx

        sent = {"user-agent": AGENT, **headers}
        try:
            with self._connection().stream("GET", address, headers=sent) as answer:
                kind = answer.headers.get("content-type", "")
                text = next(answer.iter_bytes(LONGEST_TEXT), b"") if kind.startswith(TEXT) else b""
                return Reply(
                    answer.status_code, dict(answer.headers), text.decode(errors="replace")
                )
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def must_be_a_server(self) -> Reply:
        """Ask `/meta`. Raises Trouble where something else answers than a server of this kind."""
        reply = self.get("/meta")
        if MARK not in reply.headers or "installed_version" not in reply.fields:
            raise Trouble(
                f"{self.host} answers, but is no Watchword and no GitHub Enterprise Server.",
                "Look at the host's name, and at the port if it has one.",
                Exit.UNREACHABLE,
            )
        return reply

    def close(self) -> None:
        """Let the connection go."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _ask(
        self,
        method: str,
        address: str,
        fields: Mapping[str, str] | None = None,
        token: Secret | None = None,
    ) -> Reply:
        import httpx

        headers = {"accept": "application/json", "user-agent": AGENT}
        if token is not None:
            headers["authorization"] = f"Bearer {token.text}"
        try:
            answer = self._connection().request(method, address, data=fields, headers=headers)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        return Reply(answer.status_code, dict(answer.headers), _json(answer.content))

    def _connection(self) -> "httpx.Client":
        import httpx

        if self._client is None:
            try:
                self._client = httpx.Client(
                    verify=self._context(),
                    timeout=PATIENCE,
                    follow_redirects=False,
                    proxy=self.trust.proxy,
                )
            except (ValueError, httpx.InvalidURL) as error:
                raise Trouble(
                    f"The proxy {self.trust.proxy!r} cannot be used.",
                    "Look at git's http.proxy and at HTTPS_PROXY.",
                    Exit.UNREACHABLE,
                ) from error
        return self._client

    def _context(self) -> ssl.SSLContext:
        ca = self.trust.ca
        if ca is None:
            return ssl.create_default_context()
        try:
            return ssl.create_default_context(cafile=ca)
        except (OSError, ssl.SSLError) as error:
            raise Trouble(
                f"{ca} ({self.trust.source}) holds no certificate that can be read.",
                "Name the server's CA by --ca FILE.",
                Exit.UNTRUSTED,
            ) from error

    def _unreachable(self, error: Exception) -> Trouble:
        if any(isinstance(one, ssl.SSLCertVerificationError) for one in _chain(error)):
            return Trouble(
                f"The certificate of {self.host} is not trusted by {self.trust.source}.",
                "Get the server's CA from who runs it, and name it by --ca FILE.",
                Exit.UNTRUSTED,
            )
        return Trouble(
            f"{self.host} cannot be reached: {plain(str(error) or type(error).__name__)}.",
            "Look at the host's name, the network and the proxy.",
            Exit.UNREACHABLE,
        )


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
