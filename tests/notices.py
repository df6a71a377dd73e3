"""What people are told of in a small world: the jobs that tell them are run at once."""

from watchword.audit.model import StoredEvent
from watchword.kernel.pagination import PageRequest
from watchword.notifications.ports import Sight, ThreadListing
from watchword.work import notices
from watchword.work.comment_notices import CommentNotices

HOST = "git.example.test"
ALL = ThreadListing(unread=False)


class Notices:
    """Runs the jobs that fill inboxes."""

    def __init__(self, world, shelf) -> None:
        self._world = world
        self._of_comments = CommentNotices(world.database, shelf, HOST)
        self._functions = {
            "notices.tell": lambda event: notices.tell(world.database, event),
            "notices.tell_of_comment": self._of_comments.tell,
        }

    def run(self, times: int = 1) -> int:
        """Do what waits, each so many times; jobs of others are dropped. Gives how many it did."""
        done = 0
        while (job := self._next()) is not None:
            if job.listener in self._functions:
                for _ in range(times):
                    self.tell(job.listener, job.event)
                done += 1
        return done

    def tell(self, listener: str, event: StoredEvent) -> None:
        """Call one listener."""
        self._functions[listener](event)

    def of(self, user, listing=ALL):
        """The threads of somebody."""
        sight = Sight(user.id)
        return self._world.read(
            lambda work: list(work.threads.page(sight, listing, PageRequest(1, 100)).items)
        )

    def _next(self):
        def unit(work):
            job = work.jobs.claim(60)
            if job is not None:
                work.jobs.finish(job)
            return job

        return self._world.write(unit)
