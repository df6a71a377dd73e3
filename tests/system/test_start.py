"""The first start, the next one, and the ones that do not happen."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import pytest

from tests.running_server import COMMAND, SOURCES, RunningServer, environment
from watchword.storage.migrations import HEAD

FRESH = True


def serve(*words, **variables):
    return subprocess.run(
        [*COMMAND, "serve", *words],
        capture_output=True,
        text=True,
        timeout=90,
        env=environment(**variables),
        cwd="/",
        check=False,
    )


def test_the_first_start_prints_all_that_one_needs_next(fresh_server):
    said = fresh_server.said
    assert fresh_server.url == f"https://localhost:{fresh_server.port}"
    assert fresh_server.admin_password
    assert len(fresh_server.admin_password) == 20
    assert "login     admin\n" in said
    ca = fresh_server.data / "tls/ca.pem"
    line = f"git config --global http.{fresh_server.url}.sslCAInfo {ca}\n"
    assert line in said, "without a slash behind the host: Git Credential Manager would miss it"
    assert "update-ca-certificates" in said
    assert f"git clone {fresh_server.url}/USER/REPO.git" in said
    assert f"This is port {fresh_server.port}" in said


def test_the_password_is_printed_once_and_logged_never(fresh_server):
    password = fresh_server.admin_password
    url = fresh_server.url
    assert fresh_server.stop() == 0
    fresh_server.start()
    assert fresh_server.admin_password is None
    assert fresh_server.url == url
    assert password not in fresh_server.log.read_text()


def test_its_certificate_is_trusted_by_way_of_its_own_ca_alone(server):
    assert server.request("GET", "/status").headers["x-github-request-id"]
    for trusted, status in ((["--cacert", str(server.ca)], 0), ([], 60)):
        got = subprocess.run(
            ["curl", "-sS", "-o", "/dev/null", *trusted, server.url], check=False, timeout=90
        )
        assert got.returncode == status


def test_tls_1_2_is_the_least_that_it_speaks(server):
    import ssl

    for version, spoken in (
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ):
        context = server.trust()
        context.minimum_version = context.maximum_version = version
        with (
            socket.create_connection(("127.0.0.1", server.port)) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as tls,
        ):
            assert bool(tls.version()) is spoken
    got = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_1"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=90,
    )
    assert got.returncode != 0


def test_secrets_are_neither_in_arguments_nor_in_the_environment(start_server):
    keys = "7:" + "c2VjcmV0" * 8
    server = start_server(WATCHWORD_TOKEN_KEYS=keys)
    assert not (server.data / "secrets/token-keys").exists()
    for pid in [server.pid, *server.children()]:
        for name in ("cmdline", "environ"):
            assert b"c2VjcmV0" not in Path(f"/proc/{pid}/{name}").read_bytes()


def test_nothing_in_the_folder_is_open_to_others_but_the_ca(server):
    server.add_user("modest")
    server.repository("modest/thing")
    for path in server.data.rglob("*"):
        relative = path.relative_to(server.data)
        if relative.parts[0] in {"repositories", "VERSION"}:
            continue
        open_to_others = path.stat().st_mode & 0o077
        expected = {"tls": 0o011, "tls/ca.pem": 0o044}.get(str(relative), 0)
        assert open_to_others == expected, f"{relative}: {oct(path.stat().st_mode)}"
    assert (server.data / "repositories").stat().st_mode & 0o077 == 0


def test_a_second_server_on_the_same_folder_is_refused(server):
    got = serve("--data", str(server.data), "--listen", "127.0.0.1:0")
    assert got.returncode == 1
    assert "Another server runs on" in got.stderr
    assert "Traceback" not in got.stderr


def test_a_port_that_is_taken_is_refused_with_advice(server, tmp_path):
    got = serve("--data", str(tmp_path / "d"), "--listen", f"127.0.0.1:{server.port}")
    assert got.returncode == 1
    assert f"Port {server.port} on 127.0.0.1 is taken by another program" in got.stderr
    assert "--listen" in got.stderr
    assert not (tmp_path / "d").exists(), "nothing is made for a server that cannot start"


@pytest.mark.parametrize(
    ("words", "variables", "told"),
    [
        pytest.param(["--workers", "none"], {}, "--workers must be", id="flag"),
        pytest.param([], {"WATCHWORD_WORKER": "2"}, "nearest is WATCHWORD_WORKERS", id="variable"),
        pytest.param(["--no-tls"], {}, "needs a proxy", id="tokens in clear"),
    ],
)
def test_wrong_settings_are_told_in_a_line(tmp_path, words, variables, told):
    got = serve("--data", str(tmp_path / "d"), *words, **variables)
    assert got.returncode == 1
    assert told in got.stderr
    assert "Traceback" not in got.stderr
    assert not (tmp_path / "d").exists()


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "holiday.jpg").touch()
    got = serve("--data", str(tmp_path), "--listen", "127.0.0.1:0")
    assert got.returncode == 1
    assert "holiday.jpg" in got.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_database_of_another_release_is_not_served(fresh_server):
    """A child that finds another schema ends with a word about it, and is tried again."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(fresh_server.data / "watchword.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    got = fresh_server.command("admin", "user", "list", check=False)
    assert got.returncode == 1
    assert "of another release" in got.stderr
    fresh_server.stop()
    got = serve("--data", str(fresh_server.data), "--listen", "127.0.0.1:0")
    assert got.returncode == 1
    assert got.stderr.endswith(
        "Error: The database is of a newer release (it has 9999, this one needs "
        f"{HEAD}). Start the newer release again, or put back a backup of the database.\n"
    )
    assert not (fresh_server.data / "backup").exists()
    got = fresh_server.command("admin", "doctor", check=False)
    assert "        Start the newer release again" in got.stdout
    assert f"        Start it: watchword serve --data {fresh_server.data}\n" in got.stdout


def test_behind_a_proxy_it_speaks_plain_http(start_server):
    server = start_server(
        "--no-tls", "--behind-proxy", "127.0.0.1", "--public-url", "https://git.example.com"
    )
    assert "CA of its own" not in server.said
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", "/status", headers={"Host": "git.example.com"})
        assert connection.getresponse().getheader("x-github-request-id")


def test_it_says_where_it_runs_while_it_runs(fresh_server):
    told = json.loads((fresh_server.data / "run/server.json").read_text())
    assert told["pid"] == fresh_server.pid
    assert told["public_url"] == fresh_server.url
    fresh_server.stop()
    assert not (fresh_server.data / "run/server.json").exists()


def python_for_everybody():
    """A Python that any user may run, with what it needs to find our libraries."""
    if all(parent.stat().st_mode & 0o001 for parent in Path(sys.executable).resolve().parents):
        return sys.executable, {}
    other = Path("/usr/bin/python3")
    wanted = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not other.exists() or other.resolve().name != wanted:
        pytest.skip("the Python of these tests can be run by root alone")
    libraries = sysconfig.get_path("platlib")
    return str(other), {"PYTHONPATH": f"{SOURCES}:{libraries}"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give rights up")
def test_root_gives_its_rights_up_to_the_owner_of_the_folder():
    python, variables = python_for_everybody()
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        data = Path(made) / "data"
        data.mkdir()
        os.chown(data, 65534, 65534)
        server = RunningServer(data, python=python, more_environment=variables)
        try:
            server.start()
            for pid in [server.pid, *server.children()]:
                status = Path(f"/proc/{pid}/status").read_text()
                lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
                assert set(lines["Uid"].split()) == {"65534"}
                assert set(lines["Gid"].split()) == {"65534"}
                assert lines["Groups"].split() in ([], ["65534"])
            server.add_user("somebody")
            server.repository("somebody/thing")
            assert {path.stat().st_uid for path in data.rglob("*")} == {65534}
        finally:
            server.kill()


@pytest.mark.parametrize("sign", ["secrets/token-keys", "watchword.db", "tls/ca-key.pem"])
def test_a_first_start_that_is_broken_off_anywhere_is_taken_up_again(tmp_path, sign):
    server = RunningServer(tmp_path / "data")
    with subprocess.Popen(
        [*COMMAND, "serve", "--data", str(server.data), "--listen", "127.0.0.1:0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        while not (server.data / sign).exists():
            assert process.poll() is None
            time.sleep(0.001)
        process.kill()
    try:
        server.start()
        assert server.admin_password, "nobody has seen a password yet"
        assert server.request("GET", "/status").status == 200
    finally:
        server.kill()


def test_two_that_run_one_kind_of_process_each_share_a_folder(fresh_server):
    fresh_server.stop()
    web = RunningServer(fresh_server.data, [*fresh_server.flags, "--only", "web"])
    jobs = subprocess.Popen(
        [*COMMAND, "serve", "--data", str(web.data), "--only", "jobs"],
        stdout=subprocess.PIPE,
        env=environment(),
    )
    try:
        web.start()
        assert set(web.children().values()) == {"web"}
        assert b"Watchword answers" in jobs.stdout.readline()
        assert jobs.poll() is None
        jobs.terminate()
        assert jobs.wait(90) == 0
        assert json.loads((web.data / "run/server.json").read_text())["pid"] == web.pid
    finally:
        web.kill()
        jobs.kill()
        jobs.wait(90)
        jobs.stdout.close()


def test_it_starts_on_an_empty_postgresql(empty_postgresql_url, start_server):
    server = start_server(WATCHWORD_DATABASE_URL=empty_postgresql_url)
    assert server.admin_password
    assert not (server.data / "watchword.db").exists()
    server.add_user("somebody")
    server.repository("somebody/thing")
    token = server.token("somebody")
    assert server.request("GET", "/api/v3/user", token=token).json["login"] == "somebody"
    assert "ok    PostgreSQL" in server.command("admin", "doctor").stdout
    server.kill()
