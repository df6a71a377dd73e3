"""`make serve`, the first thing that anybody does with a checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running_server import PATIENCE, RunningServer, environment

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")


def make(*words):
    # Everything is installed where the tests run: nothing is to be installed again.
    installed = ("--old-file", ".venv/.stamp-runtime", f"BIN={Path(sys.executable).parent}")
    return ["make", "--no-print-directory", *installed, "serve", *words]


def test_make_serve_starts_tells_what_to_do_next_and_answers(tmp_path):
    data = tmp_path / "data"
    words = (f"DATA={os.path.relpath(data, ROOT)}", "ARGS=--listen 127.0.0.1:0")
    out = tmp_path / "data.out"
    told = data / "run/server.json"
    with out.open("wb") as printed:
        process = subprocess.Popen(
            make(*words), cwd=ROOT, stdout=printed, stderr=subprocess.STDOUT, env=environment()
        )
    try:
        until = time.monotonic() + PATIENCE
        while "git clone" not in (said := out.read_text()):
            assert process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.05)
        server = RunningServer(data, said=said)
        assert "login     admin\n" in said
        assert server.admin_password
        (shown,) = re.findall(rf"http\.{re.escape(server.url)}\.sslCAInfo (\S+)", said)
        assert Path(shown).samefile(server.ca)
        assert server.request("GET", "/status").body == b"GitHub lives!"
        assert server.request("GET", "/login").status == 200
        process.terminate()
        process.wait(PATIENCE)
        assert not told.exists(), "it was told to stop, and did not"
    finally:
        if told.exists():
            os.kill(json.loads(told.read_text())["pid"], 15)
        process.wait(PATIENCE)


def test_the_data_may_lie_anywhere():
    done = subprocess.run(
        ["make", "--dry-run", *make("DATA=/srv/watch word")[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert '--data "/srv/watch word"' in done.stdout
