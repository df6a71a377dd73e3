"""What people type to find repositories, taken apart."""

import pytest

from watchword.kernel.amounts import Amount, Measured, number, seconds
from watchword.kernel.search_terms import LONGEST, MOST_TERMS, Term, Unsearchable, terms
from watchword.repositories.model import Visibility
from watchword.repositories.search import Measure, Order, Place, parsed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("old road", [Term("old"), Term("road")]),
        ('"old road" x', [Term("old road"), Term("x")]),
        ("NOT road", [Term("road", negated=True)]),
        ("-road", [Term("road", negated=True)]),
        ("NOT -road", [Term("road")]),
        ("a AND b", [Term("a"), Term("b")]),
        ("-", [Term("-")]),
        ('user:"octavia"', [Term("octavia", "user")]),
        ("-user:octavia", [Term("octavia", "user", negated=True)]),
        ("a:b:c", [Term("b:c", "a")]),
        ('""', []),
    ],
)
def test_terms_are_words_and_qualifiers(text, found):
    assert terms(text) == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a OR b", id="alternatives"),
        pytest.param("a\0b", id="a byte that no database keeps"),
        pytest.param(" ".join(["a"] * (MOST_TERMS + 1)), id="many terms"),
        pytest.param("a" * (LONGEST + 1), id="long"),
        pytest.param("NOT a " * 6, id="many operators"),
    ],
)
def test_some_searches_are_too_much(text):
    with pytest.raises(Unsearchable) as refused:
        terms(text)
    [complaint] = refused.value.errors
    assert (complaint.resource, complaint.field, complaint.code) == ("Search", "q", "invalid")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("10", Amount(10, 10)),
        (">10", Amount(least=11)),
        (">=10", Amount(least=10)),
        ("<10", Amount(most=9)),
        ("<=10", Amount(most=10)),
        ("10..50", Amount(10, 50)),
        ("*..50", Amount(most=50)),
        ("10..*", Amount(least=10)),
        ("many", None),
        ("10..", None),
        ("-1", None),
        ("²", None),
        ("1" * 16, None),
    ],
)
def test_amounts_are_compared_or_ranges(text, amount):
    assert number(text) == amount


def test_times_are_of_whole_days():
    day = 1_767_225_600
    assert seconds("2026-01-01") == Amount(day, day + 86_399)
    assert seconds(">=2026-01-01") == Amount(least=day)
    assert seconds("<2026-01-01") == Amount(most=day - 1)
    assert seconds("*..2026-01-01") == Amount(most=day + 86_399)
    assert seconds("yesterday") is None


def test_each_qualifier_has_its_meaning():
    found = parsed(
        "Road NOT old user:Octavia -org:marcus repo:a/B topic:Git -topic:x is:public archived:true "
        "template:false fork:only in:name,topics stars:>3 -forks:0 sort:forks-asc"
    )
    assert (found.words, found.without) == (("road",), ("old",))
    assert (found.owners, found.other_owners) == ({"octavia"}, {"marcus"})
    assert (found.names, found.topics, found.other_topics) == ({"a/b"}, {"git"}, {"x"})
    assert found.visibilities == {Visibility.PUBLIC}
    assert (found.archived, found.template, found.forks) == (True, False, True)
    assert found.places == {Place.NAME, Place.TOPICS}
    assert found.measured == (
        Measured(Measure.STARS, Amount(least=4)),
        Measured(Measure.FORKS, Amount(0, 0), negated=True),
    )
    assert (found.order, found.descending) == (Order.FORKS, False)


def test_forks_are_left_out_unless_they_are_wanted():
    assert [parsed(text).forks for text in ("", "fork:false", "fork:true", "fork:only")] == [
        False,
        False,
        None,
        True,
    ]


def test_languages_are_alternatives_whatever_their_case():
    assert parsed('language:Python language:"Common Lisp"').languages == {"python", "common-lisp"}
    assert parsed("-language:python").other_languages == {"python"}


def test_licences_are_alternatives():
    found = parsed("license:mit license:ISC -license:other")
    assert (found.licences, found.other_licences) == ({"mit", "isc"}, {"other"})


@pytest.mark.parametrize(
    "text",
    ["colour:red", "is:mirror", "-fork:true", "in:readme", "repo:road", "size:big", "sort:beauty"],
)
def test_a_condition_that_cannot_be_kept_is_refused(text):
    with pytest.raises(Unsearchable, match="Validation Failed") as refused:
        parsed(text)
    assert refused.value.errors[0].message == f"This server cannot search by `{text}`."
