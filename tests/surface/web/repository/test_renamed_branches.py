"""Addresses with the name that a branch had before lead to the same page of the branch."""

import pytest

from watchword.access.gate import require
from watchword.access.table import contents as table
from watchword.repositories import former_branches


@pytest.fixture
def renamed(world, history, aqueduct):
    """Branches were called `old/name` and `main`; `topic` has a file that main has not."""

    def unit(work):
        found = work.repositories.by_id(aqueduct.id, None)
        grant = require(world.operator, table.RENAME_BRANCH, found)
        former_branches.note(work, grant, "old/name", "feature/arches")
        former_branches.note(work, grant, "gone", "none")
        former_branches.note(work, grant, "main", "feature/arches")

    world.write(unit)


def test_the_former_name_leads_to_the_same_page(visitor, renamed):
    for asked, leads_to in (
        ("tree/old/name", "tree/feature/arches"),
        ("blob/old/name/docs/plan.md", "blob/feature/arches/docs/plan.md"),
        ("blob/old/name/src/fl%6Fw.py", "blob/feature/arches/src/flow.py"),
        ("commits/old/name", "commits/feature/arches"),
    ):
        page = visitor.get(f"/octavia/aqueduct/{asked}")
        assert (page.status, page.path) == (200, f"/octavia/aqueduct/{leads_to}")


def test_what_is_not_there_either_stays_missing(visitor, renamed):
    below_old = ("blob/old/name/none", "tree/old", "tree/old%00/name")
    for asked in (*below_old, "tree/gone", "blob/main/none", "tree/%ff"):
        assert visitor.get(f"/octavia/aqueduct/{asked}").status == 404, asked
