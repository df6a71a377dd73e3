"""Somebody at a terminal, who types what they are asked for."""

import os
import pty
import select
import time
from collections.abc import Mapping, Sequence


def typed(words: Sequence[str], answers: Mapping[str, str], seconds: float = 60) -> tuple[str, int]:
    """Run a program on a terminal of its own, and answer each question once.

    Gives all that the terminal showed, and the exit status.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(words[0], list(words))
    shown, left, until = "", dict(answers), time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                block = os.read(terminal, 65_536)
            except OSError:  # Linux tells the end so.
                break
            if not block:
                break
            shown += block.decode("utf-8", "replace").replace("\r\n", "\n")
            for question in [one for one in left if one in shown]:
                os.write(terminal, f"{left.pop(question)}\n".encode())
    finally:
        os.close(terminal)
        _, status = os.waitpid(child, 0)
    return shown, os.waitstatus_to_exitcode(status)
