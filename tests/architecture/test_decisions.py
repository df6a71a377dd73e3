"""Decisions are written down in one form, numbered without a gap."""

import re
from collections.abc import Iterator

from tests.architecture.tree import ROOT

FOLDER = ROOT / "docs" / "adr"
PARTS = ["Context", "Decision", "Consequences", "Alternatives"]
LONGEST = 80


def malformed(name: str, text: str) -> Iterator[str]:
    number = name[:4]
    if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name):
        yield f"{name} is not named NNNN-title.md"
    if not re.match(rf"# {number}\. \S.*\n\nDate: \d{{4}}-\d\d-\d\d\. Status: \S", text):
        yield f"{name} does not begin with its number, title, date and status"
    if re.findall(r"^## (.*)$", text, re.MULTILINE) != PARTS:
        yield f"{name} needs the parts {', '.join(PARTS)}, in this order"
    if any(not part.strip() for part in re.split(r"^## .*$", text, flags=re.MULTILINE)):
        yield f"{name} has an empty part"
    if text.count("\n") > LONGEST:
        yield f"{name} is longer than a page"


def test_every_decision_has_the_same_form():
    files = sorted(FOLDER.glob("*.md"))
    assert files
    assert [fault for file in files for fault in malformed(file.name, file.read_text())] == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(file.name[:4]) for file in FOLDER.glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_decision_of_another_form_is_noticed():
    text = "# 0001. Keep notes\n\nDate: 2026-01-01. Status: accepted.\n"
    text += "".join(f"\n## {part}\n\nWords.\n" for part in PARTS)
    assert not list(malformed("0001-keep-notes.md", text))
    assert list(malformed("0002-keep-notes.md", text))
    assert list(malformed("0001-keep-notes.md", text.replace("## Alternatives", "## Others")))
    assert list(malformed("0001-keep-notes.md", text.replace("Words.", "", 1)))
    assert list(malformed("1-keep.md", text))
