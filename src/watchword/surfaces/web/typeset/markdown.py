"""Markdown (CommonMark with GitHub's tables and strikethrough) as HTML that cannot act.

HTML in the file is let through as GitHub does it, so all of it passes a sanitiser that knows how
browsers read HTML: once to get something well-formed, and again as the last thing that happens.
"""

import re
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from pygments.token import STANDARD_TYPES

from watchword.surfaces.web.typeset.highlight import PREFIX, snippet
from watchword.surfaces.web.typeset.questions import Base
from watchword.surfaces.web.typeset.reshape import Reshaped

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,8192}?\n)---[ \t]*\n", re.DOTALL)
TAGS = {
    *"a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details".split(),
    *"dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p".split(),
    *"pre q rp rt ruby s samp small span strike strong sub summary sup table tbody td".split(),
    *"tfoot th thead tr tt u ul var wbr".split(),
}
ALIGNED = "div p h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr td th img hr".split()
ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"align"} for tag in ALIGNED},
    "*": {"id", "dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span", "align"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "align"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
FOCUSABLE = {tag: {"tabindex": {"0"}} for tag in ("div", "pre")}
"""What may scroll sideways must be reachable with the keyboard."""
CLASSES = {
    "span": {PREFIX + short for short in STANDARD_TYPES.values() if short},
    "div": {"prose-wide"},
    "li": {"prose-task"},
}
SCHEMES = {"http", "https", "mailto"}
GONE = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"}
"""Elements whose content goes with them."""


def _highlight(text: str, language: str, _attributes: str) -> str:
    return snippet(language, text) if language else escape(text)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True, "highlight": _highlight})
    return reader.enable(["table", "strikethrough"])


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=GONE,
        attributes=ATTRIBUTES,
        tag_attribute_values=FOCUSABLE,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


def page(text: str, base: Base) -> str:
    """Make the HTML of a Markdown file; its links are told from where it stands."""
    text = FRONT_MATTER.sub(lambda found: f"```yaml\n{found[1]}```\n", text, count=1)
    reader, environment = _reader(), dict[str, Any]()
    tokens = reader.parse(text, environment)
    for token in tokens:
        # Inline style is not allowed on our pages; the old attribute says the same.
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:"):
            token.attrs["align"] = style.removeprefix("text-align:")
    html = reader.renderer.render(tokens, reader.options, environment)
    return _clean(Reshaped(_clean(html), base).text)
