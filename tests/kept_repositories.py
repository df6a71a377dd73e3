"""Repositories in a condition that upkeep has something to do about."""

from tests.git_site import Site
from tests.histories import History
from watchword.git_process import maintenance

MEBIBYTE = 2**20


def kept(site: Site, name: str) -> History:
    """A repository with one commit, of an owner of its own."""
    _, history = site.repository(site.world.user(f"owner-of-{name}"), name)
    history.tip = history.commit({"a": "b"})
    return history


def waiting(site: Site) -> list[str]:
    """The keys of those that wait for upkeep just now."""
    damaged: dict[str, Exception] = {}
    found = maintenance.waiting(site.layout, site.world.clock.seconds(), damaged.__setitem__)
    assert not damaged
    return found


def packs(history: History):
    """Its packs."""
    return sorted((history.path / "objects/pack").glob("pack-*.pack"))


def many_packs(history: History, count: int) -> None:
    """Commit after commit, each in a pack of its own."""
    for number in range(count):
        history.tip = history.commit({"a": f"{number}"}, "x", history.tip)
        history.git("repack", "-d", "-q")


def large(history: History) -> None:
    """A pack that is large enough for bitmaps and graphs."""
    noise = __import__("random").Random(1).randbytes(2 * MEBIBYTE)
    history.tip = history.commit({"noise": noise}, "x", history.tip)
    history.git("repack", "-d", "-q")
