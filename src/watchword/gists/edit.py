"""What an edit makes of the files of a gist. Pure: names, and what is to stand under them."""

from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from msgspec import Struct

from watchword.gists import names
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import filled

F = TypeVar("F")

MOST_FILES: Final = 300
"""Files that an edit may leave in a gist."""


class FileEdit(Struct, frozen=True):
    """What is to become of one file; None leaves that part as it is."""

    content: str | None = None
    filename: str | None = None


class Kept(Struct, Generic[F], frozen=True):
    """A file that stays as it was, perhaps under another name."""

    file: F


class Written(Struct, frozen=True):
    """A file with new content."""

    content: bytes


def applied(
    before: Mapping[str, F], edits: Mapping[str, FileEdit | None]
) -> dict[str, Kept[F] | Written]:
    """The files after an edit.

    None deletes a file, and so does empty content without a name: `gh gist rename` says it so
    (GHES behaviour). Raises Invalid for a bad name, for content that is missing, and when nothing
    or too much would be left.
    """
    after: dict[str, Kept[F] | Written] = {name: Kept(file) for name, file in before.items()}
    for old, edit in edits.items():
        found = after.pop(old, None)
        if edit is None or (edit.content == "" and edit.filename is None):
            continue
        name = _name(old, edit, after)
        if edit.content is not None:
            after[name] = Written(_bytes(edit.content))
        elif found is not None:
            after[name] = found
        else:
            raise Invalid(FieldError("Gist", "files", "missing_field"))
    if not after:
        raise Invalid(FieldError("Gist", "files", "missing_field"))
    if len(after) > MOST_FILES:
        message = filled("files are limited to %(most)s", most=MOST_FILES)
        raise Invalid(FieldError("Gist", "files", "custom", message))
    return after


def _name(old: str, edit: FileEdit, others: Mapping[str, object]) -> str:
    wanted = old if edit.filename is None else edit.filename
    return names.file(wanted) if wanted.strip() else names.next_free(others)


def _bytes(content: str) -> bytes:
    try:
        return content.encode()
    except UnicodeEncodeError:
        raise Invalid(FieldError("Gist", "files", "invalid")) from None
