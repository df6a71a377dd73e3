"""Texts with values in them."""

from watchword.kernel.words import filled


def test_a_filled_text_is_english_and_still_knows_what_it_is_made_of():
    text = filled("At most %(most)s rules", most=100)
    assert text == "At most 100 rules"
    assert type(str(text)) is str
    assert (text.pattern, dict(text.values)) == ("At most %(most)s rules", {"most": 100})
