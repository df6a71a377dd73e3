"""What client and server tell each other that they can do (gitprotocol-capabilities(5))."""

import re

from msgspec import Struct

AGENT = re.compile(r"[\x21-\x7e]{1,256}")
OBJECT_FORMAT = re.compile(r"[a-z0-9]{1,16}")


class Capabilities(Struct, frozen=True):
    """What the client of a push said that it can do. Only what is known here is kept."""

    report: bool = False
    """It reads a report of what became of each ref; version 1 and 2 of it are alike here."""
    side_band: bool = False
    quiet: bool = False
    atomic: bool = False
    push_options: bool = False
    object_format: str = "sha1"
    agent: str = ""

    @classmethod
    def parse(cls, text: str) -> "Capabilities":
        """Read the list behind the NUL of the first command."""
        words = text.split()
        values = dict(word.split("=", 1) for word in words if "=" in word)
        agent = values.get("agent", "")
        return cls(
            report="report-status" in words or "report-status-v2" in words,
            side_band="side-band-64k" in words,
            quiet="quiet" in words,
            atomic="atomic" in words,
            push_options="push-options" in words,
            object_format=values.get("object-format", "sha1"),
            agent=agent if AGENT.fullmatch(agent) else "",
        )

    def for_git(self) -> str:
        """What receive-pack is told instead.

        Always a report, on a side-band: the client's is written from it. Never push options: they
        are checked and dropped, since no hook of ours reads them (attack 40).
        """
        words = ["report-status", "side-band-64k"]
        words += ["quiet"] if self.quiet else []
        words += ["atomic"] if self.atomic else []
        if OBJECT_FORMAT.fullmatch(self.object_format):
            words.append(f"object-format={self.object_format}")
        words += [f"agent={self.agent}"] if self.agent else []
        return " ".join(words)
