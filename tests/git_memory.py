"""How much memory git may take where the server starts it."""

from watchword.git_process.runner import Runner


def allowances(monkeypatch) -> list[int | None]:
    """The bytes that each git may take which is started from here on; None: as many as all."""
    seen: list[int | None] = []
    start = Runner.start

    def spy(self, *args, memory=None, **more):
        seen.append(memory)
        return start(self, *args, memory=memory, **more)

    monkeypatch.setattr(Runner, "start", spy)
    return seen
