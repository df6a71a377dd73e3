"""The operator's verbs on the data folder of a running server, and of one that is stopped."""

import base64
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
import structlog
from click.testing import CliRunner

from tests import sign_ins
from tests.running_server import MAIN, environment
from tests.system.test_start import python_for_everybody
from watchword.oauth.model import GITHUB_CLI
from watchword.operator_cli.main import main


def refs(server, repository, token=None):
    """Ask for a repository's refs as git does."""
    headers = {}
    if token:
        basic = base64.b64encode(f"anybody:{token}".encode()).decode()
        headers["Authorization"] = f"Basic {basic}"
    path = f"/{repository}.git/info/refs?service=git-upload-pack"
    return server.request("GET", path, headers=headers).status


@pytest.fixture(scope="module")
def owner(server):
    server.add_user("owner")
    server.repository("owner/private")
    return "owner"


@pytest.fixture
def here():
    """Run a command in this process, which costs no start of a Python."""
    before, logging = os.umask(0o022), structlog.get_config()

    def run(*words):
        return CliRunner().invoke(main, list(words), input="correct horse battery")

    yield run
    os.umask(before)
    structlog.configure(**logging)


def test_a_token_is_printed_alone_and_opens_what_its_owner_may_see(server, owner):
    got = server.command(
        "admin", "token", "create", "--user", owner, "--note", "ci", "--scopes", "repo,gist"
    )
    secret = got.stdout.removesuffix("\n")
    assert secret.startswith("ghp_")
    assert len(secret) == 40
    assert "It is not shown again" in got.stderr
    assert refs(server, "owner/private", secret) == 200
    assert refs(server, "owner/private") == 401


def test_a_revoked_token_is_refused_at_the_next_request(server, owner):
    secret = server.token(owner, note="to be revoked")
    assert refs(server, "owner/private", secret) == 200
    listed = json.loads(server.command("admin", "token", "list", "--json").stdout)
    (number,) = [one["id"] for one in listed if one["note"] == "to be revoked"]
    server.command("admin", "token", "revoke", str(number))
    assert refs(server, "owner/private", secret) == 401
    text = server.command("admin", "token", "list", "--user", owner).stdout
    (line,) = [one for one in text.splitlines() if "to be revoked" in one]
    assert "revoked by operator" in line
    assert secret not in text


def test_the_list_of_tokens_shows_no_secret_but_its_hash_and_end(server, owner):
    secret = server.token(owner, scopes="repo", note="listed", expires="2037-01-31")
    text = server.command("admin", "token", "list", "--user", owner, "--json").stdout
    assert secret not in text
    (row,) = [one for one in json.loads(text) if one["note"] == "listed"]
    assert row["scopes"] == ["repo"]
    assert row["token_last_eight"] == secret[-8:]
    assert row["expires_at"] == "2037-01-31T23:59:59Z"
    assert row["state"] == "live"


@pytest.fixture
def beacon(server, owner, request):
    """An application of somebody, its owner signed in through it twice; gives the secrets."""
    with sign_ins.inside(server.data) as folder:
        person = folder.person(owner)
        app = sign_ins.application(folder, person, f"Beacon of {request.node.name}")
        made = [sign_ins.sign_in(folder, person, app.client_id, "repo") for _ in range(2)]
    return app, [one.secret.text for one in made]


def listed_apps(server):
    found = json.loads(server.command("admin", "app", "list", "--json").stdout)
    return {one["name"]: one for one in found}


def test_applications_are_listed_the_known_ones_first(server, owner, beacon):
    app, secrets = beacon
    found = listed_apps(server)
    owners = [one["owner"] for one in found.values()]
    assert owners[:5] == [None] * 5
    assert set(owners[5:]) == {owner}
    known = found["GitHub CLI"]
    assert (known["client_id"], known["confidential"]) == (GITHUB_CLI, False)
    assert (known["state"], known["people"]) == ("on", 0)
    mine = found[app.name]
    assert (mine["owner"], mine["people"], mine["sign_ins"]) == (owner, 1, 2)
    text = server.command("admin", "app", "list").stdout
    assert app.client_id in text
    assert "(known client)" in text
    assert not any(secret in text for secret in secrets)


def test_an_application_is_switched_off_and_on(server, owner, beacon):
    app, secrets = beacon
    got = server.command("admin", "app", "disable", app.name.upper())
    assert "is switched off" in got.stderr
    assert listed_apps(server)[app.name]["state"] == "off"
    assert [refs(server, "owner/private", secret) for secret in secrets] == [200, 200]
    server.command("admin", "app", "enable", app.client_id)
    assert listed_apps(server)[app.name]["state"] == "on"
    got = server.command("admin", "app", "disable", app.client_id, "--revoke")
    assert "Sign-ins ended: 2." in got.stderr
    assert [refs(server, "owner/private", secret) for secret in secrets] == [401, 401]
    found = listed_apps(server)[app.name]
    assert (found["state"], found["people"], found["sign_ins"]) == ("off", 0, 0)


def test_signing_in_by_a_code_is_switched_off_alone(server, owner, beacon):
    app, secrets = beacon
    got = server.command("admin", "app", "disable", app.client_id, "--device-flow")
    assert (
        f"Signing in by a code through {app.name} ({app.client_id}) is switched off." in got.stderr
    )
    found = listed_apps(server)[app.name]
    assert (found["state"], found["sign_ins"]) == ("on", 2)
    assert found["device_flow_disabled_at"] is not None
    assert "on, but not by a code" in server.command("admin", "app", "list").stdout
    server.command("admin", "app", "enable", app.client_id, "--device-flow")
    assert listed_apps(server)[app.name]["device_flow_disabled_at"] is None
    assert [refs(server, "owner/private", secret) for secret in secrets] == [200, 200]


def test_a_name_that_several_applications_have_is_not_guessed(server, owner, here):
    with sign_ins.inside(server.data) as folder:
        person = folder.person(owner)
        twins = [sign_ins.application(folder, person, "Twin") for _ in range(2)]
    got = here("admin", "app", "disable", "twin", "--data", str(server.data))
    assert got.exit_code == 1
    assert all(app.client_id in got.stderr for app in twins)
    assert listed_apps(server)["Twin"]["state"] == "on"


def test_a_revoked_token_of_an_application_ends_the_sign_in(server, owner):
    with sign_ins.inside(server.data) as folder:
        until = int(time.time()) + 86_400
        person = folder.person(owner)
        made = sign_ins.sign_in(folder, person, GITHUB_CLI, "repo", refreshed_until=until)
        assert refs(server, "owner/private", made.secret.text) == 200
        text = server.command("admin", "token", "list", "--user", owner, "--json").stdout
        (row,) = [one for one in json.loads(text) if one["id"] == made.token.id]
        assert (row["client_id"], row["note"]) == (GITHUB_CLI, "GitHub CLI")
        server.command("admin", "token", "revoke", str(made.token.id))
        assert refs(server, "owner/private", made.secret.text) == 401
        assert made.family not in sign_ins.families(folder, person)
        refreshing = folder.read(lambda work: work.sign_ins.refresh_token_of(made.family.id))
        assert refreshing is None


def test_a_suspended_account_is_refused_and_lives_again(server, owner):
    server.add_user("sleepy")
    server.repository("sleepy/thing")
    secret = server.token("sleepy")
    server.command("admin", "user", "suspend", "sleepy")
    assert refs(server, "sleepy/thing", secret) == 403
    assert "suspended" in server.command("admin", "user", "list").stdout
    server.command("admin", "user", "unsuspend", "sleepy")
    assert refs(server, "sleepy/thing", secret) == 200


def test_an_account_is_promoted_renamed_and_deleted(server, owner):
    server.add_user("leaver")
    server.repository("leaver/thing")
    server.command("admin", "user", "promote", "leaver")
    assert "site admin" in server.command("admin", "user", "list").stdout
    server.command("admin", "user", "demote", "leaver")
    server.command("admin", "user", "rename", "leaver", "goner")
    secret = server.token("goner")
    assert refs(server, "goner/thing", secret) == 200
    server.command("admin", "user", "delete", "goner", "--confirm", "goner")
    assert "goner" not in server.command("admin", "user", "list").stdout
    assert refs(server, "goner/thing", secret) == 401


def test_an_account_without_a_password_file_gets_a_one_time_password(server):
    got = server.command("admin", "user", "add", "fresh", "--email", "fresh@example.com")
    assert len(got.stdout.strip()) == 20
    assert "void after 7 days" in got.stderr
    again = server.command("admin", "user", "set-password", "fresh")
    assert len(again.stdout.strip()) == 20
    assert again.stdout != got.stdout
    (line,) = [
        one
        for one in server.command("admin", "user", "list").stdout.splitlines()
        if "fresh@" in one
    ]
    assert line.endswith("one-time password")


def test_an_account_with_a_password_file_prints_nothing(server, tmp_path):
    file = tmp_path / "password"
    file.write_text("correct horse battery\n")
    words = ("admin", "user", "add", "filed", "--email", "filed@example.com", "--site-admin")
    got = server.command(*words, "--password-file", str(file))
    assert got.stdout == ""
    (line,) = [
        one
        for one in server.command("admin", "user", "list").stdout.splitlines()
        if "filed@" in one
    ]
    assert "site admin" in line


def test_a_repository_can_be_cloned_at_the_address_that_is_printed(server, owner, tmp_path):
    address = server.repository("owner/printed")
    assert address == f"{server.url}/owner/printed.git"
    url = server.with_token(address, server.token(owner))
    subprocess.run(
        ["git", "clone", "-q", url, str(tmp_path / "clone")],
        check=True,
        env=server.git_environment(tmp_path / "home"),
        timeout=90,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["user", "suspend", "nobody"], "There is no account nobody", id="account"),
        pytest.param(
            ["user", "add", "owner", "--email", "o@example.com", "--password-file", "-"],
            "The login is taken already",
            id="taken",
        ),
        pytest.param(
            ["user", "add", "-x-", "--email", "o@example.com", "--password-file", "-"],
            "No such option",
            id="no login",
        ),
        pytest.param(
            ["user", "add", "login", "--email", "o@example.com", "--password-file", "-"],
            "reserved",
            id="reserved",
        ),
        pytest.param(
            ["token", "create", "--user", "owner", "--note", "x", "--scopes", "repoo"],
            "'repoo' is not a scope. The scopes are repo, repo:status, ",
            id="scope",
        ),
        pytest.param(
            ["token", "create", "--user", "owner", "--note", ""], "The note is missing", id="note"
        ),
        pytest.param(
            ["token", "create", "--user", "owner", "--note", "x", "--expires", "2020-01-01"],
            "2020-01-01 is past",
            id="past",
        ),
        pytest.param(["token", "revoke", "99999"], "There is no token 99999", id="token"),
        pytest.param(["app", "disable", "nothing"], "There is no application nothing", id="app"),
        pytest.param(["token", "list", "--user", "nobody"], "no account nobody", id="whose tokens"),
        pytest.param(["repo", "create", "printed"], "OWNER/NAME", id="no owner"),
        pytest.param(["repo", "create", "nobody/x"], "There is no account nobody", id="owner"),
        pytest.param(
            ["repo", "create", "owner/x", "--internal"], "Only organizations", id="internal"
        ),
        pytest.param(["repo", "create", "owner/private"], "already exists", id="name taken"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(server, owner, here, words, told):
    got = here("admin", *words, "--data", str(server.data))
    assert got.exit_code in {1, 2}
    assert told in got.stderr
    assert got.stdout == ""


def test_a_weak_password_is_refused(server):
    words = ("admin", "user", "add", "weak", "--email", "w@example.com", "--password-file", "-")
    got = server.command(*words, given="short", check=False)
    assert got.returncode == 1
    assert "too short" in got.stderr


def test_the_verbs_work_while_the_server_is_stopped(fresh_server):
    fresh_server.add_user("early")
    assert fresh_server.stop() == 0
    secret = fresh_server.token("early")
    address = fresh_server.repository("early/thing")
    fresh_server.start()
    assert refs(fresh_server, "early/thing", secret) == 200
    assert address.endswith("/early/thing.git")


def test_a_folder_that_is_not_prepared_is_told_how_to(tmp_path):
    for folder in (tmp_path / "missing", tmp_path):
        got = subprocess.run(
            [sys.executable, *MAIN, "admin", "user", "list", "--data", str(folder)],
            capture_output=True,
            text=True,
            env=environment(),
            timeout=90,
            check=False,
        )
        assert got.returncode == 1
        assert f"watchword init --data {folder} --admin NAME" in got.stderr


def test_init_prepares_a_folder_once(tmp_path):
    def init(*more, given=""):
        return subprocess.run(
            [
                sys.executable,
                *MAIN,
                "init",
                "--data",
                str(tmp_path / "d"),
                "--admin",
                "root1",
                *more,
            ],
            capture_output=True,
            text=True,
            input=given,
            env=environment(),
            timeout=90,
            check=False,
        )

    first = init()
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.strip()) == 20
    assert f"watchword serve --data {tmp_path / 'd'}" in first.stderr
    again = init()
    assert again.returncode == 1
    assert "prepared already" in again.stderr


def test_a_server_on_an_initialised_folder_makes_no_other_administrator(tmp_path, start_server):
    data = tmp_path / "data0"
    subprocess.run(
        [sys.executable, *MAIN, "init", "--data", str(data), "--admin", "boss",
         "--password-file", "-"],
        input=b"correct horse battery",
        env=environment(),
        timeout=90,
        check=True,
    )  # fmt: skip
    server = start_server()
    assert server.data == data
    assert server.admin_password is None
    logins = server.command("admin", "user", "list").stdout.splitlines()[1:]
    assert [line.split()[0] for line in logins] == ["boss"]


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root to be somebody else")
def test_who_does_not_own_the_folder_is_refused(server):
    python, variables = python_for_everybody()
    got = subprocess.run(
        [python, *MAIN, "admin", "user", "list", "--data", str(server.data)],
        capture_output=True,
        text=True,
        env=environment(**variables),
        user=65534,
        group=65534,
        extra_groups=[],
        cwd="/",
        timeout=90,
        check=False,
    )
    assert got.returncode == 1
    assert "Traceback" not in got.stderr


def doctor(server):
    return server.command("admin", "doctor", check=False)


def test_doctor_finds_a_running_server_well(server):
    got = doctor(server)
    assert got.returncode == 0, got.stdout
    for told in (
        "ok    git version",
        f"ok    data folder {server.data}",
        "ok    keys, database and settings are closed to others",
        f"ok    SQLite {sqlite3.sqlite_version}",
        "ok    no job gave up",
        "days left",
        f"ok    {server.url} answers (200) with X-GitHub-Request-Id",
        f"ok    mail goes to {server.data}/spool",
    ):
        assert told in got.stdout


def test_doctor_says_what_is_wrong_and_what_to_do(fresh_server):
    keys = fresh_server.data / "secrets/token-keys"
    keys.chmod(0o644)
    with closing(sqlite3.connect(fresh_server.data / "watchword.db")) as database:
        database.execute(
            "INSERT INTO events (at_ms, name, origin, body) VALUES (?, 'x', '{}', '{}')",
            ((time.time_ns() // 10**6) + 10**9,),
        )
        database.execute(
            "INSERT INTO jobs (event_id, listener, due, tries, given_up, error)"
            " SELECT max(id), 'folders.remove', 0, 12, 1, 'OSError: disk' FROM events"
        )
        database.commit()
    fresh_server.stop()
    got = doctor(fresh_server)
    assert got.returncode == 1
    assert f"FAIL  others can read {keys} (mode 0644)\n        chmod 600 {keys}" in got.stdout
    assert "FAIL  the clock is behind" in got.stdout
    assert "(folders.remove) failed 12 times: OSError: disk" in got.stdout
    assert "warn  no server runs on this folder" in got.stdout
    assert "2 things to put right" in got.stderr


def test_doctor_knows_lost_keys_and_a_damaged_database(fresh_server):
    fresh_server.stop()
    (fresh_server.data / "secrets/token-keys").unlink()
    (fresh_server.data / "watchword.db").write_bytes(b"no database" * 1000)
    got = doctor(fresh_server)
    assert got.returncode == 1
    assert "FAIL  The token keys cannot be read" in got.stdout
    assert "FAIL  the database does not answer: file is not a database" in got.stdout
    assert "Traceback" not in got.stderr


def test_doctor_sees_a_public_address_at_which_nobody_answers(start_server):
    server = start_server("--public-url", "https://localhost:9")
    got = doctor(server)
    assert got.returncode == 1
    assert "FAIL  https://localhost:9 does not answer" in got.stdout
