"""The head of a push: its commands, before the pack (gitprotocol-pack(5), "Reference Update")."""

import re
from collections.abc import Sequence

from msgspec import Struct, field

from watchword.git_transport.capabilities import Capabilities
from watchword.git_transport.pktline import FLUSH, Mark, Reader, packet
from watchword.kernel.errors import Malformed
from watchword.ref_updates.model import Command

MOST_BYTES = 8 * 2**20
"""Bytes of commands in one push: some 75,000 refs."""
MOST_OPTIONS = 64
LONGEST_OPTION = 4096
BLANKS = re.compile(r"[\x00-\x20\x7f]")
OBJECT = re.compile(r"[0-9a-fA-F]{40}")

BAD_OPTION = f"a push takes {MOST_OPTIONS} options, printable, of {LONGEST_OPTION} characters"


class Head(Struct):
    """What a push asks for."""

    capabilities: Capabilities = field(default_factory=Capabilities)
    shallow: list[str] = field(default_factory=list)
    """Commits at which the client's history is cut off."""
    commands: list[Command] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    complaint: str = ""
    """What is wrong with the push options: the refs are refused for it."""

    def encode(self, commands: Sequence[Command]) -> bytes:
        """The head as git gets it, with those commands alone and our own capabilities."""
        lines = [packet(f"shallow {commit}".encode()) for commit in self.shallow]
        tail = f"\0{self.capabilities.for_git()}"
        for command in commands:
            text = f"{command.old} {command.new} {command.ref}{tail}"
            lines.append(packet(text.encode()))
            tail = ""
        return b"".join(lines) + FLUSH


class HeadReader:
    """Reads the head of a push from blocks of bytes; what follows it is the pack."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Read a head of at most that many bytes."""
        self._packets = Reader(most)
        self._head = Head()
        self._in_options = False
        self.whole = False

    def feed(self, block: bytes) -> Head | None:
        """Take the next block; gives the head once it is whole.

        Raises Malformed for what is no push, TooLarge when there is too much of it.
        """
        self._packets.feed(block)
        while not self.whole and (found := self._packets.next()) is not None:
            self._take(found)
        return self._head if self.whole else None

    def rest(self) -> bytes:
        """What was fed beyond the head: the beginning of the pack."""
        return self._packets.rest()

    def _take(self, found: bytes | Mark) -> None:
        if isinstance(found, Mark):
            if found is not Mark.FLUSH:
                raise Malformed("a push holds no such packet before its pack")
            more = self._head.capabilities.push_options and not self._in_options
            self._in_options, self.whole = more, not more
        elif self._in_options:
            self._take_option(found)
        else:
            self._take_line(found)

    def _take_line(self, payload: bytes) -> None:
        payload, nul, capabilities = payload.partition(b"\0")
        text = _decoded(payload).removesuffix("\n")
        if text.startswith("shallow "):
            self._head.shallow.append(_object(text.removeprefix("shallow ")))
            return
        if nul:
            if self._head.commands:
                raise Malformed("only the first command of a push is followed by capabilities")
            self._head.capabilities = Capabilities.parse(_decoded(capabilities))
        self._head.commands.append(_command(text))

    def _take_option(self, payload: bytes) -> None:
        options = self._head.options
        try:
            text = payload.decode().removesuffix("\n")
        except UnicodeDecodeError:
            self._head.complaint = BAD_OPTION
            return
        if len(options) >= MOST_OPTIONS or len(text) > LONGEST_OPTION or not text.isprintable():
            self._head.complaint = BAD_OPTION
            return
        options.append(text)


def _command(text: str) -> Command:
    parts = text.split(" ", 2)
    if parts[0] == "push-cert":
        raise Malformed("signed pushes are not offered here")
    if len(parts) != 3 or not parts[2]:
        raise Malformed("a command of a push is: old object, new object, ref")
    if BLANKS.search(parts[2]):
        # Git allows none of them, and a line of the report could not name such a ref.
        raise Malformed("the name of a ref holds no blanks and no control characters")
    return Command(parts[2], _object(parts[0]), _object(parts[1]))


def _object(text: str) -> str:
    if not OBJECT.fullmatch(text):
        raise Malformed("objects are named by 40 hexadecimal digits here")
    return text.lower()


def _decoded(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise Malformed("names of refs are UTF-8 here") from error
