"""Changes to sanitised HTML of a Markdown file: links, images, headings, wide parts, check boxes.

What comes in was written by the sanitiser, so it is well-formed; what goes out passes it again.
"""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from watchword.surfaces.web.typeset import places
from watchword.surfaces.web.typeset.places import ANCHOR, Leads
from watchword.surfaces.web.typeset.questions import Base

Attributes = Sequence[tuple[str, str | None]]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SIZES: Sequence[str] = ("align", "width", "height")
VOID = frozenset({"br", "hr", "img", "col", "wbr"})
VERBATIM = frozenset({"a", "code", "pre", "kbd", "samp", "tt"})
"""In them an address in the text stays text."""
ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`|]+[^\s<>\"'`|.,;:!?*_~()\[\]{}]")
TASK = re.compile(r"\A\[([ xX])\](?=\s)")
BOXES = {" ": "\u2610", "x": "\u2611"}
NO_WORD = re.compile(r"[^\w\- ]+")


class Reshaped(HTMLParser):
    """Reads sanitised HTML and writes it changed; `text` is what was written."""

    def __init__(self, html: str, base: Base) -> None:
        """Change all of it; links are told from the place of the file."""
        super().__init__(convert_charrefs=True)
        self._base = base
        self._written: list[str] = []
        self._open: list[str] = []
        self._slugs: dict[str, int] = {}
        self._heading: tuple[int, list[str]] | None = None
        self.feed(html)
        self.close()
        self.text = "".join(self._written)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write the beginning of an element."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            values["id"] = ANCHOR + values["id"].removeprefix(ANCHOR)
        if tag == "img":
            self._image(values)
            return
        if tag == "a":
            self._link(values)
        if tag in HEADINGS:
            self._heading = (len(self._written), [])
        if tag == "pre":
            values["tabindex"] = "0"
        if tag == "table":
            self._written.append('<div class="prose-wide" tabindex="0">')
        self._written.append(_start(tag, values))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element."""
        if tag in VOID or tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if tag in HEADINGS and self._heading:
            self._name_heading(*self._heading)
            self._heading = None
        self._written.append(f"</{tag}>")
        if tag == "table":
            self._written.append("</div>")

    def handle_data(self, data: str) -> None:
        """Write text; addresses in it become links, the mark of a task becomes a box."""
        if self._heading:
            self._heading[1].append(data)
        if self._open and self._open[-1] in {"li", "p"} and self._begins_item():
            data = self._task(data)
        if not VERBATIM.isdisjoint(self._open):
            self._written.append(escape(data, quote=False))
            return
        at = 0
        for found in ADDRESS.finditer(data):
            self._written.append(escape(data[at : found.start()], quote=False))
            self._written.append(f'<a href="{escape(found[0])}">{escape(found[0])}</a>')
            at = found.end()
        self._written.append(escape(data[at:], quote=False))

    def _task(self, data: str) -> str:
        """Give text that begins an item, with a box in the place of its bullet for a task."""
        found = TASK.match(data)
        if not found:
            return data
        at = next(at for at in range(-1, -4, -1) if self._written[at] == "<li>")
        self._written[at] = '<li class="prose-task">'
        return BOXES[found[1].lower()] + data[found.end() :]

    def _begins_item(self) -> bool:
        """Whether nothing was written yet in the item of a list."""
        before = "".join(self._written[-3:]).rstrip()
        return before.endswith(("<li>", "<li>\n<p>"))

    def _link(self, values: dict[str, str]) -> None:
        leads = places.link(values.pop("href", ""), self._base)
        if leads is not None:
            values["href"] = leads.to

    def _image(self, values: dict[str, str]) -> None:
        """Draw an image of the repository; lead to any other, which the page must not load."""
        leads = places.image(values.get("src", ""), self._base)
        words = values.get("alt", "").strip() or _last(values.get("src", ""))
        if leads is None:
            self.handle_data(words)
        elif leads.remote:
            self._led_to(leads, words)
        else:
            drawn = {"src": leads.to, "alt": words}
            drawn |= {name: values[name] for name in SIZES if name in values}
            self._written.append(_start("img", drawn))

    def _led_to(self, leads: Leads, words: str) -> None:
        text = escape(words, quote=False)
        inside_of_link = "a" in self._open
        self._written.append(text if inside_of_link else f'<a href="{escape(leads.to)}">{text}</a>')

    def _name_heading(self, at: int, words: list[str]) -> None:
        """Give a heading the id by which links find it, made as GitHub makes it."""
        slug = NO_WORD.sub("", "".join(words).strip().lower()).replace(" ", "-")
        count = self._slugs.get(slug, 0)
        self._slugs[slug] = count + 1
        name = f"{slug}-{count}" if count else slug
        if name and " id=" not in self._written[at]:
            opening = self._written[at].removesuffix(">")
            self._written[at] = f'{opening} id="{escape(ANCHOR + name)}">'


def _start(tag: str, values: dict[str, str]) -> str:
    told = "".join(f' {name}="{escape(value)}"' for name, value in values.items())
    return f"<{tag}{told}>"


def _last(address: str) -> str:
    """The name of a file at the end of an address."""
    return address.partition("?")[0].rstrip("/").rpartition("/")[2] or address
