"""The page of a file as programs ask for it: Markdown as HTML, anything else as it is, escaped."""

import asyncio
from html import escape
from html.parser import HTMLParser

from watchword.contents import text
from watchword.contents.readme import is_markdown
from watchword.surfaces.web.typeset.questions import Base
from watchword.surfaces.web.typeset.typesetter import Typesetter

ARTICLE = '<div id="file" class="md"><article class="markdown-body">{}</article></div>\n'
WRITTEN = "<pre>{}</pre>"
PLAIN = '<div id="file"><pre>{}</pre></div>\n'


class FilePages:
    """Makes HTML of files."""

    def __init__(self, typesetter: Typesetter) -> None:
        """Let that do the work."""
        self._typesetter = typesetter

    async def html(self, name: bytes, data: bytes, site: str, ref: str, folder: str) -> str:
        """The page of a file. `site` is the repository's address; the others are quoted."""
        words = text.decoded(data)
        if is_markdown(name):
            base = Base(folder, f"{site}/blob/{ref}/", f"{site}/raw/{ref}/")
            made = await self._typesetter.markdown(words, base)
            if made is not None:
                return ARTICLE.format(made)
        return PLAIN.format(escape(words))

    async def comment(self, text: str, site: str, ref: str) -> str:
        """What somebody wrote, as HTML; links lead to files of that ref, which is quoted."""
        base = Base("", f"{site}/blob/{ref}/", f"{site}/raw/{ref}/")
        made = await self._typesetter.markdown(text, base)
        return WRITTEN.format(escape(text)) if made is None else str(made)

    async def text(self, html: str) -> str:
        """The words of such HTML without its marks."""
        return await asyncio.to_thread(_words, html)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.found).strip()
