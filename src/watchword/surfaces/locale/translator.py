"""Texts, dates and spans of time in one language."""

from datetime import UTC, datetime, timedelta
from functools import cache, partial
from gettext import NullTranslations
from importlib import resources

from babel import Locale
from babel.dates import TIMEDELTA_UNITS, format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal

from watchword.kernel.words import Filled
from watchword.surfaces.locale.catalogue import Texts

RELATIVE_WITHIN = 30 * 86_400
"""Seconds within which a time is told as a distance; farther away it is told as a date."""
NEXT_UNIT_FROM = 0.85
"""The part of a unit from which on a distance is told in it: 51 minutes are an hour."""
UNITS = ("KiB", "MiB", "GiB", "TiB")
TENTHS = "#,##0.0"
DAYS = {"ja": "long"}
"""Where the middle form of a day is digits alone, and reads like a machine's: a longer one."""
SOURCE = "en"
"""The language in which the texts stand in code and templates."""


class Translator:
    """One language: its texts and its ways to write times. Times are seconds since 1970, UTC."""

    def __init__(self, language: str, texts: NullTranslations) -> None:
        """Take the tag of the language (such as "en") and its texts."""
        self.language = language
        self.texts = texts
        self.locale = Locale.parse(language, sep="-")
        self._distances: dict[tuple[bool, str, int], str] = {}

    def __call__(self, text: str, **values: object) -> str:
        """Translate a text and fill in its `%(name)s` places."""
        if isinstance(text, Filled):
            return self.texts.gettext(text.pattern) % text.values
        translated = self.texts.gettext(text)
        return translated % values if values else translated

    def some(self, one: str, many: str, number: int) -> str:
        """Translate a text that depends on a number; `%(num)s` in it is the number."""
        return self.texts.ngettext(one, many, number) % {"num": self.number(number)}

    def number(self, number: int) -> str:
        """Write a number: "1,234"."""
        return format_decimal(number, locale=self.locale)

    def size(self, count: int) -> str:
        """Write how much space bytes take: "12 bytes", "1.5 KiB"."""
        if count < 1024:
            return self.some("One byte", "%(num)s bytes", count)
        power = next((n for n in range(1, len(UNITS)) if count < 1024 ** (n + 1)), len(UNITS))
        amount = format_decimal(count / 1024**power, TENTHS, locale=self.locale)
        return f"{amount} {UNITS[power - 1]}"

    def date(self, at: int) -> str:
        """Write a day: "Jan 15, 2027"."""
        return format_date(_moment(at), DAYS.get(self.language, "medium"), locale=self.locale)

    def weekday_date(self, at: int) -> str:
        """Write a day with its weekday, as GitHub does it for expirations: "Fri, Jan 15 2027"."""
        pattern = "EEE, MMM d y" if self.language == SOURCE else "full"
        return format_date(_moment(at), pattern, locale=self.locale)

    def exact(self, at: int) -> str:
        """Write day, time and zone."""
        return format_datetime(_moment(at), "long", locale=self.locale)

    def when(self, at: int, now: int) -> str:
        """Write a time as its distance from now when it is within 30 days, else as a date."""
        if not is_near(at, now):
            return self.date(at)
        return self._distance(at - now)

    def _distance(self, seconds: int) -> str:
        """Write how far something is; there are few ways to say it, and each is worked out once."""
        key = (seconds >= 0, *_rounded(seconds))
        if key not in self._distances:
            self._distances[key] = format_timedelta(
                timedelta(seconds=seconds),
                threshold=NEXT_UNIT_FROM,
                add_direction=True,
                locale=self.locale,
            )
        return self._distances[key]

    @property
    def own_name(self) -> str:
        """What the language calls itself."""
        return (self.locale.get_display_name(self.locale) or self.language).capitalize()


def is_near(at: int, now: int) -> bool:
    """Whether a time is told as a distance."""
    return abs(at - now) < RELATIVE_WITHIN


def _rounded(seconds: int) -> tuple[str, int]:
    """The unit in which Babel tells a distance, and how many of it."""
    for unit, length in TIMEDELTA_UNITS:
        if abs(seconds) >= length * NEXT_UNIT_FROM:
            return unit, round(abs(seconds) / length)
    return "second", 0


def iso(at: int) -> str:
    """Write a time for machines (RFC 3339, UTC)."""
    return _moment(at).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def translators() -> dict[str, Translator]:
    """All languages that there is a catalogue for, by tag; English first, which needs none.

    A catalogue is read when the first reader of its language comes: no start waits for it.
    """
    found = {SOURCE: Translator(SOURCE, NullTranslations())}
    for entry in sorted(_catalogues().iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".po"):
            language = entry.name.removesuffix(".po")
            found[language] = Translator(language, Texts(partial(entry.read_text, "utf-8")))
    return found


def _catalogues() -> resources.abc.Traversable:
    return resources.files("watchword.surfaces.locale") / "catalogues"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
