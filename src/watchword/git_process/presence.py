"""Whether a push is still at work: a lock that its git processes hold for as long as they live."""

from pathlib import Path

from watchword.git_process.slots import LockFile, number_of
from watchword.kernel.events import Origin


class Presence:
    """The locks of the pushes in progress on this machine."""

    def __init__(self, folder: Path) -> None:
        """Keep the locks in that folder, which all processes of the server share."""
        self._file = LockFile(folder / "git-pushes")

    def show(self, key: str, origin: Origin) -> int:
        """Show that a push is at work; gives the descriptor that git must hold.

        The lock is named after what the row of the push says too: repository and request. Two
        pushes of one name (a job has no request) share the lock: they end together, later.
        """
        descriptor = self._file.take(_place(key, origin), shared=True)
        # Only `is_over` takes it exclusively, for a moment: the next try meets nobody.
        while descriptor is None:
            descriptor = self._file.take(_place(key, origin), shared=True)
        return descriptor

    def is_over(self, key: str, origin: Origin) -> bool:
        """Whether nothing of such a push is alive."""
        return self._file.is_free(_place(key, origin))


def _place(key: str, origin: Origin) -> range:
    place = number_of(f"{key} {origin.user} {origin.request}")
    return range(place, place + 1)
