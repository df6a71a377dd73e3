"""When the bench complains of a figure."""

import pytest

from bench import report, table
from bench.rotation import Series
from bench.stage import Outcome, Table
from bench.table import Row
from bench.targets import Plan, Spread, Target, Verdict, ratio

OURS, PEER = "watchword", "a peer"


@pytest.mark.parametrize(
    ("median", "least", "most", "verdict"),
    [
        (0.19, 0.18, 0.30, Verdict.MET),
        (0.20, 0.20, 0.20, Verdict.MET),
        (0.21, 0.20, 0.30, Verdict.NEAR),
        (0.40, 0.22, 0.90, Verdict.NEAR),
        (0.40, 0.24, 0.90, Verdict.MISSED),
    ],
)
def test_a_ratio_is_missed_where_its_whole_range_is_too_high_by_more_than_15_percent(
    median, least, most, verdict
):
    assert ratio("wall", 0.20).verdict(Spread(median, least, most)) is verdict


@pytest.mark.parametrize(
    ("median", "least", "most", "verdict"),
    [
        (0.50, 0.10, 0.60, Verdict.MET),
        (0.39, 0.10, 0.39, Verdict.NEAR),
        (0.30, 0.10, 0.36, Verdict.NEAR),
        (0.30, 0.10, 0.34, Verdict.MISSED),
        (0.00, 0.00, 0.00, Verdict.MISSED),
    ],
)
def test_where_more_is_better_the_whole_range_must_be_too_low(median, least, most, verdict):
    assert ratio("rate", 0.40, at_least=True).verdict(Spread(median, least, most)) is verdict


def test_one_failure_is_too_many_where_none_is_allowed():
    none = Target("failures", 0, is_count=True)

    assert none.verdict(Spread(0, 0, 0)) is Verdict.MET
    assert none.verdict(Spread(0, 0, 1)) is Verdict.MISSED


def test_what_cannot_be_measured_here_is_no_miss():
    assert ratio("cpu", 0.1).verdict(None) is Verdict.UNKNOWN
    assert list(table.missed([row([{"wall": 1.0}], [{"wall": 9.0}], ratio("cpu", 0.1))])) == []


def test_a_first_look_tolerates_more():
    spread = Spread(0.35, 0.30, 0.50)

    assert ratio("wall", 0.20).verdict(spread) is Verdict.MISSED
    assert ratio("wall", 0.20).verdict(spread, tolerated=1.0) is Verdict.NEAR


def test_a_complaint_names_the_row_the_target_and_the_figures():
    slow = row([{"wall": 3.0}, {"wall": 4.0}], [{"wall": 4.0}, {"wall": 8.0}], ratio("wall", 0.2))

    (told,) = table.missed([slow])

    assert told.startswith("a-row: wall time ≤ 0.20 against a peer is missed by more than 15%")
    assert told.endswith("0.62 (0.50-0.75)")


def test_a_bound_with_a_unit_is_of_our_own_figure():
    big = row([{"memory": 20.0}], [{"memory": 90.0}], Target("memory", 16, "MiB"))

    assert [str(target) for target in big.targets] == ["memory ≤ 16 MiB"]
    assert len(list(table.missed([big]))) == 1


def test_targets_hold_against_the_peer_that_they_name():
    plan = Plan("a-row", (ratio("wall", 0.2),), against="another peer")

    assert Row(plan, "`git clone`", PEER, Series({OURS: [], PEER: []}), OURS).targets == ()


def test_the_table_shows_each_target_and_whether_it_is_met():
    kept = row([{"wall": 1.0}], [{"wall": 9.0}], ratio("wall", 0.2), ratio("memory", 0.5))

    shown = table.text([kept], [table.ratio("Wall time", "wall")])

    *_, target, met = [cell.strip() for cell in shown.splitlines()[-1].strip("|").split("|")]
    assert target == "wall time ≤ 0.20, memory ≤ 0.50"
    assert met == "yes, not measured"


def test_both_figures_are_shown_with_their_ratio_only_where_it_is_promised():
    column = table.both("Memory", "memory")

    assert column.cell(row([{"memory": 8.0}], [{"memory": 16.0}])) == "8 / 16"
    promised = row([{"memory": 8.0}], [{"memory": 16.0}], ratio("memory", 0.4))
    assert column.cell(promised) == "8 / 16 = 0.50 (0.50-0.50)"
    assert column.cell(row([{"memory": 8.0}], [{}])) == "8 / none"
    assert not column.cell(row([{}], [{}]))


def test_a_row_that_could_not_be_measured_is_a_complaint_and_stands_in_the_report():
    kept = row([{"wall": 1.0}], [{"wall": 9.0}], ratio("wall", 0.2))
    shown = Table("git", "Git", "", (table.ratio("Wall time", "wall"),), (), open=lambda _: None)
    outcome = Outcome(shown, [kept], {"git-push": "a server did not start"})

    assert list(report.complaints([outcome], 0.15)) == ["git-push: a server did not start"]
    assert "Not measured: `git-push`." in report.written([outcome], 5)


def row(ours, theirs, *targets):
    plan = Plan("a-row", targets, against=PEER)
    return Row(plan, "`git clone`", PEER, Series({OURS: ours, PEER: theirs}), OURS)
