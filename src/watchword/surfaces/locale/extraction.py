"""Collects the texts that are to be translated; `python -m` on this module writes the template.

Texts stand in code as `N_("…")` or `say("…")`, in templates as `_("…")`, `ngettext` and `trans`.
"""

import io
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT: Final = Path(__file__).parents[2]
TEMPLATE: Final = Path(__file__).parent / "catalogues" / "watchword.pot"
METHODS: Final = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
TEMPLATES: Final = {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}
OPTIONS: Final = {"**/templates/**.html": TEMPLATES, "**/templates/**.txt": TEMPLATES}
KEYWORDS: Final = {"_": None, "N_": None, "say": None, "some": (1, 2), "ngettext": (1, 2)}


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
    write_po(out, catalog, width=100, omit_header=True, include_lineno=False, sort_by_file=True)
    return out.getvalue()


if __name__ == "__main__":
    TEMPLATE.write_bytes(written(collected()))
