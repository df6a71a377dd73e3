"""The answer to a push, on its way to the client."""

from collections.abc import Callable, Sequence

from watchword.git_transport import report as reports
from watchword.git_transport.capabilities import Capabilities
from watchword.git_transport.pktline import packet
from watchword.git_transport.report import Report
from watchword.git_transport.sideband import Band, remark
from watchword.work.git_host import Sink

KEEP_ALIVE = packet(bytes([Band.DATA]))


class Answer:
    """Sends what the client of a push can read: progress while git works, the report at the end."""

    def __init__(
        self, sink: Sink, client: Capabilities, text: str, must_go_on: Callable[[], bool]
    ) -> None:
        """Answer a client of those capabilities; `text` is a line for the person, or empty.

        While `must_go_on` says so, a client that has gone is no reason to stop.
        """
        self._sink = sink
        self._client = client
        self._first = remark(text) if text and client.side_band else b""
        self._must_go_on = must_go_on
        self.gone = False

    async def progress(self, found: bytes) -> None:
        """Pass on a packet of the side-band as git wrote it, without its length."""
        if self._client.side_band:
            await self._write(packet(found))

    async def remark(self, text: str) -> None:
        """Show a line of text to the person at the terminal."""
        if self._client.side_band:
            await self._write(remark(text))

    async def end(self, report: Report, order: Sequence[str]) -> None:
        """Send the report."""
        client = self._client
        await self._write(
            reports.answer(report, order, side_band=client.side_band, wanted=client.report)
        )

    async def _write(self, block: bytes) -> None:
        if self.gone:
            return
        first, self._first = self._first, b""
        try:
            await self._sink.write(first + block)
        except Exception:
            if not self._must_go_on():
                raise
            self.gone = True
