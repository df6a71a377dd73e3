"""Collects the texts that are to be translated; `python -m` on this module writes the catalogues.

Texts stand in code as `N_("…")`, `filled("…")` or `say("…")`, in templates as `_("…")`, `ngettext`
and `trans`.
New texts come into each catalogue without a translation, and those that are gone leave it.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[2]
CATALOGUES: Final = Path(__file__).parent / "catalogues"
TEMPLATE: Final = CATALOGUES / "watchword.pot"
METHODS: Final = [
    ("**.py", "watchword.surfaces.locale.extraction:marked"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
TEMPLATES: Final = {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}
OPTIONS: Final = {"**/templates/**.html": TEMPLATES, "**/templates/**.txt": TEMPLATES}
KEYWORDS: Final = {
    "_": None,
    "N_": None,
    "filled": None,
    "gettext": None,  # what a `trans` block becomes
    "say": None,
    "some": (1, 2),
    "ngettext": (1, 2),
}
WIDTH: Final = 100
"""Columns after which a text is broken."""
MARK: Final = re.compile(rb"\b(N_|filled|say|some|ngettext)\(")


def marked(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[Any, ...]]:
    """Collect the texts of a module; most have none, and are not taken apart for it."""
    if MARK.search(file.read()):
        file.seek(0)
        yield from extract_python(file, keywords, comment_tags, options)


def collected() -> Catalog:
    """Go through the package; gives all texts with the places where they stand."""
    catalog = Catalog(project="Watchword", copyright_holder="", charset="utf-8")
    found = extract_from_dir(
        ROOT, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        # Without line numbers: the template changes when texts do, not when code moves.
        catalog.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalog


def written(catalog: Catalog) -> bytes:
    """Write a template; without dates, so that the same texts give the same bytes."""
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, omit_header=True, include_lineno=False, sort_by_file=True)
    return out.getvalue()


def translated(po: bytes, language: str, template: Catalog) -> bytes:
    """Bring a catalogue up to the texts of the template; what was translated stays.

    Nothing is guessed from texts that look alike: a text that changed is translated anew.
    """
    catalog = read_po(io.BytesIO(po), locale=language.replace("-", "_"))
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    comment = catalog.header_comment
    header = (
        f'{comment}\nmsgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + written(catalog)


def write() -> None:
    """Write the template, and bring each language up to it."""
    template = collected()
    TEMPLATE.write_bytes(written(template))
    for path in sorted(CATALOGUES.glob("*.po")):
        path.write_bytes(translated(path.read_bytes(), path.stem, template))


if __name__ == "__main__":
    write()
