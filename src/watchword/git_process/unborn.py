"""The first push to an empty repository may choose its default branch."""

from collections.abc import Sequence
from contextlib import suppress

from watchword.git_process.layout import Layout
from watchword.ref_updates.model import BRANCHES, Command
from watchword.ref_updates.names import short

PREFERRED = ("main", "master")


def adopt_branch(
    layout: Layout, key: str, done: Sequence[Command], default_branch: str
) -> str | None:
    """Point HEAD at a branch that was just made, when the one it stood for is not there.

    As on GitHub: main, else master, else the first one of the push. Gives its short name, or None
    when HEAD stays.
    """
    made = [short(one.ref) for one in done if one.ref.startswith(BRANCHES) and not one.deletes]
    if not made or default_branch in made:
        return None
    if layout.has_branch(key, default_branch):
        return None
    chosen = next((name for name in PREFERRED if name in made), made[0])
    with suppress(FileExistsError):
        layout.point_head(key, chosen)
        return chosen
    return None
