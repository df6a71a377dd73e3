"""When a token ends, as the operator writes it."""

import click
import pytest

from watchword.operator_cli.expiry import DAY, iso, read_expiry, written

NOW = 1_800_000_000
"""2027-01-15 08:00:00 UTC."""


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("30d", NOW + 30 * DAY, id="days"),
        pytest.param("1d", NOW + DAY, id="one day"),
        pytest.param("none", None, id="never"),
        pytest.param("2027-01-31", 1_801_439_999, id="the last second of a day"),
        pytest.param("2027-01-15", 1_800_057_599, id="the end of today"),
    ],
)
def test_days_dates_and_never_are_understood(text, ends):
    assert read_expiry(text, NOW) == ends


@pytest.mark.parametrize(
    "text", ["", "30", "0d", "99999d", "-1d", "d", "2027-01-14", "2027-02-30", "never", "30D"]
)
def test_anything_else_is_refused_with_what_may_be_written(text):
    with pytest.raises(click.BadParameter):
        read_expiry(text, NOW)


def test_moments_are_written_in_utc():
    assert written(NOW, "never") == "2027-01-15 08:00 UTC"
    assert written(None, "never") == "never"
    assert iso(NOW) == "2027-01-15T08:00:00Z"
    assert iso(None) is None
