"""Texts are translated when a template is compiled, and say the same as at any other time."""

from gettext import NullTranslations

import pytest
from jinja2 import UndefinedError

from watchword.surfaces.locale.translator import Translator
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.folding import FOR_TEXTS, OneLanguage
from watchword.surfaces.web.rendering import environment


class Shouting(NullTranslations):
    """A language of capitals."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def gettext(self, text):
        self.asked.append(text)
        return text.upper().replace("%(NAME)S", "%(name)s")


@pytest.fixture
def language():
    texts = Shouting()
    made = OneLanguage(texts, [])
    made.install_gettext_translations(texts, newstyle=True)
    return made


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('{{ _("Sign in") }}', "SIGN IN"),
        ('{{ gettext("Sign in") }}', "SIGN IN"),
        ("{% trans %}Sign in{% endtrans %}", "SIGN IN"),
        ('{{ _("100%% sure") }}', "100% SURE"),
        ('{{ _("Hello, <b>%(name)s</b>", name=name) }}', "HELLO, <B>&lt;i&gt;</B>"),
        ("{% trans who=name %}Hello{% endtrans %}", "HELLO"),
        ('{% set text = _("One & two") %}{{ text }}', "ONE & TWO"),
        ('{% for word in [_("a"), _("b")] %}{{ word }}{% endfor %}', "AB"),
        ("{{ _(fixed_nowhere) }}", "LATE"),
    ],
)
def test_a_text_is_translated_wherever_it_stands(language, template, said):
    made = language.from_string(template)
    assert made.render(name="<i>", fixed_nowhere="late") == said


def test_it_is_translated_once(language):
    made = language.from_string('{{ _("Sign in") }} {{ _("Hello %(name)s", name=name) }}')
    asked = list(language.texts.asked)
    assert sorted(asked) == ["Hello %(name)s", "Sign in"]
    made.render(name="a")
    made.render(name="b")
    assert language.texts.asked == asked


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            "{% macro b(x, y=2) %}<b>{{ x }}{{ y }}</b>{% endmacro %}{{ b(name) }}",
            "<b>&lt;i&gt;2</b>",
        ),
        (
            "{% macro b() %}<{{ caller() }}>{% endmacro %}{% call b() %}{{ name }}{% endcall %}",
            "<&lt;i&gt;>",
        ),
        ("{% for one in [1, 2] %}{{ loop.cycle('a', name) }}{% endfor %}", "a&lt;i&gt;"),
        ("{{ name.upper() }}{{ made(*[1], **{'b': 2}) }}", "&lt;I&gt;3"),
        ('{{ ngettext("%(num)s file", "%(num)s files", 2) }}', "2 files"),
    ],
)
def test_what_a_template_calls_is_called(language, template, said):
    made = language.from_string(template)
    assert made.render(name="<i>", made=lambda a, b: a + b) == said


def test_what_is_not_there_cannot_be_called(language):
    with pytest.raises(UndefinedError):
        language.from_string("{{ nothing() }}").render()


def test_only_functions_for_texts_want_to_know_of_the_template():
    """Others would not be told: what is called is called as Python does it."""
    pages = environment(Translator("en", NullTranslations()), built_in())
    assert "moments" in pages.globals
    wanting = {name for name, one in pages.globals.items() if hasattr(one, "jinja_pass_arg")}
    assert wanting <= FOR_TEXTS
