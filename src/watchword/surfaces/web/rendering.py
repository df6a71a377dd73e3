"""Templates to HTML: one Jinja environment per language, autoescape always."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Literal, TypeAlias

import jinja2
from markupsafe import Markup
from msgspec import Struct

from watchword import __version__
from watchword.accounts.model import Account, User
from watchword.surfaces.locale.translator import Translator
from watchword.surfaces.web.assets import Assets
from watchword.surfaces.web.folding import OneLanguage
from watchword.surfaces.web.moments import Moments

NoticeKind: TypeAlias = Literal["info", "success", "warning", "danger"]
NOTICE_KINDS: tuple[NoticeKind, ...] = ("info", "success", "warning", "danger")


class Notice(Struct, frozen=True):
    """One sentence on top of a page: what happened."""

    kind: NoticeKind
    text: str


class Frame(Struct, frozen=True):
    """What every page shows around its content, under the name `page` in the templates."""

    viewer: User | None
    path: str
    now: int
    """Seconds since 1970; all times of the page are told from here."""
    address: str = "/"
    """Path and query under which this page is found again, in another language say."""
    language: str = "en"
    languages: Sequence[tuple[str, str]] = ()
    """All languages: tag, and what each calls itself."""
    authenticity: Callable[[], str] = str
    """Makes the token of forms when the first form asks for it: pages without one set no cookie."""
    notices: Sequence[Notice] = ()
    half: bool = False
    """The viewer has to change a one-time password first: no menus."""
    has_news: bool = False
    """Something in the viewer's inbox was not read."""
    version: str = __version__

    @property
    def authenticity_token(self) -> str:
        """The hidden field of every form."""
        return self.authenticity()

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        return self._appearance[0]

    @property
    def contrast(self) -> str:
        """`system` or `more`."""
        return "more" if self._appearance[2] else "system"

    @property
    def _appearance(self) -> tuple[str, str, str]:
        return (self.viewer.theme if self.viewer else "system").partition("-")


class Renderer:
    """Turns a template and values into a page."""

    def __init__(self, languages: Mapping[str, Translator], assets: Assets) -> None:
        """Take all languages by tag, and the static files whose addresses pages need."""
        self.languages = languages
        self._assets = assets
        self._environments: dict[str, jinja2.Environment] = {}

    @cached_property
    def names(self) -> Sequence[tuple[str, str]]:
        """Tags of all languages, with what each calls itself."""
        return [(tag, translator.own_name) for tag, translator in self.languages.items()]

    def render(self, template: str, frame: Frame, values: Mapping[str, object]) -> str:
        """Give the HTML. An undefined name in a template is an error, not an empty text."""
        wanted = self._environment(frame.language).get_template(template)
        return wanted.render(page=frame, **values)

    def _environment(self, language: str) -> jinja2.Environment:
        # Two threads may make one at once: either will do.
        if language not in self._environments:
            made = environment(self.languages[language], self._assets)
            self._environments[language] = made
        return self._environments[language]


def environment(translator: Translator, assets: Assets) -> jinja2.Environment:
    """Make the environment of one language."""
    made = OneLanguage(translator.texts, ["jinja2.ext.do"])
    # The extension adds this method to the environment; its types do not know of it.
    install: Callable[..., Any] = getattr(made, "install_gettext_translations")  # noqa: B009
    install(translator.texts, newstyle=True)
    made.globals.update(
        asset=assets.url,
        avatar_hue=avatar_hue,
        written_once=cache,
        moments=Moments(translator),
        ngettext=counting(translator),
    )
    made.filters.update(
        date=translator.date,
        number=translator.number,
        size=translator.size,
    )
    return made


def counting(translator: Translator) -> Callable[..., Markup]:
    """Give the templates' `ngettext`: it writes the number as the language does."""

    def ngettext(one: str, many: str, num: int, **values: object) -> Markup:
        text = Markup(translator.texts.ngettext(one, many, num))  # noqa: S704 - a text of ours
        return text % {"num": translator.number(num), **values}

    return ngettext


def avatar_hue(user: Account) -> int:
    """Pick one of the eight colours of profile pictures for an account."""
    return user.id % 8
