"""What git keeps holds nothing of one machine: no package index, no folder of somebody's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, tracked

# Written in pieces, so that this file does not find itself.
INDEXES = [
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "registry" + r"\.npmjs",
    "crates" + r"\.io",
]
OPTIONS = [
    rf"(?<!no-emit-){name}" for name in ("index-" + "url", "trusted-" + "host", "find-" + "links")
]
FOLDERS = [rf"(?<![\w./-])/{name}/" for name in ("wo" + "rk", "ro" + "ot", "opt/" + "wheels")]
FORBIDDEN = re.compile("|".join(INDEXES + OPTIONS + FOLDERS))


def of_one_machine(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        found = FORBIDDEN.search(line)
        if found:
            yield f"{name}:{number} holds {found[0]}"


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def test_no_file_names_an_index_or_a_folder_of_one_machine():
    texts = ((str(path.relative_to(ROOT)), _text(path)) for path in tracked())
    assert [fault for name, text in texts for fault in of_one_machine(name, text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "--extra-" + "index" + "-url https://packages.example",
        "cd /" + "work/main",
        "see https://pypi" + ".org/project/x",
    ],
)
def test_such_a_line_is_noticed(line):
    assert list(of_one_machine("a", line))


@pytest.mark.parametrize("line", ["from watchword.work.unit import Work", "src/watchword/work/"])
def test_a_folder_of_ours_is_none_of_one_machine(line):
    assert not list(of_one_machine("a", line))
