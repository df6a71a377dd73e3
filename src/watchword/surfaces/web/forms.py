"""What was typed into a form, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.parse import parse_qsl

from msgspec import Struct
from msgspec.structs import replace

from watchword.kernel.errors import FieldError, Invalid, Malformed, TooLarge
from watchword.kernel.words import N_

TYPE: Final = "application/x-www-form-urlencoded"
LARGEST: Final = 64 * 1_024
"""Bytes of a form that are read; the longest one here is a token's with every scope, some 3 KiB."""
MOST_FIELDS: Final = 500
TOKEN_FIELD: Final = "authenticity_token"
SUDO_FIELD: Final = "sudo_password"
NEVER_KEPT: Final = frozenset({TOKEN_FIELD, SUDO_FIELD})
"""Fields that are not carried along when a form waits for the password."""


class Form(Mapping[str, str]):
    """The fields of a form that was sent, in their order; a name may occur more than once."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Take names and values."""
        self.pairs = tuple(pairs)

    def __repr__(self) -> str:
        """Name the fields, never their values: there are passwords among them."""
        return f"Form({', '.join(self)})"

    def __getitem__(self, name: str) -> str:
        """Give the last value of that name. Raises KeyError."""
        for key, value in reversed(self.pairs):
            if key == name:
                return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """Go through the names, each once."""
        return iter(dict(self.pairs))

    def __len__(self) -> int:
        """Count the names."""
        return len(dict(self.pairs))

    def text(self, name: str) -> str:
        """Give the value of that name, or an empty text."""
        return self.get(name, "")

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of that name, in their order."""
        return tuple(value for key, value in self.pairs if key == name)

    def kept(self) -> tuple[tuple[str, str], ...]:
        """Give the fields that go along to the page that asks for the password."""
        return tuple(pair for pair in self.pairs if pair[0] not in NEVER_KEPT)


def decode(body: bytes, content_type: str) -> Form:
    """Read the body of a form. Raises Malformed, TooLarge."""
    if content_type.partition(";")[0].strip().lower() != TYPE:
        raise Malformed(N_("This page takes forms only."))
    if len(body) > LARGEST:
        raise TooLarge(N_("This form is too long."))
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Malformed(N_("This form could not be read.")) from error
    # Text areas send CRLF (HTML, 4.10.21.7); here a line ends with LF.
    return Form((name, value.replace("\r\n", "\n")) for name, value in pairs)


@contextmanager
def noting(complaints: list[FieldError]) -> Iterator[None]:
    """Note what is not valid in the block, and go on: a form tells all its mistakes at once."""
    try:
        yield
    except Invalid as invalid:
        complaints += invalid.errors


class Problem(Struct, frozen=True):
    """One sentence about one field; about the form as a whole when `field` is empty."""

    field: str
    text: str


class Entry(Struct, frozen=True):
    """A form as it is shown: what stands in the fields, and what is wrong with it."""

    values: Mapping[str, str]
    problems: Sequence[Problem] = ()

    def value(self, name: str) -> str:
        """Give what stands in a field."""
        return self.values.get(name, "")

    def problem(self, name: str) -> str:
        """Give what is wrong with a field, or an empty text."""
        return " ".join(problem.text for problem in self.problems if problem.field == name)

    def wrong(self, *problems: Problem) -> "Entry":
        """Give the same form with complaints."""
        return replace(self, problems=problems)
