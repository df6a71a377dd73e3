"""Attack 38: an address that becomes an option of git.

What is verified: reading pages starts git for large raw files only, by the id of an object that the
server found itself; no word of any address reaches an argument list.
"""

import pytest

from tests.pages import Browser, Disk, application

ATTACKS = [
    "--output=/tmp/x",
    "--upload-pack=id",
    "-c",
    "--exec=id",
    "--batch",
    "$(id)",
    "`id`",
    ";id",
    "|id",
    "%00--all",
    "main%0a--all",
]


@pytest.fixture
def disk(world, tmp_path):
    made = Disk(world, tmp_path)
    yield made
    made.shelf.close()


@pytest.fixture
def called(disk, tmp_path):
    """The argument lists with which git was started, but for the question which version it is."""
    record, shim = tmp_path / "called", tmp_path / "git"
    real = disk.git.runner.program
    shim.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >>{record}\nexec {real} "$@"\n')
    shim.chmod(0o700)
    disk.git.runner.program = str(shim)

    def noted():
        lines = record.read_text().splitlines() if record.exists() else []
        return [line for line in lines if line != "--version"]

    return noted


@pytest.fixture
def browser(world, disk):
    octavia = world.user("octavia")
    history = disk.history(world.repository(octavia, "aqueduct"))
    large = b"\0" * (2**20 + 1)
    names = [attack for attack in ATTACKS if not {"/", "%"} & set(attack)]
    commit = history.commit({"large": large, **dict.fromkeys(names, large)}, "Begin")
    history.git("update-ref", "refs/tags/$(id)", commit)
    made = Browser(application(world, disk=disk))
    made.blob = history.git("rev-parse", "main:large")
    return made


@pytest.mark.parametrize("kind", ["tree", "blob", "raw", "commits", "commit"])
def test_no_word_of_an_address_reaches_git(browser, called, kind):
    for attack in ATTACKS:
        for path in (attack, f"main/{attack}", f"{attack}/large", f"{attack}%20main/large"):
            browser.get(f"/octavia/aqueduct/{kind}/{path}?page={attack}&plain={attack}")
    assert set(called()) <= {f"cat-file blob {browser.blob}"}
    assert bool(called()) is (kind == "raw")


def test_large_files_are_read_by_the_id_that_was_found(browser, called):
    assert browser.get("/octavia/aqueduct/raw/main/--batch").status == 200
    assert called() == [f"cat-file blob {browser.blob}"]


def test_names_that_people_choose_reach_no_argument_list(browser, called, world):
    browser.sign_in("octavia")
    for attack in ATTACKS:
        browser.get("/new")
        browser.press("Create repository", name=attack, description=attack, visibility="public")
        browser.get("/octavia/aqueduct/settings")
        browser.press("Save settings", default_branch=attack, description=attack)
    assert called() == []
