"""`git-credential-watchword` with a real keychain: the Secret Service, on a bus of its own."""

import shlex
import subprocess
import sys

from tests.running_server import environment

HELPER = (sys.executable, "-P", "-m", "watchword_client.credential_helper")
PLACE = "protocol=https\nhost=git.example.test\n"
SECRET = "ghp_kept"
SESSION = """
printf %s "$OPENS" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
git config --global credential.helper "!$HELPER"
printf '%s\\nusername=octavia\\npassword=%s\\n' "$PLACE" "$SECRET" | git credential approve
echo kept: && printf %s "$PLACE" | git credential fill
printf %s "$PLACE" | git credential reject
echo left: && printf %s "$PLACE" | git credential fill 2>/dev/null || echo nothing
"""


def test_git_keeps_finds_and_forgets_in_the_keychain(tmp_path):
    tmp_path.chmod(0o700)
    variables = environment(
        HOME=str(tmp_path),
        XDG_RUNTIME_DIR=str(tmp_path),
        GIT_CONFIG_NOSYSTEM="1",
        GIT_TERMINAL_PROMPT="0",
        OPENS="anything",
        HELPER=shlex.join([*HELPER, "--store=keychain"]),
        PLACE=PLACE.rstrip("\n"),
        SECRET=SECRET,
    )
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        variables.pop(name, None)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION],
        env=variables,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    kept = f"kept:\nprotocol=https\nhost=git.example.test\nusername=octavia\npassword={SECRET}\n"
    assert done.stdout == f"{kept}left:\nnothing\n", done.stderr
    # On the disk there is the keyring, and no token in clear.
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"git-credential-watchword" in one or b"GnomeKeyring" in one for one in files)
    assert not any(SECRET.encode() in one for one in files)


def test_without_a_keychain_one_line_says_what_else_there_is(tmp_path):
    variables = environment(HOME=str(tmp_path), DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    done = subprocess.run(
        [*HELPER, "get"],
        env=variables,
        cwd=tmp_path,
        input=PLACE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.count("\n") == 1
    assert "no keychain here: use --store=memory" in done.stderr
