"""The format of tokens: made, checked, and told apart from everything else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.kernel.entropy import BASE62, system_entropy
from watchword.kernel.errors import BadCredential
from watchword.kernel.secret import Secret
from watchword.tokens import secret as formats

PREFIXES = st.from_regex(r"[A-Za-z0-9]{1,12}", fullmatch=True)
CHARACTERS = st.sampled_from(BASE62)
BODIES = st.text(CHARACTERS, min_size=30, max_size=30)
FORM = re.compile(r"ghp_[A-Za-z0-9]{36}")


def replaced(text, place, character):
    return text[:place] + character + text[place + 1 :]


@pytest.mark.parametrize(
    ("body", "check"),
    [
        # A revoked token that its owner published, and one of npm, which has the same recipe.
        ("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"),
        ("qkJaB6MffYVzZXWqmcoF49yrUxP3wf", "0LsakP"),
    ],
)
def test_the_checksum_is_that_of_github(body, check):
    assert formats.checksum(body) == check
    assert formats.is_well_formed(Secret(f"ghp_{body}{check}"))


@given(st.binary(min_size=32, max_size=32))
def test_what_is_made_has_the_form_and_is_accepted(seed):
    def entropy(size):
        return (seed * size)[:size] if any(byte < 248 for byte in seed) else bytes(size)

    made = formats.mint(entropy)
    assert FORM.fullmatch(made.text)
    assert formats.is_well_formed(made)


@given(PREFIXES)
def test_with_the_prefix_of_a_site_as_well(prefix):
    made = formats.mint(system_entropy, prefix)
    assert made.text.startswith(f"{prefix}_ghp_")
    assert len(made.text) <= formats.LONGEST
    assert formats.is_well_formed(made, prefix)
    assert not formats.is_well_formed(made)


@given(PREFIXES)
def test_a_site_that_takes_up_a_prefix_still_knows_the_tokens_from_before(prefix):
    assert formats.is_well_formed(formats.mint(system_entropy), prefix)


@given(BODIES, st.integers(0, 35), CHARACTERS)
def test_any_other_character_in_the_body_is_noticed_by_the_checksum(body, place, character):
    text = body + formats.checksum(body)
    wrong = replaced(text, place, character)
    assert formats.is_well_formed(Secret("ghp_" + wrong)) is (wrong == text)


@given(BODIES, st.integers(0, 34))
def test_two_neighbours_that_changed_places_are_noticed(body, place):
    text = body + formats.checksum(body)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert formats.is_well_formed(Secret("ghp_" + swapped)) is (swapped == text)


@given(BODIES, st.integers(0, 39), st.characters(exclude_characters=BASE62 + "_"))
def test_no_character_of_another_alphabet_is_taken(body, place, character):
    text = "ghp_" + body + formats.checksum(body)
    assert not formats.is_well_formed(Secret(replaced(text, place, character)))


@given(BODIES, st.text(max_size=3), st.text(max_size=3))
def test_nothing_may_stand_around_it(body, before, after):
    text = "ghp_" + body + formats.checksum(body)
    assert formats.is_well_formed(Secret(before + text + after)) is (before == after == "")


@given(st.text())
def test_any_text_is_judged_without_an_error(text):
    assert not formats.is_well_formed(Secret(text)) or FORM.fullmatch(text)


@pytest.mark.parametrize(
    ("place", "character"),
    [
        (place, one)
        for place in range(4)
        for one in "xG0_-"
        if one != "ghp_"[place] and (place, one) != (2, "o")
    ],
)
def test_any_other_character_in_the_prefix_finds_nothing(world, place, character):
    _, token = world.token(world.user("octavia"))
    with pytest.raises(BadCredential):
        world.caller(replaced(token.text, place, character))
    assert world.caller(token).user.login == "octavia"


@pytest.mark.parametrize("kind", ["ghr_", "ghu_", "ghs_"])
def test_a_token_that_no_request_is_made_with_is_refused(kind):
    body = formats.mint(system_entropy).text.removeprefix("ghp_")
    assert not formats.is_well_formed(Secret(kind + body))
    assert formats.looks_like_token(kind + body)


@pytest.mark.parametrize("prefix", ["a-b", "a_b", "x" * 13, "é", " ", "a b"])
def test_a_prefix_that_tools_could_not_tell_apart_is_refused(prefix):
    with pytest.raises(ValueError, match="token_prefix"):
        formats.mint(system_entropy, prefix)


def test_no_two_are_alike():
    assert len({formats.mint(system_entropy).text for _ in range(2_000)}) == 2_000
