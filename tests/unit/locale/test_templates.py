"""No template says anything that is not marked for the catalogues."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import watchword
from watchword.surfaces.locale.catalogue import read
from watchword.surfaces.locale.extraction import CATALOGUES

ROOT = Path(watchword.__file__).parent / "surfaces"
PAGES = sorted((ROOT / "web" / "templates").rglob("*.html"))
MAILS = sorted((ROOT / "mails" / "templates").rglob("*.txt"))
TRANSLATED = re.compile(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
WIDTH = re.compile(r"{%-?\s*block width\s*-?%}.*?{%-?\s*endblock\s*-?%}", re.DOTALL)
"""A block that holds no words, but the name of a width."""
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
STATEMENT = re.compile(r"{%.*?%}", re.DOTALL)
EXPRESSION = re.compile(r"{{.*?}}", re.DOTALL)
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
CODE = {"code", "kbd", "pre", "samp", "script", "style"}
ALLOWED = {"Watchword", "SHA256"}
"""Names, which no language translates."""


class Speech(HTMLParser):
    """Collects what a page says: text outside of code, and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.code = 0

    def handle_starttag(self, tag, attrs):
        self.code += tag in CODE
        given = dict(attrs)
        spoken = SPOKEN | ({"value"} if given.get("type") in {"submit", "button"} else set())
        self.said += [value or "" for name, value in attrs if name in spoken]

    def handle_endtag(self, tag):
        self.code -= tag in CODE

    def handle_data(self, data):
        if not self.code:
            # A part may give attributes to a tag of another one.
            self.said.append(re.sub(r'[\w-]+="[^"]*"', " ", data))


def unmarked(source):
    """Words of a template that stand there by themselves."""
    source = TRANSLATED.sub(" ", WIDTH.sub(" ", COMMENT.sub(" ", source)))
    speech = Speech()
    speech.feed(STATEMENT.sub(" ", EXPRESSION.sub("§", source)))
    words = [word for text in speech.said for word in re.findall(r"[^\W\d_]{2,}\w*", text)]
    return [word for word in words if word not in ALLOWED]


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_page_says_anything_outside_of_the_catalogues(path):
    assert unmarked(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", MAILS, ids=named)
def test_no_mail_says_anything_outside_of_the_catalogues(path):
    text = TRANSLATED.sub("", COMMENT.sub("", path.read_text("utf-8")))
    text = STATEMENT.sub("", EXPRESSION.sub("", text))
    # What is left are the parts of addresses that follow the address of the site.
    assert [word for word in text.split() if not re.fullmatch(r"--|[a-z/_#-]+", word)] == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p>Sign in</p>", id="a text"),
        pytest.param('<input type="submit" value="Send">', id="a button"),
        pytest.param('<a title="Help" href="/">{{ _("?") }}</a>', id="a title"),
        pytest.param('<nav aria-label="Pages"></nav>', id="a label"),
        pytest.param("{{ _('Sent') }} by {{ login }}", id="a word in between"),
    ],
)
def test_what_is_not_marked_is_found(source):
    assert unmarked(source) != []


@pytest.mark.parametrize(
    "source",
    [
        '{# Who asks. #}<p class="muted">{{ _("Sign in") }} · <code>git push</code></p>',
        "{% trans at=at %}Sent {{ at }}{% endtrans %}",
        '<input type="hidden" name="state" value="open" data-filter="list">',
    ],
)
def test_what_is_marked_or_is_code_is_none_of_it(source):
    assert unmarked(source) == []


def test_what_script_says_is_carried_by_the_page():
    """Words in script would be English on every page."""
    script = (ROOT / "web" / "static" / "watchword.js").read_text("utf-8")
    code = re.sub(r"//.*", "", script)
    phrases = re.findall(r"[\"'`]([A-Z][a-z]+(?: [a-z]+)*|[a-z]+(?: [a-z]+)+)[\"'`]", code)
    english = read((CATALOGUES / "ja.po").read_text("utf-8")).texts
    assert [phrase for phrase in phrases if phrase in english] == []
