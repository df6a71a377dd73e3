"""The import contracts of pyproject.toml hold, and they can say no."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_new_room_must_be_given_a_place():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    containers = {
        name
        for contract in contracts["contracts"]
        if contract["type"] == "layers" and contract["exhaustive"]
        for name in contract["containers"]
    }
    assert containers >= {"watchword", "watchword.surfaces", "watchword.access"}


# id: the file, what is added to it, and the contract that this breaks.
BROKEN = {
    "upwards": ("watchword/kernel/clock.py", "watchword.access.scopes", "Ranks"),
    "SQL in a slice": ("watchword/tokens/model.py", "sqlalchemy", "SQL lives in storage"),
    "events": ("watchword/tokens/events.py", "watchword.access.scopes", "Event modules"),
    "kit": ("watchword/surfaces/http_kit/trie.py", "watchword.surfaces.web", "Surfaces"),
    "in access": ("watchword/access/scopes.py", "watchword.access.gate", "Access reads"),
    "the client": ("watchword_client/__init__.py", "watchword.kernel", "The client and the server"),
}


def copied(folder: Path) -> Path:
    """A copy of what is linted; its sources."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "src"


@pytest.fixture(scope="module")
def said_of_broken_rules(tmp_path_factory):
    """What is said of a copy in which each of them is broken: to read it all takes the time."""
    folder = tmp_path_factory.mktemp("broken")
    sources = copied(folder)
    for file, name, _ in BROKEN.values():
        with (sources / file).open("a") as end:
            end.write(f"\nimport {name}\n")
    result = lint(folder)
    assert result.returncode == 1
    return result.stdout


@pytest.mark.parametrize(("file", "name", "contract"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_noticed(said_of_broken_rules, file, name, contract):
    importer = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    summary, details = said_of_broken_rules.split("Broken contracts", 1)
    assert re.search(rf"^{contract}.* BROKEN", summary, re.MULTILINE)
    told = re.search(rf"^{contract}.*\n-+\n((?:.*\n)*?)(?=.*\n---|\Z)", details, re.MULTILINE)
    assert f"{importer} -> {name} " in told[1]


def test_a_new_room_without_a_place_is_noticed(tmp_path):
    room = copied(tmp_path) / "watchword/odds"
    room.mkdir()
    (room / "__init__.py").touch()

    result = lint(tmp_path)

    assert result.returncode == 1
    assert "BROKEN" in result.stdout
    assert "odds" in result.stdout
