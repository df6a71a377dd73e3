"""A document of the manual: Markdown in pieces that the page puts together.

Commands get a copy field, quotes become notices, headings carry the name that links use. HTML in a
document is text like any other, so what is filled in cannot act.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from markupsafe import Markup
from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Kind = Literal["prose", "command", "sample", "note", "warning", "scopes"]

NAMED: Final = re.compile(r"(?P<words>.+?) \{#(?P<name>[a-z0-9-]+)\}")
WARNING: Final = "[!WARNING]\n"
SCOPES: Final = "[[scopes]]"
"""A paragraph that stands for the table of scopes."""
NOTHING: Final = Markup()


class Heading(Struct, frozen=True):
    """A part of a document, as the list on its page names it."""

    name: str
    words: str


class Block(Struct, frozen=True):
    """A piece of a document: HTML, or a text that stands as it is."""

    kind: Kind
    html: Markup = NOTHING
    text: str = ""
    name: str = ""
    """The id of a command on its page."""


class Document(Struct, frozen=True):
    """A document in one language, for one server and one reader."""

    title: str
    summary: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]


@cache
def _markdown() -> "MarkdownIt":
    # Imported by whoever reads the manual first: the server answers sooner without.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def read(markdown: str) -> Document:
    """Read a document: its title, a sentence that says what it is good for, and the rest."""
    title, summary, *rest = _pieces(_markdown().parse(markdown))
    headings = [_named(piece) for piece in rest]
    return Document(
        title=_words(title),
        summary=_words(summary),
        headings=tuple(heading for heading in headings if heading),
        blocks=tuple(_merged(_block(piece, number) for number, piece in enumerate(rest))),
    )


def _pieces(tokens: Sequence["Token"]) -> Iterator[list["Token"]]:
    """Cut where nothing is open."""
    piece: list[Token] = []
    for token in tokens:
        piece.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield piece
            piece = []


def _words(piece: Sequence["Token"]) -> str:
    """The text of a piece, without its marks."""
    return "".join(
        child.content or " " * (child.type == "softbreak")
        for token in piece
        for child in token.children or ()
    )


def _named(piece: list["Token"]) -> Heading | None:
    """Take the name off a heading, and make it one that can be linked to."""
    if piece[0].type != "heading_open" or piece[0].tag != "h2":
        return None
    if not (found := NAMED.fullmatch(piece[1].content)):
        msg = f"a heading without a name: {piece[1].content}"
        raise ValueError(msg)
    piece[0].attrSet("id", found["name"])
    piece[1:2] = _markdown().parseInline(f"[{found['words']}](#{found['name']})")
    return Heading(found["name"], _words(piece))


def _block(piece: list["Token"], number: int) -> Block:
    first = piece[0]
    match first.type:
        case "fence":
            language, _, name = first.info.partition(" ")
            kind: Kind = "command" if language == "sh" else "sample"
            text = first.content.rstrip("\n")
            return Block(kind, text=text, name=name or f"commands-{number}")
        case "blockquote_open":
            return _quote(piece[1:-1])
        case "paragraph_open" if piece[1].content == SCOPES:
            return Block("scopes")
        case _:
            return Block("prose", _html(piece))


def _quote(inside: list["Token"]) -> Block:
    said = inside[1].content
    if not said.startswith(WARNING):
        return Block("note", _html(inside))
    inside[1:2] = _markdown().parseInline(said.removeprefix(WARNING))
    return Block("warning", _html(inside))


def _html(piece: Sequence["Token"]) -> Markup:
    html = _markdown().renderer.render(piece, _markdown().options, {})
    wide = html.replace("<table>", '<div class="prose-wide" tabindex="0"><table>')
    wide = wide.replace("</table>", "</table></div>")
    return Markup(wide)  # noqa: S704 - the reader escapes all that is no Markdown


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Let prose that follows prose be one piece."""
    waiting = NOTHING
    for block in blocks:
        if block.kind == "prose":
            waiting += block.html
            continue
        if waiting:
            yield Block("prose", waiting)
        waiting = NOTHING
        yield block
    if waiting:
        yield Block("prose", waiting)
