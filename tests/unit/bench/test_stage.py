"""How the bench goes through its rows."""

import contextlib
import time

from bench.__main__ import TABLES, chosen, listed
from bench.rotation import Clockwork, in_turn
from bench.running import Failed
from bench.stage import Stage, Table, measure
from bench.targets import Plan

PLANS = Plan("a-good"), Plan("a-bad"), Plan("a-last")


def test_each_row_has_a_name_of_its_own():
    names = [name for table in TABLES for name in (table.name, *(p.name for p in table.plans))]

    assert len(names) == len(set(names))


def test_rows_are_chosen_by_their_name_or_by_that_of_their_table():
    api, *others = TABLES

    assert chosen(TABLES, None) == [(table, table.plans) for table in TABLES]
    assert chosen(TABLES, [api.name]) == [(api, api.plans)]
    assert chosen(TABLES, [others[0].plans[1].name]) == [(others[0], others[0].plans[1:2])]


def test_the_list_names_every_row():
    told = list(listed(chosen(TABLES, None)))

    assert len(told) == sum(1 + len(table.plans) for table in TABLES)


def test_a_row_that_fails_keeps_no_other_from_being_measured(tmp_path):
    asked = []

    outcome = measure(table_of(asked), PLANS, stage(tmp_path), after=0)

    assert asked == ["a-good", "a-bad", "a-last"]
    assert outcome.failed == {"a-bad": "a wrong answer"}


def test_servers_that_do_not_start_fail_all_rows_of_their_table(tmp_path):
    outcome = measure(table_of([], starts=False), PLANS, stage(tmp_path), after=0)

    assert list(outcome.failed) == ["a-good", "a-bad", "a-last"]


def test_the_time_that_is_left_is_shared_by_those_who_are_left():
    clock = Clockwork(5, time.monotonic() + 100)

    clock.share_out(100_000)
    time.sleep(0.002)
    assert clock.is_over()
    clock.share_out(1)
    assert not clock.is_over()


def test_everybody_measures_once_even_where_the_time_is_over():
    series = in_turn([("one", lambda: {"wall": 1.0})], Clockwork(5, time.monotonic() - 1))

    assert series.values == {"one": [{"wall": 1.0}]}


def test_the_order_is_reversed_each_second_time():
    asked = []
    contestants = [(name, lambda name=name: asked.append(name) or {}) for name in "ab"]

    in_turn(contestants, Clockwork(3, time.monotonic() + 60))

    assert "".join(asked) == "abbaab"


def stage(folder):
    return Stage(folder, Clockwork(5, time.monotonic() + 60))


def table_of(asked, *, starts=True):
    def one(plan):
        asked.append(plan.name)
        if plan.name == "a-bad":
            raise Failed("a wrong answer")
        return []

    @contextlib.contextmanager
    def opened(_):
        if not starts:
            raise Failed("nginx did not start")
        yield {plan.name: one for plan in PLANS}

    return Table("a", "A table", "", (), PLANS, opened)
