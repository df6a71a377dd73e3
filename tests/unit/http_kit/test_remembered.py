"""What is remembered of requests has an end."""

from watchword.surfaces.http_kit.remembered import LONGEST, Remembered


def test_what_was_kept_first_goes_first():
    known = Remembered(2)
    for name in ("first", "second", "third"):
        known.keep((name, None), name)
    assert list(known.values()) == ["second", "third"]


def test_what_would_be_found_by_very_much_is_not_kept():
    known = Remembered(2)
    known.keep((b"0" * LONGEST, None), "just so")
    known.keep((b"0" * LONGEST, "1"), "too much")
    assert list(known.values()) == ["just so"]
