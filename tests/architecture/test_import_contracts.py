"""The import contracts of pyproject.toml hold, and they can say no."""

import os
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


@pytest.mark.parametrize(
    ("file", "line"),
    [
        pytest.param("watchword/kernel/clock.py", "import watchword.access.scopes", id="upwards"),
        pytest.param("watchword/odds/__init__.py", "", id="a room without a place"),
        pytest.param("watchword/tokens/model.py", "import sqlalchemy", id="SQL in a slice"),
        pytest.param("watchword/tokens/events.py", "import watchword.access.scopes", id="events"),
        pytest.param(
            "watchword/surfaces/http_kit/trie.py", "import watchword.surfaces.web", id="kit"
        ),
        pytest.param("watchword/access/scopes.py", "import watchword.access.gate", id="in access"),
        pytest.param("watchword_client/__init__.py", "import watchword.kernel", id="the client"),
    ],
)
def test_a_broken_rule_is_noticed(tmp_path, file, line):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    changed = tmp_path / "src" / file
    changed.parent.mkdir(exist_ok=True)
    with changed.open("a") as end:
        end.write(f"\n{line}\n")

    result = lint(tmp_path)

    assert result.returncode == 1
    assert "BROKEN" in result.stdout
