"""What git is told."""

from pathlib import Path

from watchword.git_process.environment import Environment

ENVIRONMENT = Environment(Path("/run/home"), Path("/run/none"), 1000)


def settings(variables):
    count = int(variables["GIT_CONFIG_COUNT"])
    pairs = [
        (variables[f"GIT_CONFIG_KEY_{n}"], variables[f"GIT_CONFIG_VALUE_{n}"]) for n in range(count)
    ]
    return dict(pairs)


def test_nothing_of_the_servers_own_environment_is_in_it(monkeypatch):
    monkeypatch.setenv("WATCHWORD_SECRET", "x")
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    variables = ENVIRONMENT.variables()
    assert not variables.keys() & {"WATCHWORD_SECRET", "GIT_DIR", "GIT_PROTOCOL"}
    assert variables["HOME"] == "/run/home"
    assert variables["GIT_CONFIG_NOSYSTEM"] == "1"
    assert variables["LC_ALL"] == "C.UTF-8"


def test_each_process_may_have_hooks_a_protocol_and_more():
    variables = ENVIRONMENT.variables("version=2", Path("/hooks"), {"MORE": "x"})
    assert variables["GIT_PROTOCOL"] == "version=2"
    assert variables["MORE"] == "x"
    assert settings(variables)["core.hooksPath"] == "/hooks"
    assert settings(ENVIRONMENT.variables())["core.hooksPath"] == "/run/none"


def test_objects_are_checked_but_for_three_faults_of_real_histories():
    found = settings(ENVIRONMENT.variables())
    assert found["receive.fsckObjects"] == "true"
    ignored = {key for key, value in found.items() if value == "ignore" and ".fsck." in key}
    assert ignored == {
        "receive.fsck.badTimezone",
        "receive.fsck.missingSpaceBeforeDate",
        "receive.fsck.zeroPaddedFilemode",
    }
    assert found["receive.maxInputSize"] == "1000"
    assert found["core.fsync"] == "all"


def test_pieces_of_several_packs_are_reused_by_a_git_that_knows_how():
    assert settings(ENVIRONMENT.variables())["pack.allowPackReuse"] == "true"
    for version, told in (((2, 43), "true"), ((2, 44), "multi"), ((3, 0), "multi")):
        assert settings(ENVIRONMENT.variables(version=version))["pack.allowPackReuse"] == told
