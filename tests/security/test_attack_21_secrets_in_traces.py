"""Attack 21, reading secrets where they were left: logs, arguments, environments, audit rows.

A real server is used in every way that carries a secret, wrong ways too. Verified: no secret that
was issued or sent stands in its logs, in the arguments or the environment of its processes, in the
spool, in the audit rows, or in the answers to requests that failed.
"""

import base64
import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.running_server import RunningServer

AGENT = {"User-Agent": "test"}
CLOSED = (
    "/alice/things.git/info/refs?service=git-upload-pack",
    "/alice/things/raw/main/README.md?x=y",
    "/alice/things?x=y",
    "/settings/tokens?x=y",
)
"""Asked with a token in the query (attack 9)."""


def basic(name: str, password: str) -> dict[str, str]:
    pair = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}", **AGENT}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = RunningServer(tmp_path_factory.mktemp("traces") / "data", fresh=True)
    try:
        yield made.start()
    finally:
        made.kill()


@pytest.fixture(scope="module")
def used(server) -> list[str]:
    """Use secrets in every way; give them."""
    password = server.add_user("alice")
    token = server.token("alice", "repo", note="traces")
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    server.repository("alice/things")
    for secret in (token, wrong):
        for headers in (
            basic("alice", secret),
            basic(secret, ""),
            basic(secret, "x-oauth-basic"),
            basic(secret, secret),
            {"Authorization": f"token {secret}", **AGENT},
            {"Authorization": f"Bearer {secret}", **AGENT},
            {"Authorization": f"Nonsense {secret}", **AGENT},
            {"Authorization": secret, **AGENT},
            {"Cookie": f"__Host-session={secret}", **AGENT},
            {"User-Agent": secret},
            {"Host": f"{secret}.example.test", **AGENT},
        ):
            for path in (
                "/api/v3/user",
                "/api/v3/repos/alice/things",
                "/api/v3/user/repos",
                "/alice/things.git/info/refs?service=git-upload-pack",
                "/alice/things.git/info/refs?service=git-receive-pack",
                "/settings/tokens",
            ):
                server.request("GET", path, headers=headers)
        for name in ("access_token", "private_token", "token"):
            server.request("GET", f"/api/v3/user?{name}={secret}", headers=AGENT)
            server.request("GET", f"/{secret}/{name}?{name}={secret}", headers=AGENT)
            for path in CLOSED:
                server.request("GET", f"{path}&{name}={secret}", headers=AGENT)
        server.request("POST", "/api/v3/user/repos", token=token, body=b"{" + secret.encode())
    server.request("GET", "/api/v3/user", headers=basic("alice", password))
    server.request(
        "POST", "/login", body=urlencode({"login": "alice", "password": password}).encode()
    )
    return [token, wrong, password, server.admin_password]


def look(text: str, used: list[str], where: object) -> None:
    for secret in used:
        forms = (secret, base64.b64encode(f"alice:{secret}".encode()).decode(), secret[4:34])
        assert not any(form in text for form in forms), f"a secret stands in {where}"


def test_in_no_log(server, used):
    text = server.log.read_text()
    assert "child.started" in text
    look(text, used, "the log")


def test_in_no_argument_and_no_environment(server, used):
    pids = [server.pid, *server.children()]
    assert len(pids) >= 4
    for pid in pids:
        for name in ("cmdline", "environ"):
            look(Path(f"/proc/{pid}/{name}").read_bytes().decode("latin-1"), used, (pid, name))


def test_in_no_row_and_no_file(server, used):
    with contextlib.closing(sqlite3.connect(server.data / "watchword.db")) as database:
        rows = database.execute("SELECT name, origin, body FROM events").fetchall()
    assert rows
    look(repr(rows), used, "the audit rows")
    for file in server.data.rglob("*"):
        if file.is_file():
            look(file.read_bytes().decode("latin-1"), used, file.relative_to(server.data))


def test_in_no_answer_to_a_request_that_failed(server, used):
    for secret in used:
        quoted = quote(secret)
        for path in (f"/api/v3/users/{quoted}", f"/api/v3/user?access_token={quoted}"):
            answer = server.request("GET", path, headers=basic("alice", secret[:-1] + "-"))
            assert answer.status == 401
            look(answer.body.decode("latin-1"), used, path)
