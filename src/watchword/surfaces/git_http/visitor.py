"""One request of somebody who was let in: streams in, streams out, and an eye on the door."""

from collections.abc import Callable, Coroutine
from pathlib import Path

import structlog

from watchword.git_transport.advertisement import Service
from watchword.git_transport.version import Version
from watchword.kernel.errors import Refused, TooLarge
from watchword.surfaces.git_http import answers, first_part
from watchword.surfaces.git_http.body import Body, Patience, TooSlow
from watchword.surfaces.git_http.connection import Connection, connection_of
from watchword.surfaces.git_http.reply import BLOCK, Reply
from watchword.surfaces.git_http.turns import Turns
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Receive, Response, Scope, Send, header, headers_of
from watchword.surfaces.http_kit.body import ClientGone, content_length
from watchword.surfaces.http_kit.streaming import attended
from watchword.work.git_host import GitHost, Pushing, Visit

log = structlog.get_logger("watchword.git_http")

MOST_FETCH = 64 * 2**20
"""Bytes of one request of a fetch: half a million wants and haves."""
MOST_BESIDE_PACK = 16 * 2**20
"""Bytes of a push beside its pack: commands and options."""
ENCODINGS = {b"": False, b"identity": False, b"gzip": True, b"x-gzip": True}
"""Encodings of a body that are taken, and whether they are to be inflated."""


class BrokenOff(Exception):  # noqa: N818 - says what happened
    """The answer ends in its middle: it had begun when something was refused."""


class Visitor:
    """One request, once it is known who sends it and that they may."""

    def __init__(
        self,
        git: GitHost,
        scope: Scope,
        receive: Receive,
        send: Send,
        service: Service,
        *,
        largest_push: int,
        patience: Patience,
        turns: Turns,
    ) -> None:
        """Serve that request; `largest_push` in bytes."""
        self._git = git
        self._scope = scope
        self._receive = receive
        self._send = send
        self._service = service
        fetching = service is Service.UPLOAD_PACK
        self._most = MOST_FETCH if fetching else largest_push + MOST_BESIDE_PACK
        self._patience = patience
        self._turns = turns

    async def refs(self, visit: Visit) -> Response | None:
        """Answer `info/refs`."""
        if self._service is Service.UPLOAD_PACK and visit.version is Version.V2:
            return await self._whole(self._git.capabilities(), "advertisement")
        body = Body(self._receive, gzipped=False, most=0, patience=self._patience)
        reply = self._reply("advertisement")
        body.skip()
        if self._service is Service.RECEIVE_PACK:
            whole = await self._whole(self._git.for_push(visit), "advertisement")
            if whole is not None:
                return await self._sent(whole, body, reply)
        return await self._attended(self._git.advertise(visit, self._service, reply), body, reply)

    def known_refs(self, visit: Visit) -> Response | None:
        """The same, where nothing need be found out for it."""
        if visit.version is not Version.V2 or (told := self._git.known_capabilities()) is None:
            return None
        return answers.whole(self._kind("advertisement"), told)

    async def told_before(self, visit: Visit) -> Response | None:
        """The answer to `git-upload-pack` that was told before, if it would be the same now.

        What was read for that is received once more.
        """
        size = first_part.length(headers_of(self._scope), self._kind("request").encode())
        if size is None:
            return None
        try:
            message = await first_part.of(self._receive, self._patience.silence)
        except TooSlow:
            return answers.too_slow()
        body: bytes = message.get("body", b"")
        if len(body) == size and (told := self._git.told_before(visit, body)) is not None:
            return answers.whole(self._kind("result"), told)
        self._receive = first_part.again(message, self._receive)
        return None

    async def fetch(self, visit: Visit) -> Response | None:
        """Answer `git-upload-pack`."""
        body, reply = self._body(), self._reply("result")
        whole = await self._whole(self._git.ready(visit, body), "result")
        if whole is not None:
            return await self._sent(whole, body, reply)
        return await self._attended(self._git.upload(visit, body, reply), body, reply)

    async def push(self, visit: Visit, pushing: Pushing) -> Response | None:
        """Answer `git-receive-pack`."""
        body, reply = self._body(lambda: connection_of(self._scope)), self._reply("result")
        receiving = self._git.receive(visit, pushing, body, reply)
        try:
            return await self._attended(receiving, body, reply)
        finally:
            body.close()

    def unfit(self) -> Response | None:
        """The answer to a body that is not taken, whatever is in it."""
        wanted = f"application/x-{self._service.value}-request".encode()
        sent = header(self._scope, b"content-type") or b""
        if sent.partition(b";")[0].strip().lower() != wanted:
            return answers.wrong_type("That content type")
        if self._encoding() not in ENCODINGS:
            return answers.wrong_type("That content encoding")
        size = content_length(header(self._scope, b"content-length"))
        if size is not None and size > self._most:
            raise TooLarge(f"This server takes at most {self._most} bytes at once.")
        return None

    def _encoding(self) -> bytes:
        return (header(self._scope, b"content-encoding") or b"").strip().lower()

    def _body(self, find_connection: Callable[[], Connection | None] | None = None) -> Body:
        return Body(
            self._receive,
            gzipped=ENCODINGS[self._encoding()],
            most=self._most,
            patience=self._patience,
            announced=self._announced(),
            find_connection=find_connection,
        )

    def _announced(self) -> int | None:
        """How many bytes come. In chunks the body has no other length (RFC 9112 section 6.3)."""
        if header(self._scope, b"transfer-encoding") is not None:
            return None
        return content_length(header(self._scope, b"content-length"))

    def _reply(self, what: str) -> Reply:
        return Reply(self._send, self._kind(what), self._patience.sending, self._turns)

    def _kind(self, what: str) -> str:
        return f"application/x-{self._service.value}-{what}"

    async def _whole(
        self, answering: Coroutine[object, object, bytes | Path | None], what: str
    ) -> Response | None:
        """An answer for which no process is started: nothing need be ended if the client goes."""
        try:
            told = await answering
        except TooSlow:
            return answers.too_slow()
        except (ClientGone, Refused):
            raise
        except Exception:
            log.exception("git not served", request=whence.of(self._scope).request)
            return answers.failed()
        return None if told is None else answers.whole(self._kind(what), told)

    async def _sent(self, whole: Response, body: Body, reply: Reply) -> Response | None:
        """A short answer leaves as it is; for a long one the client is watched."""
        size = len(whole.body) if whole.file is None else whole.file.stat().st_size
        if size <= BLOCK:
            return whole
        sending = reply.write(whole.body) if whole.file is None else reply.send_file(whole.file)
        return await self._attended(sending, body, reply)

    async def _attended(
        self, serving: Coroutine[object, object, None], body: Body, reply: Reply
    ) -> Response | None:
        """Serve, and stop serving when the client goes away."""
        try:
            await attended(serving, body.client_gone())
            await reply.end()
        except (ClientGone, Refused) as why:
            return self._broken_off(why, reply)
        except Exception:
            log.exception("git not served", request=whence.of(self._scope).request)
            if reply.started:
                raise
            return answers.failed()
        return None

    def _broken_off(self, why: ClientGone | Refused, reply: Reply) -> Response:
        """An answer where one can still be given; else the request is broken off."""
        if isinstance(why, Refused):
            if reply.started:
                raise BrokenOff from why
            raise why
        if reply.started or not isinstance(why, TooSlow):
            raise why
        return answers.too_slow()
