"""Times as HTML: a distance or a date, the exact time in the title, and one for machines."""

from collections.abc import Callable
from functools import cache, lru_cache

from markupsafe import Markup, escape

from watchword.surfaces.locale.translator import Translator, is_near, iso

REMEMBERED = 4096
"""Times that stay written in each language: pages tell the same ones again, and Babel is slow."""


class Moments:
    """Writes times in one language."""

    def __init__(self, translator: Translator) -> None:
        """Write as that one does."""
        self._translator = translator
        self._begun = lru_cache(REMEMBERED)(self._begin)
        self.day = lru_cache(REMEMBERED)(self._day)

    def since(self, now: int) -> Callable[[int], Markup]:
        """Give what writes times seen from then, each once: pages tell the same ones again."""

        @cache
        def time(at: int) -> Markup:
            relative = " data-relative" if is_near(at, now) else ""
            told = escape(self._translator.when(at, now))
            return Markup(f"{self._begun(at)}{relative}>{told}</time>")  # noqa: S704 - all of it is escaped

        return time

    def _begin(self, at: int) -> str:
        """The tag, but for its end."""
        return f'<time datetime="{iso(at)}" title="{escape(self._translator.exact(at))}"'

    def _day(self, at: int) -> Markup:
        """Write the day."""
        told = escape(self._translator.weekday_date(at))
        return Markup(f"{self._begin(at)}>{told}</time>")  # noqa: S704 - all of it is escaped
