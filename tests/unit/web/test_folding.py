"""Texts are translated when a template is compiled, and say the same as at any other time."""

from gettext import NullTranslations

import pytest

from watchword.surfaces.web.folding import OneLanguage


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
