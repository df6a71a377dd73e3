"""How much upkeep is done at a time, and whose turn it is."""

from pathlib import Path

from msgspec.structs import force_setattr

from tests.git_site import make_site
from tests.kept_repositories import kept, large, many_packs, waiting
from watchword.git_process import condition, maintenance
from watchword.git_process.budget import SAVED
from watchword.git_process.runner import Runner


class Slow(Runner):
    """Git as it would be on a large repository: each command takes so many seconds."""

    clock = None
    seconds = 0
    done: list[Path]

    def run(self, command, folder, **more):
        self.clock.now += self.seconds
        self.done.append(folder)
        return super().run(command, folder, **more)


def slowed(site, seconds):
    runner = Slow(site.git.runner.environment)
    runner.clock, runner.seconds, runner.done = site.world.clock, seconds, []
    force_setattr(site.git.upkeep, "runner", runner)
    return runner


def test_when_the_budget_is_spent_the_rest_waits_until_more_has_come_in(site):
    several = [kept(site, name) for name in ("one", "two", "three")]
    for one in several:
        many_packs(one, condition.MOST_PACKS + 1)
    upkeep, clock = site.git.upkeep, site.world.clock
    slowed(site, SAVED)
    assert upkeep.look_everywhere() == 1, "what is begun is ended"
    assert upkeep.budget.left() < 0
    assert upkeep.work_off() == 0
    clock.now += int(4 * SAVED * 3)
    assert upkeep.work_off() == 1
    clock.now += int(4 * SAVED * 3)
    assert upkeep.work_off() == 1
    assert waiting(site) == []


def test_without_a_budget_nothing_is_done_unasked(site, there):
    many_packs(there, condition.MOST_PACKS + 1)
    upkeep = site.git.upkeep
    upkeep.budget.spend(SAVED)
    assert upkeep.look_everywhere() == 0
    assert waiting(site) == [there.key]
    assert upkeep.repack(there.key, prune=False)


def test_small_repositories_go_before_large_ones_that_were_pushed_to_just_before(site):
    first, second = kept(site, "first"), kept(site, "second")
    for one in (first, second):
        many_packs(one, condition.MOST_PACKS + 1)
    large(first)
    runner = slowed(site, 0)
    upkeep, clock = site.git.upkeep, site.world.clock
    upkeep.note(first.key)
    clock.now += 1
    upkeep.note(second.key)
    clock.now += maintenance.QUIET
    assert upkeep.work_off() == 2
    assert list(dict.fromkeys(runner.done)) == [second.path, first.path]


def test_a_repository_rests_the_longer_the_longer_its_upkeep_took(site, there):
    upkeep, clock = site.git.upkeep, site.world.clock
    many_packs(there, condition.MOST_PACKS + 1)
    slowed(site, 3)
    assert upkeep.look_everywhere() == 1
    many_packs(there, condition.MOST_PACKS + 1)
    upkeep.note(there.key)
    clock.now += maintenance.RESTS * 9 - 1
    assert upkeep.work_off() == 0
    clock.now += 1
    assert upkeep.work_off() == 1


def test_one_repository_at_a_time_on_a_machine(site, there, tmp_path):
    many_packs(there, condition.MOST_PACKS + 1)
    other = make_site(site.world, tmp_path)
    with other.git.upkeep._machine() as held:
        assert held is not None
        assert site.git.upkeep.look_everywhere() == 0
    assert site.git.upkeep.work_off() == 1


def test_a_repository_that_is_never_quiet_is_found_all_the_same(site, there):
    many_packs(there, condition.MOST_PACKS + 1)
    site.git.upkeep.note(there.key)
    assert site.git.upkeep.work_off() == 0
    assert site.git.upkeep.look_everywhere() == 1
