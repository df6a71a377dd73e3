"""The git client side: credentials that a helper is talked into giving to somebody else.

CVE-2020-5260, CVE-2020-11008, CVE-2024-50338, CVE-2024-52006 (lines smuggled by LF, CR or NUL; an
empty host as a wildcard) and CVE-2024-53858 (a token of the environment for any host that asks).
Verified: the helper, run as git runs it, answers for exactly the host that a credential was stored
for; what it prints is nothing else; its files and locks are the person's own and no links.
"""

import io
import os
import signal
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.client.helper_kit import Kept
from watchword_client import processes
from watchword_client.credential_helper import main, surroundings

PASSWORD = "gho_geheim"
STORED = f"protocol=https\nhost=good.test\nusername=alice\npassword={PASSWORD}\n"


class Git:
    """Calls the helper in this process, with a home of its own."""

    def __init__(self, home, capsys):
        self.home = home
        self._capsys = capsys
        self.words = ("--store=file",)

    def __call__(self, action, given, *words):
        answer = io.BytesIO()
        data = given.encode() if isinstance(given, str) else given
        self.status = main.run([*self.words, *words, action], io.BytesIO(data), answer)
        self.complaint = self._capsys.readouterr().err
        return answer.getvalue()

    @property
    def file(self):
        return self.home / ".local/share/watchword/credentials"


@pytest.fixture
def git(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    called = Git(tmp_path, capsys)
    called("store", STORED)
    assert called.status == 0
    return called


def test_the_host_itself_is_answered(git):
    answer = git("get", "protocol=https\nhost=good.test\n\n")
    assert answer == f"username=alice\npassword={PASSWORD}\n".encode()


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"protocol=https\nhost=evil.test\n", id="an unknown host"),
        pytest.param(b"protocol=https\nhost=\n", id="an empty host"),
        pytest.param(b"protocol=\nhost=good.test\n", id="an empty protocol"),
        pytest.param(b"host=good.test\n", id="no protocol"),
        pytest.param(b"protocol=https\n", id="no host: git died in the middle"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"protocol=https\nhost=evil.good.test\n", id="a suffix"),
        pytest.param(b"protocol=https\nhost=good.test.evil.test\n", id="a prefix"),
        pytest.param(b"protocol=https\nhost=good.test:443\n", id="a port"),
        pytest.param(b"protocol=https\nhost=good.test:8443\n", id="another port"),
        pytest.param(b"protocol=https\nhost=*.test\n", id="a wildcard"),
        pytest.param(b"protocol=http\nhost=good.test\n", id="without TLS"),
        pytest.param(b"protocol=https\nhost=good.test\nusername=bob\n", id="another account"),
        pytest.param(b"protocol=https\nhost=evil.test\nurl=https://good.test\n", id="by url"),
    ],
)
@pytest.mark.parametrize("variable", ["GH_TOKEN", "GITHUB_TOKEN", "WATCHWORD_TOKEN"])
def test_nobody_else_is_answered_also_with_a_token_in_the_environment(
    git, monkeypatch, request_, variable
):
    monkeypatch.setenv(variable, "ghp_environment")
    assert git("get", request_) == b""
    assert (git.status, git.complaint) == (0, "")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"protocol=https\nhost=evil.test\rhost=good.test\n", id="CR"),
        pytest.param(b"protocol=https\nhost=evil.test\r\r\n", id="CR CR LF"),
        pytest.param(b"protocol=https\nhost=evil.test\0\nhost=good.test\n", id="NUL"),
        pytest.param(
            b"protocol=https\nhost=good.test\0.evil.test\n", id="NUL at the end of a name"
        ),
        pytest.param(b"protocol=https\nhost=evil.test\nhost=good.test\n", id="a second host"),
        pytest.param(b"protocol=https\nhost=good.test\nwwwauth[]=a\rhost=b\n", id="in a challenge"),
        pytest.param(b"protocol=https\nhost=good.test\x1b[0m\n", id="an escape sequence"),
        pytest.param(
            b"protocol=https\nhost=good.test\npath=" + b"a" * 70_000 + b"\n", id="a long line"
        ),
        pytest.param(b"protocol=https\nhost=good.test\n" + b"a=b\n" * 300_000, id="no end"),
        pytest.param("protocol=https\nhost=evil.test\u2028host=good.test\n", id="U+2028"),
    ],
)
@pytest.mark.parametrize("action", ["get", "store", "erase"])
def test_a_smuggled_line_changes_nothing_and_is_not_repeated(git, request_, action):
    before = git.file.read_bytes()
    assert git(action, request_) == b""
    assert git.file.read_bytes() == before
    assert "good.test" not in git.complaint
    assert git.complaint.removesuffix("\n").isprintable()


def test_a_password_with_a_line_in_it_is_not_stored(git):
    git("store", "protocol=https\nhost=b.test\nusername=u\npassword=a\rhost=good.test\n")
    assert git.status == 1
    assert "b.test" not in git.file.read_text()


def test_an_erase_with_an_empty_host_erases_nothing(git):
    git("erase", "protocol=https\nhost=\n")
    assert git("get", "protocol=https\nhost=good.test\n")


def test_later_actions_do_nothing_and_fail_not(git):
    assert git("reticulate", STORED) == b""
    assert (git.status, git.complaint) == (0, "")
    assert git("capability", "") == b"version 0\n"


def test_files_are_the_persons_own(git):
    folder = git.file.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


def test_a_file_that_others_may_read_is_not_used(git):
    git.file.chmod(0o644)
    assert git("get", "protocol=https\nhost=good.test\n") == b""
    assert "chmod 600" in git.complaint
    assert PASSWORD not in git.complaint


@pytest.mark.parametrize("which", ["credentials", "credentials.lock", "credentials.new"])
def test_no_link_is_followed(git, which):
    elsewhere = git.home / "elsewhere"
    elsewhere.write_text("left alone")
    elsewhere.chmod(0o600)
    link = git.file.with_name(which)
    link.unlink(missing_ok=True)
    link.symlink_to(elsewhere)
    git("store", STORED.replace("good.test", "b.test"))
    assert elsewhere.read_text() == "left alone"
    # What is to become the file may be taken away first; the file and its lock may not.
    assert git.status == (0 if which == "credentials.new" else 1)


def test_a_lock_that_others_may_open_is_not_trusted(git):
    git.file.with_name("credentials.lock").chmod(0o666)
    git("store", STORED)
    assert git.status == 1


@pytest.mark.parametrize("kind", ["a link", "open to others"])
def test_the_folder_of_the_socket_lets_nobody_else_in(git, kind):
    folder = git.home / ".local/state/watchword/credential-helper"
    folder.parent.mkdir(parents=True)
    if kind == "a link":
        (git.home / "theirs").mkdir(mode=0o700)
        folder.symlink_to(git.home / "theirs")
    else:
        folder.mkdir(mode=0o755)
    git.words = ("--store=memory",)
    assert git("get", "protocol=https\nhost=good.test\n") == b""
    assert git.status == 1


def test_no_token_is_in_a_traceback(git, monkeypatch):
    def broken(chosen):
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr(surroundings, "store", broken)
    git("store", STORED)
    assert git.complaint == "git-credential-watchword: failed by RuntimeError\n"


def test_writers_at_once_lose_nothing(git):
    requests = [
        f"protocol=https\nhost=h{number}.test\nusername=u\npassword=p{number}\n"
        for number in range(12)
    ]

    def store(request):
        main.run(["--store=file", "store"], io.BytesIO(request.encode()), io.BytesIO())

    threads = [threading.Thread(target=store, args=(one,)) for one in requests]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for number in range(12):
        answer = git("get", f"protocol=https\nhost=h{number}.test\n")
        assert answer == f"username=u\npassword=p{number}\n".encode()


@pytest.fixture
def started(monkeypatch):
    """Process ids of what was started in the background; it ends with the test."""
    pids, start = [], processes.start_in_background
    monkeypatch.setenv("PYTHONPATH", str(Path(main.__file__).parents[2]))
    monkeypatch.setattr(processes, "start_in_background", lambda *words: pids.append(start(*words)))
    yield pids
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def test_the_repository_that_git_is_in_gives_no_code_to_the_memory(
    git, monkeypatch, tmp_path, started
):
    repository = tmp_path / "repository"
    for package in ("watchword_client", "socket"):
        (repository / package).mkdir(parents=True)
        (repository / package / "__init__.py").write_text("open('stolen', 'w').close()\n")
    monkeypatch.chdir(repository)
    git.words = ("--store=memory",)
    git("store", STORED)
    assert (git.status, git.complaint) == (0, "")
    assert PASSWORD.encode() in git("get", "protocol=https\nhost=good.test\n")
    assert len(started) == 1
    assert not list(tmp_path.rglob("stolen"))
    assert Path.cwd() == repository


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["get", "store"],
        ["--store=git", "get"],
        ["--store", "get"],
        ["--store=file", "--timeout=5", "get"],
        ["--store=memory", "--timeout=x", "get"],
        ["--store=memory", "--timeout=0", "get"],
        ["--store=memory", "--file=a", "get"],
        ["--store=file", "--file=", "get"],
        ["--token=ghp_x", "get"],
    ],
)
def test_words_that_mean_nothing_are_refused_without_being_repeated(capsys, words):
    assert main.run(words, io.BytesIO(), io.BytesIO()) == main.MISUSED
    assert "ghp_x" not in capsys.readouterr().err


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"protocol=https\n",
                b"protocol=http\n",
                b"host=good.test\n",
                b"host=evil.test\n",
                b"username=alice\n",
                b"host=\n",
                b"\n",
                b"\r\n",
                b"\r",
                b"\0",
                b"path=a/b.git\n",
                b"url=https://good.test\n",
            ]
        ),
        st.binary(max_size=20),
    ),
    max_size=6,
)


@given(lines=LINES)
def test_whatever_is_asked_only_the_host_itself_is_answered(lines):
    store = Kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surroundings, "store", lambda chosen: store)
        main.run(["store"], io.BytesIO(STORED.encode()), io.BytesIO())
        answer, asked = io.BytesIO(), b"".join(lines)
        main.run(["get"], io.BytesIO(asked), answer)
    if answer.getvalue():
        assert answer.getvalue() == f"username=alice\npassword={PASSWORD}\n".encode()
        told = asked.replace(b"\r\n", b"\n").partition(b"\n\n")[0].split(b"\n")
        # An empty line in front of all is skipped; what stands behind the first one is not read.
        told = told if any(told) else asked.replace(b"\r\n", b"\n").strip(b"\n").split(b"\n")
        assert [one for one in told if one.startswith(b"host=")] == [b"host=good.test"]
        assert b"protocol=https" in told
