"""The documents stay true: files, links and commands that they name are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.architecture.tree import ROOT
from watchword.operator_cli.main import main

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS = [ROOT, ROOT / "src" / "watchword", ROOT / "src" / "watchword" / "surfaces"]
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")
FOLDER_OR_FILE = re.compile(r".*/.*|.*\.(py|md|toml|in|txt)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
# The line of a table or a list may go on with names from the folder of the one before.
COMMAND = re.compile(r"`watchword ((?:[a-z][\w-]*)(?: [a-z][\w-]*)*)")
# What lies in a data folder, not in the repository.
ELSEWHERE = {"./data", "watchword.toml", "watchword.db", "secrets/", "tls/", "run/", "backup/"}


def missing(document: Path, text: str) -> Iterator[str]:
    for line in text.splitlines():
        folders = list(ROOMS)
        for name in NAMED.findall(line):
            if not FOLDER_OR_FILE.fullmatch(name) or name in ELSEWHERE:
                continue
            found = [folder / name for folder in folders if (folder / name).exists()]
            if not found and "/" not in name and len(folders) == len(ROOMS):
                found = list((ROOT / "src").rglob(name)) + list((ROOT / "docs").rglob(name))
            if not found:
                yield f"{document.name} names {name}"
            folders += [path.parent for path in found]
    for target in LINK.findall(text):
        if not (document.parent / target).exists():
            yield f"{document.name} links to {target}"


def unknown_commands(text: str) -> Iterator[str]:
    for words in COMMAND.findall(text):
        result = CliRunner().invoke(main, [*words.split(), "--help"])
        if result.exit_code:
            yield words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document):
    assert list(missing(document, document.read_text())) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_in_a_document_is_known(document):
    assert list(unknown_commands(document.read_text())) == []


@pytest.mark.parametrize(
    "text", ["in `access/gates.py`", "in `tokens/secret.py`, `nothing.py`", "[a](docs/no.md)"]
)
def test_a_name_of_nothing_is_noticed(text):
    assert list(missing(ROOT / "README.md", text))
    assert not list(missing(ROOT / "README.md", "in `tokens/secret.py`, `usage.py`, `docs/adr/`"))


def test_an_unknown_command_is_noticed():
    assert list(unknown_commands("`watchword admin user befriend NAME`"))
    assert not list(unknown_commands("`watchword admin user add NAME`"))
