"""Templates to subjects and texts: one Jinja environment per language, plain text."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import jinja2
from babel.lists import format_list
from msgspec import Struct

from watchword.surfaces.locale.translator import SOURCE, translators

TEMPLATE: Final = "{name}.txt"


class Words(Struct, frozen=True):
    """What a mail says."""

    subject: str
    """One line."""
    text: str


def worded(name: str, language: str | None, values: Mapping[str, object]) -> Words:
    """Put a fact into words; in English where there is no such language.

    Raises jinja2.TemplateNotFound for a fact without a template, and UndefinedError for a value
    that is not there.
    """
    spoken = language if language in translators() else SOURCE
    template = _environment(spoken or SOURCE).get_template(TEMPLATE.format(name=name))
    context = template.new_context(dict(values))
    subject = "".join(template.blocks["subject"](context))
    return Words(" ".join(subject.split()), template.render(values).strip() + "\n")


@cache
def _environment(language: str) -> jinja2.Environment:
    translator = translators()[language]
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("watchword.surfaces.mails"),
        # Plain text: what people wrote stands there as they wrote it.
        autoescape=False,  # noqa: S701
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # The extension adds this method to the environment; its types do not know of it.
    install: Callable[..., Any] = getattr(made, "install_gettext_translations")  # noqa: B009
    install(translator.texts, newstyle=True)

    def listed(names: str) -> str:
        """Write names that stand between commas as people do: "a, b and c"."""
        return format_list(names.split(","), locale=translator.locale)

    made.filters.update(
        date=translator.date,
        weekday_date=translator.weekday_date,
        exact=translator.exact,
        listed=listed,
    )
    return made
