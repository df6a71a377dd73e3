"""The report of a push: what became of each ref (gitprotocol-pack(5), "Report Status")."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from watchword.git_transport import sideband
from watchword.git_transport.pktline import FLUSH, LARGEST_PACKET, Mark, Reader, line
from watchword.git_transport.sideband import Band
from watchword.kernel.errors import Malformed

UNPACKED = "ok"


class Report(Struct):
    """What receive-pack says at its end, or what is said in its place."""

    unpack: str = UNPACKED
    """"ok", or why the pack was not taken."""
    refused: dict[str, str] = field(default_factory=dict)
    """Refs that stay as they were, each with the reason."""
    done: list[str] = field(default_factory=list)
    """Refs that moved."""

    def encode(self, order: Iterable[str]) -> bytes:
        """Write it as packets, the refs in the order in which the client named them."""
        done = set(self.done)
        lines = [line(f"unpack {self.unpack}")]
        for ref in dict.fromkeys(order):
            if ref in done:
                lines.append(line(f"ok {ref}"))
            else:
                lines.append(line(f"ng {ref} {self.refused.get(ref, 'not reported by git')}"))
        return b"".join(lines) + FLUSH


def parse(text: bytes) -> Report:
    """Read what receive-pack wrote. Raises Malformed when it is not whole."""
    reader = Reader(len(text) + LARGEST_PACKET)
    reader.feed(text)
    lines = list(reader)
    if not lines or lines[-1] is not Mark.FLUSH:
        raise Malformed("the report of the push has no end")
    report = Report(unpack="no answer")
    for packet in lines[:-1]:
        if isinstance(packet, Mark):
            raise Malformed("the report of the push has an end in its middle")
        _take(report, packet.decode("utf-8", "surrogateescape").removesuffix("\n"))
    return report


def _take(report: Report, text: str) -> None:
    word, _, rest = text.partition(" ")
    if word == "unpack":
        report.unpack = rest
    elif word == "ok":
        report.done.append(rest)
    elif word == "ng":
        ref, _, reason = rest.partition(" ")
        report.refused[ref] = reason
    elif word != "option":  # version 2 has lines about refs that a hook moved elsewhere
        raise Malformed(f"the report of the push has a line {word!r}")


def answer(report: Report, order: Iterable[str], *, side_band: bool, wanted: bool) -> bytes:
    """The end of the answer to a push.

    On the side-band the report is wrapped, and one more flush ends the stream; without it, the
    report stands alone. `wanted` is whether the client reads a report at all.
    """
    text = report.encode(order) if wanted else b""
    if not side_band:
        return text
    return b"".join(sideband.write(Band.DATA, text)) + FLUSH


def with_reasons(report: Report, reasons: Mapping[str, str]) -> Report:
    """The report with better reasons than git's for some of the refs it refused."""
    refused = {ref: reasons.get(ref, reason) for ref, reason in report.refused.items()}
    missing = {ref: reason for ref, reason in reasons.items() if ref not in refused}
    return Report(report.unpack, {**refused, **missing}, report.done)
