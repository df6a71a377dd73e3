"""Which changes of refs are refused whatever they contain: before git has heard of them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from watchword.ref_updates.model import BRANCHES, TAGS, Command
from watchword.ref_updates.names import LONGEST, is_ref_name, short

HIDDEN = ("refs/pull/", "refs/watchword/")
"""Namespaces that belong to the server. Pull requests may be fetched; nobody pushes to them."""
OBJECT_NAME = re.compile(r"[0-9a-f]{40}")

FUNNY = "funny refname"
TOO_LONG = f"the name is longer than {LONGEST} bytes"
HIDDEN_REF = "deny updating a hidden ref"
TWICE = "multiple updates for ref not allowed"
LIKE_AN_OBJECT = "branch or tag names of 40 hexadecimal characters are not allowed"
ATOMIC = "atomic push failure"


def refusals(commands: Sequence[Command], default_branch: str) -> dict[str, str]:
    """The refs that may not be changed so, each with the reason; git's own words where it has any.

    `default_branch` is a short name. What else git would refuse (a clash of folder and file, an old
    value that is no longer right) is left to git.
    """
    counts = Counter(command.ref for command in commands)
    reasons: dict[str, str] = {}
    for command in commands:
        reason = TWICE if counts[command.ref] > 1 else _reason(command, default_branch)
        if reason:
            reasons[command.ref] = reason
    return reasons


def whole(commands: Iterable[Command], reasons: Mapping[str, str]) -> dict[str, str]:
    """The refusals of an atomic push: when one ref is refused, so are the others."""
    if not reasons:
        return {}
    return {command.ref: reasons.get(command.ref, ATOMIC) for command in commands}


def _reason(command: Command, default_branch: str) -> str:
    ref = command.ref
    if not ref.startswith("refs/") or not is_ref_name(ref):
        return FUNNY
    if len(ref.encode("utf-8", "surrogateescape")) > LONGEST:
        return TOO_LONG
    if ref.startswith(HIDDEN):
        return HIDDEN_REF
    if ref == BRANCHES + default_branch and command.deletes:
        return f"refusing to delete the current branch: {ref}"
    return "" if command.deletes else _reason_for_name(ref)


def _reason_for_name(ref: str) -> str:
    """What speaks against a new branch or tag; a bad one of old may still be deleted."""
    if not ref.startswith((BRANCHES, TAGS)):
        return ""
    name = short(ref)
    if name.startswith("-") or name == "HEAD":
        return FUNNY
    return LIKE_AN_OBJECT if OBJECT_NAME.fullmatch(name) else ""
