"""The lines that differ as a patch without its head (git-diff(1), combined with nothing)."""

from collections.abc import Iterator

from watchword.contents.differences import FileDifference
from watchword.contents.ports import DiffLine, Hunk

NO_NEWLINE = "\\ No newline at end of file"


def text(file: FileDifference) -> str | None:
    """The hunks of a file; None where none are shown."""
    if not file.hunks:
        return None
    return "\n".join(line for hunk in file.hunks for line in _hunk(hunk))


def _hunk(hunk: Hunk) -> Iterator[str]:
    yield f"@@ -{_range(hunk.before)} +{_range(hunk.after)} @@"
    yield from map(_line, hunk.lines)


def _range(lines: tuple[int, int]) -> str:
    first, count = lines
    return str(first) if count == 1 else f"{first},{count}"


def _line(line: DiffLine) -> str:
    if line.mark == "\\":
        return NO_NEWLINE
    return line.mark + line.text.decode("utf-8", "replace")
