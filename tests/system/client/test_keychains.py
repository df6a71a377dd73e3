"""The companion keeps tokens in a real keyring of a Linux desktop, by ours and by git's helpers."""

import json

import pytest

from tests.desktop_keyring import build_helper, unlocked
from tests.named_server import HOST
from tests.real_clients import credential_manager

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
"""Our own helper finds no keychain then, as where no such library is."""


@pytest.fixture(scope="module")
def libsecret(tmp_path_factory):
    """A folder with git's helper for the keyring of a desktop."""
    return build_helper(tmp_path_factory.mktemp("libsecret")).parent


@pytest.fixture
def desktop(companion):
    """The companion where the keyring of a desktop is open."""
    with unlocked(companion.machine):
        yield companion


def works(companion, server, login):
    """Sign in where nothing is said of the place; git works, and after the sign-out it does not."""
    machine = companion.machine
    server.add_user(login)
    address = server.repository(f"{login}/aqueduct")
    words = ("login", HOST, "--with-token", "--json")
    done = json.loads(companion.run(*words, given=server.token(login)).stdout)
    machine.run("git", "ls-remote", address)
    (found,) = json.loads(companion.run("status", "--json").stdout)
    assert (found["login"], found["warnings"]) == (login, [])
    companion.run("logout")
    machine.run("git", "ls-remote", address, status=128)
    return done


def test_our_helper_keeps_it_in_the_keyring_when_there_is_one(desktop, server):
    done = works(desktop, server, "octavia")
    assert (done["kept"], done["remarks"]) == ("keychain", [])
    assert done["helper"].endswith("--store=keychain")


def test_git_s_own_helper_is_next(desktop, server, libsecret):
    desktop.machine.variables |= NO_KEYRING
    desktop.machine.path.append(str(libsecret))
    done = works(desktop, server, "livia")
    assert (done["kept"], done["helper"]) == ("keychain", "libsecret")


def test_git_credential_manager_is_last(desktop, server, tmp_path):
    desktop.machine.variables |= NO_KEYRING
    # It asks for a screen before it asks the keyring, which needs none.
    desktop.machine.variables["DISPLAY"] = ":99"
    link = tmp_path / "bin/git-credential-manager"
    link.parent.mkdir()
    link.symlink_to(credential_manager())
    desktop.machine.path.append(str(link.parent))
    desktop.machine.run("git", "config", "--global", "credential.credentialStore", "secretservice")
    done = works(desktop, server, "drusilla")
    assert (done["kept"], done["helper"]) == ("keychain", "manager")


def test_without_a_keyring_memory_keeps_it_and_the_person_is_told(companion, server):
    done = works(companion, server, "agrippina")
    assert done["kept"] == "memory"
    assert "No keychain works here: memory keeps it for 8 hours" in done["remarks"][0]
