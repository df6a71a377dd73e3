"""Migrations stand in one row: each has a number of its own and follows the one before."""

import re

from tests.architecture.tree import ROOT

VERSIONS = ROOT / "src/watchword/storage/migrations/versions"
SAYS = re.compile(r'^(down_revision|revision) = (?:"(\d{4})"|None)$', re.MULTILINE)


def test_each_follows_the_one_before():
    found = {}
    for path in sorted(VERSIONS.glob("v*.py")):
        told = dict(SAYS.findall(path.read_text()))
        assert path.name.startswith(f"v{told['revision']}_"), path.name
        assert told["revision"] not in found, f"{path.name} has the number of another one"
        found[told["revision"]] = told.get("down_revision", "")
    numbers = sorted(found)
    assert [found[number] for number in numbers] == ["", *numbers[:-1]]
