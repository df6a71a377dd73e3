"""Asking a remote over SSH, without a question to anybody and without learning new hosts."""

import shlex
from collections.abc import Mapping
from pathlib import PurePath

from watchword_client.git import Git
from watchword_client.speaking import plain
from watchword_client.why.evidence import SshTried

PATIENCE = 8.0
"""Seconds."""
QUIETLY = (
    "-o BatchMode=yes -o ConnectTimeout=5 -o StrictHostKeyChecking=yes -o UpdateHostKeys=no"
    " -o ControlMaster=no"
)
NOISE = (
    "fatal: Could not read from remote repository.",
    "Please make sure you have the correct access rights",
    "and the repository exists.",
)


def attempt(git: Git, variables: Mapping[str, str], url: str) -> SshTried:
    """List the remote's refs over SSH."""
    own = variables.get("GIT_SSH_COMMAND") or git.run("config", "core.sshCommand").text or "ssh"
    command = f"{own} {QUIETLY}" if _is_openssh(own) else own
    done = git.run(
        "ls-remote", "--", url, "HEAD", patience=PATIENCE, more={"GIT_SSH_COMMAND": command}
    )
    if done.timed_out:
        return SshTried(opens=False, words=f"no answer within {PATIENCE:g} seconds")
    lines = [line.strip() for line in done.complaint.splitlines()]
    said = [plain(line) for line in lines if line and line not in NOISE]
    return SshTried(opens=done.status == 0, words=" ".join(said[-2:]))


def _is_openssh(command: str) -> bool:
    try:
        words = shlex.split(command)
    except ValueError:
        return False
    return bool(words) and PurePath(words[0]).stem == "ssh"
