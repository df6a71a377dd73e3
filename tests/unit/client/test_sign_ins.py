"""What is remembered of sign-ins: no secrets, and nothing that somebody else could read."""

import stat

import pytest

from watchword_client import machine
from watchword_client.host import Host
from watchword_client.sign_ins import SignIn, SignIns
from watchword_client.speaking import Trouble

ONE = SignIn("git.example.test", "octavia", "store", "12345678", obtained=True, scopes=["repo"])


def test_what_is_remembered_is_there_again_and_nobody_else_s_to_read(tmp_path):
    folder = tmp_path / "state" / "watchword"
    SignIns(folder).remember(ONE)
    there = SignIns(folder)
    assert there.of(Host("git.example.test")) == ONE
    assert stat.S_IMODE(there.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    there.forget(Host("git.example.test"))
    assert there.all() == []
    assert [path.name for path in folder.iterdir()] == ["sign-ins.json"]


def test_one_host_has_one(tmp_path):
    there = SignIns(tmp_path)
    there.remember(ONE)
    there.remember(SignIn("other.test", "nero", "store", "0", obtained=False))
    there.remember(SignIn("git.example.test", "nero", "store", "0", obtained=False))
    assert [(one.host, one.login) for one in there.all()] == [
        ("git.example.test", "nero"),
        ("other.test", "nero"),
    ]


def test_what_fails_is_not_remembered(tmp_path):
    there = SignIns(tmp_path)
    there.remember(ONE)
    newer = SignIn("git.example.test", "nero", "store", "0", obtained=False)
    with pytest.raises(ZeroDivisionError), there.remembering(newer):
        raise ZeroDivisionError
    assert there.all() == [ONE]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"sign_ins": [1, {"host": "a"}]}', '{"sign_ins": [{"host": "x y"}]}']
)
def test_a_file_that_cannot_be_read_is_as_none(tmp_path, text):
    there = SignIns(tmp_path)
    there.path.write_text(text)
    assert there.all() == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot be written"):
        SignIns(tmp_path / "file" / "watchword").remember(ONE)


@pytest.mark.parametrize(
    ("system", "variables", "folder"),
    [
        ("linux", {"HOME": "/home/o"}, "/home/o/.local/state/watchword"),
        ("linux", {"HOME": "/home/o", "XDG_STATE_HOME": "/s"}, "/s/watchword"),
        ("linux", {"HOME": "/home/o", "XDG_STATE_HOME": "s"}, "/home/o/.local/state/watchword"),
        ("darwin", {"HOME": "/Users/o"}, "/Users/o/Library/Application Support/watchword"),
        ("win32", {"LOCALAPPDATA": "C:/o/Local"}, "C:/o/Local/watchword"),
        ("win32", {"USERPROFILE": "C:/o"}, "C:/o/AppData/Local/watchword"),
    ],
)
def test_each_system_has_its_folder(system, variables, folder):
    assert machine.state_folder(variables, system).as_posix() == folder
