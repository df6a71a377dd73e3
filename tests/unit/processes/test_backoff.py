"""How long a child that ended by itself stays down."""

import pytest

from watchword.processes.backoff import fails_after, pause


def test_pauses_double_up_to_half_a_minute():
    assert [pause(fails) for fails in (1, 2, 3, 4)] == [0.2, 0.4, 0.8, 1.6]
    assert pause(9) == 30.0
    assert pause(10_000) == 30.0


@pytest.mark.parametrize(("lived", "fails"), [(0.1, 8), (59, 8), (61, 1)])
def test_a_child_that_worked_for_a_minute_begins_anew(lived, fails):
    assert fails_after(7, lived) == fails
