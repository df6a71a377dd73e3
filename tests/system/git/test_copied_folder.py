"""The data folder, copied as the page on running a server says, is a server: that is a backup."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT
from tests.git_client import GitClient
from tests.running_server import RunningServer

LINES = re.compile(r"^## Backup\n[\s\S]*?\n\n((?:    .+\n)+)", re.MULTILINE)
SQLITE3 = """sqlite3() { "$PYTHON" -c '
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute(sys.argv[2])' "$@"; }
"""
"""The program that the page names need not be installed here; Python has the library."""


def while_stopped(server, copied):
    assert server.stop() == 0
    shutil.copytree(server.data, copied)


def while_running(server, copied):
    lines = LINES.search((ROOT / "docs/operations/running.md").read_text())[1]
    there = {"DIR": str(server.data), "BACKUP": str(copied), "PYTHON": sys.executable}
    subprocess.run(["bash", "-euc", SQLITE3 + lines], env=os.environ | there, check=True)
    assert server.stop() == 0


@pytest.mark.parametrize("copy_of", [while_stopped, while_running])
def test_a_copy_starts_and_knows_everything(fresh_server, tmp_path, copy_of):
    fresh_server.add_user("olivia")
    url = fresh_server.repository("olivia/kept")
    token = fresh_server.token("olivia", "repo")
    git = GitClient(fresh_server, tmp_path / "home")
    work = git.folder("work")
    git.run("push", "-q", fresh_server.with_token(url, token), "main", at=work)

    copied = tmp_path / "restored"
    copy_of(fresh_server, copied)
    # The first one is away, at another place: nothing of the copy may lead back into it.
    fresh_server.data.rename(tmp_path / "away")
    copy = RunningServer(copied, fresh_server.flags)
    try:
        copy.start()
        assert copy.admin_password is None
        assert copy.url == fresh_server.url
        # Who trusted the old one need not fetch another CA.
        assert copy.ca.read_bytes() == (tmp_path / "away/tls/ca.pem").read_bytes()
        answer = copy.request("GET", "/api/v3/user", token=token)
        assert answer.json["login"] == "olivia"
        again = GitClient(copy, tmp_path / "home")
        again.run("clone", "-q", copy.with_token(url, token), "again")
        assert again.head(git.home / "again") == git.head(work)
        (folder,) = (copied / "repositories").glob("??/??/*.git")
        again.run("fsck", "--full", "--strict", at=folder)
        again.commit(git.home / "again", "more", "more\n")
        again.run("push", "-q", "origin", "main", at=git.home / "again")
        assert "ok    keys, database and settings are closed to others" in (
            copy.command("admin", "doctor").stdout
        )
        assert str(fresh_server.data) not in copy.log.read_text()
    finally:
        copy.kill()
