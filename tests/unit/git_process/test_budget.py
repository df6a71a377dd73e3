"""What work in the background may take of the time."""

from tests.world import StoppedClock
from watchword.git_process.budget import SAVED, Budget


def test_what_is_spent_comes_in_again_as_a_share_of_the_time():
    clock = StoppedClock()
    budget = Budget(clock, 25)
    assert budget.left() == SAVED
    budget.spend(SAVED + 50)
    assert budget.left() == -50
    clock.now += 199
    assert budget.left() < 0
    clock.now += 5
    assert budget.left() == 1


def test_no_more_is_saved_up_than_for_a_while():
    clock = StoppedClock()
    budget = Budget(clock, 25)
    clock.now += 86_400
    assert budget.left() == SAVED


def test_a_clock_that_is_put_back_neither_gives_nor_takes():
    clock = StoppedClock()
    budget = Budget(clock, 50)
    budget.spend(SAVED + 10)
    clock.now -= 3_600
    assert budget.left() == -10
    clock.now += 22
    assert budget.left() == 1


def test_none_at_all_may_be_chosen():
    clock = StoppedClock()
    budget = Budget(clock, 0)
    clock.now += 86_400
    assert budget.left() == 0
