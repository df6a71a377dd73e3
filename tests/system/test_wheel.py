"""A wheel carries all that the server needs."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, tracked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    # From a copy of what git keeps: a build leaves files beside its sources.
    for path in tracked():
        copy = folder / "source" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", folder, folder / "source"], check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_file_of_the_packages_is_in_it(wheel):
    sources = {
        str(path.relative_to(ROOT / "src"))
        for path in tracked()
        if path.is_relative_to(ROOT / "src")
    }
    assert sources - set(wheel.namelist()) == set()


def test_it_holds_nothing_of_the_tests(wheel):
    tops = {Path(name).parts[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "watchword",
        "watchword_client",
    }


def test_its_command_and_its_migrations_run_without_a_checkout(wheel, tmp_path):
    wheel.extractall(tmp_path / "installed")
    program = (
        "import sys, watchword; from watchword.operator_cli.main import main;"
        f"assert watchword.__file__.startswith({str(tmp_path)!r}), watchword.__file__;"
        "main(sys.argv[1:])"
    )
    password = tmp_path / "password"
    password.write_text("correct horse battery staple\n")
    password.chmod(0o600)
    data = tmp_path / "data"
    options = ["init", "--data", str(data), "--admin", "ada", "--password-file", str(password)]
    done = subprocess.run(
        [sys.executable, "-c", program, *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (data / "watchword.db").exists()
