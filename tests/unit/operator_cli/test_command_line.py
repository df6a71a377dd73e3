"""The verbs that there are, what they say, and how refusals are worded."""

import errno
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound, NotPermitted
from watchword.operator_cli.main import main
from watchword.operator_cli.speaking import sentence, speaking
from watchword.operator_cli.tables import columns

VERBS = {
    ("login",): {"--web", "--device", "--with-token", "--keep", "--scopes", "--ca", "--json"},
    ("status",): {"--json"},
    ("logout",): {"--json"},
    ("why",): {"--json"},
    ("remote", "https"): {"--all", "--host", "--dry-run", "--rule", "--port", "--json"},
    ("remote", "ssh"): {"--all", "--host", "--dry-run", "--rule", "--port", "--json"},
    ("credential", "forget"): {"--json"},
    ("credential", "replace"): {"--json", "--username"},
    ("completion",): set(),
    ("serve",): {
        "--data", "--listen", "--public-url", "--workers", "--tls-cert", "--tls-key", "--no-tls",
        "--behind-proxy", "--http2", "--ssh-listen", "--only",
    },
    ("init",): {"--data", "--admin", "--password-file"},
    ("admin", "user", "add"): {"--data", "--email", "--password-file", "--site-admin"},
    ("admin", "user", "list"): {"--data"},
    ("admin", "user", "suspend"): {"--data"},
    ("admin", "user", "unsuspend"): {"--data"},
    ("admin", "user", "promote"): {"--data"},
    ("admin", "user", "demote"): {"--data"},
    ("admin", "user", "rename"): {"--data"},
    ("admin", "user", "delete"): {"--data", "--confirm"},
    ("admin", "user", "set-password"): {"--data", "--password-file"},
    ("admin", "repo", "create"): {"--data", "--private", "--internal", "--public"},
    ("admin", "token", "create"): {"--data", "--user", "--note", "--scopes", "--expires"},
    ("admin", "token", "list"): {"--data", "--user", "--json"},
    ("admin", "token", "revoke"): {"--data"},
    ("admin", "app", "list"): {"--data", "--json"},
    ("admin", "app", "disable"): {"--data", "--revoke", "--device-flow"},
    ("admin", "app", "enable"): {"--data", "--device-flow"},
    ("admin", "doctor"): {"--data"},
}  # fmt: skip


def walk(group, path=()):
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from walk(command, (*path, name))
        else:
            yield (*path, name), command


def test_verbs_and_options_are_the_agreed_ones():
    there = {
        path: {option for one in command.params for option in one.opts if option[0] == "-"}
        for path, command in walk(main)
    }
    assert there == VERBS


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_each_verb_explains_itself(path):
    got = CliRunner().invoke(main, [*path, "--help"])
    assert got.exit_code == 0
    assert "Usage:" in got.output


@pytest.mark.parametrize("variables", [{"WATCHWORD_DATA": None}, {"WATCHWORD_DATA": ""}])
@pytest.mark.parametrize("path", ["serve", "admin doctor", "admin token list"])
def test_a_verb_of_the_data_folder_asks_for_it(path, variables):
    got = CliRunner(env=variables).invoke(main, path.split())
    assert got.exit_code == 2
    assert "Missing option '--data'" in got.output


def test_the_data_folder_may_be_named_by_a_variable(tmp_path):
    folder = tmp_path / "not there"
    got = CliRunner(env={"WATCHWORD_DATA": str(folder)}).invoke(main, ["admin", "doctor"])
    assert got.exit_code == 1
    assert f"There is no data folder {folder}" in got.output


def test_help_imports_nothing_of_the_server():
    program = (
        "import sys\n"
        "from watchword.operator_cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "server = {'sqlalchemy', 'granian', 'cryptography', 'alembic', 'msgspec', 'asyncio'}\n"
        "loaded = server & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60)


def test_a_verb_that_there_is_not_is_named():
    got = CliRunner().invoke(main, ["admin", "usr"])
    assert got.exit_code == 2
    assert "usr" in got.output


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (Invalid(FieldError("User", "login", "already_exists")), "The login is taken already."),
        (Invalid(FieldError("X", "note", "custom", "Note is odd")), "Note is odd."),
        (Invalid(FieldError("X", "scopes", "invalid")), "scopes is not valid."),
        (Invalid(FieldError("X", "description", "missing_field")), "The note is missing."),
        (NotPermitted("Not you."), "Not you."),
        (NotFound(), "There is no such thing."),
        (Conflict(), "Somebody else changed it meanwhile: try again."),
    ],
)
def test_refusals_are_sentences(refused, told):
    assert sentence(refused) == told


def test_columns_line_up():
    assert columns(("A", "LONG"), [("wide", "x"), ("y", "")]) == "A     LONG\nwide  x\ny"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_disk_that_takes_nothing_is_told_in_a_line(number):
    @speaking
    def verb():
        raise OSError(number, os.strerror(number), "/srv/watchword/watchword.lock")

    with pytest.raises(click.ClickException) as told:
        verb()
    assert str(told.value) == f"/srv/watchword/watchword.lock: {os.strerror(number)}."


def test_a_fault_of_ours_keeps_its_traceback():
    @speaking
    def verb():
        raise OSError(errno.EBADF, "Bad file descriptor")

    with pytest.raises(OSError, match="Bad file"):
        verb()
