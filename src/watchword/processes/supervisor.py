"""Starts the children, keeps them alive, replaces them one after the other, stops them in order."""

import contextlib
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from msgspec import Struct, field

from watchword.processes import birth, listening
from watchword.processes.backoff import fails_after, pause
from watchword.processes.cannot_start import CannotStart
from watchword.processes.handover import READY, Handover
from watchword.settings import Settings

if TYPE_CHECKING:
    from watchword.processes.tls_folder import Tls

log = structlog.get_logger("watchword.supervisor")

START_PATIENCE = 120.0
"""Seconds within which a child must be ready."""
KILL_AFTER = 10
"""Seconds after the drain at which what still runs is killed."""
RENEW_EVERY = 600.0
GIVE_UP_LISTENER = 5
"""Failures in a row after which a child that is down holds no connections up any more."""

WEB = "web"
SSH = "ssh"
JOBS = "jobs"


class Child:
    """One process of ours."""

    def __init__(self, kind: str, handover: Handover) -> None:
        """Start it, in a group of its own, so that Ctrl-C reaches only us. Raises OSError."""
        self.born = time.monotonic()
        self.deadline = self.born + START_PATIENCE
        """When it is killed, in the monotonic clock's seconds; never once it is ready."""
        self.line, theirs = socket.socketpair()
        with theirs:
            kept = [handover.listener] if handover.listener >= 0 else []
            self.pid = birth.begin(kind, theirs.fileno(), kept)
        self.pidfd = os.pidfd_open(self.pid)
        try:
            handover.give(self.line)
        except OSError:
            log.warning("child.deaf", pid=self.pid)

    def stop(self, drain: float) -> None:
        """Tell it to end, and when it will be made to. Told again, it hurries."""
        self.deadline = time.monotonic() + drain + KILL_AFTER
        self.send(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; nothing happens when it is gone."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, number)

    def bury(self) -> int:
        """Let go of what is left of it; gives its exit status, negative for a signal."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.pidfd)
        self.line.close()
        return os.waitstatus_to_exitcode(status)


class Slot(Struct, eq=False):
    """A place that one child fills; its listener outlives the child, so no connection is lost."""

    name: str
    kind: str
    listener: socket.socket | None = None
    current: Child | None = None
    coming: Child | None = None
    """Not ready yet: takes the place of `current` when it is."""
    leaving: list[Child] = field(default_factory=list)
    outdated: bool = False
    fails: int = 0
    again: float = 0.0

    @property
    def children(self) -> list[Child]:
        """All that run."""
        return [one for one in (self.current, self.coming) if one] + self.leaving


class Supervisor:
    """The parent of all. One loop, woken by the deaths of children, their words, and signals."""

    def __init__(
        self,
        settings: Settings,
        slots: list[Slot],
        tls: "Callable[[], Tls | None]",
        on_ready: Callable[[], None],
    ) -> None:
        """Take what is to run. `tls` renews certificates where it is time, and gives them."""
        self._settings = settings
        self._slots = slots
        self._renew = tls
        self._on_ready: Callable[[], None] | None = on_ready
        self._tls = tls()
        self._next_renewal = time.monotonic() + RENEW_EVERY
        self._selector = selectors.DefaultSelector()
        self._stopping = False

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; returns when no child is left."""
        woken, wake = socket.socketpair()
        for end in (woken, wake):
            end.settimeout(0)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        self._selector.register(woken, selectors.EVENT_READ, lambda: self._signalled(woken))
        while not (self._stopping and not any(slot.children for slot in self._slots)):
            self._tick(time.monotonic())
            for key, _ in self._selector.select(self._patience(time.monotonic())):
                key.data()
        log.info("stopped")

    def _tick(self, now: float) -> None:
        for slot in self._slots:
            for child in slot.children:
                if now >= child.deadline:
                    log.warning("child.killed", name=slot.name, pid=child.pid)
                    child.deadline = float("inf")
                    child.send(signal.SIGKILL)
            if self._wants_child(slot) and now >= slot.again:
                self._start(slot, now)
        if now >= self._next_renewal and not self._stopping:
            self._next_renewal = now + RENEW_EVERY
            self._renewal()

    def _patience(self, now: float) -> float:
        """Seconds until something is due that no event tells."""
        due = [self._next_renewal]
        for slot in self._slots:
            due += [child.deadline for child in slot.children]
            due += [slot.again] if self._wants_child(slot) else []
        return max(0.0, min(due) - now)

    def _wants_child(self, slot: Slot) -> bool:
        if self._stopping or slot.coming:
            return False
        if slot.current is None:
            return True
        # One at a time, so that the others carry the load meanwhile.
        return slot.outdated and not any(other.coming for other in self._slots)

    def _start(self, slot: Slot, now: float) -> None:
        try:
            if slot.listener is None and (where := self._place(slot)):
                slot.listener = listening.listen_again(listening.resolve(*where))
            child = Child(slot.kind, self._handover(slot))
        except (OSError, CannotStart):
            slot.fails += 1
            slot.again = now + pause(slot.fails)
            log.exception("child.not_started", name=slot.name)
            return
        slot.outdated = False
        slot.coming = child
        self._selector.register(child.pidfd, selectors.EVENT_READ, lambda: self._ended(slot, child))
        self._selector.register(child.line, selectors.EVENT_READ, lambda: self._said(slot, child))
        log.info("child.started", name=slot.name, pid=child.pid)

    def _place(self, slot: Slot) -> tuple[str, int] | None:
        """Where children of that kind accept, if they do."""
        return {WEB: self._settings.listen, SSH: self._settings.ssh_at}.get(slot.kind)

    def _handover(self, slot: Slot) -> Handover:
        listener = slot.listener.fileno() if slot.listener else -1
        if slot.kind != WEB or self._tls is None:
            return Handover(slot.name, self._settings, listener)
        return Handover(slot.name, self._settings, listener, self._tls.certificate, self._tls.key)

    def _said(self, slot: Slot, child: Child) -> None:
        """Take a word of a child: there is just one."""
        if child.line.fileno() not in self._selector.get_map():
            return
        self._selector.unregister(child.line)
        try:
            word = child.line.recv(len(READY))
        except OSError:
            word = b""
        if word != READY or child is not slot.coming:
            return
        child.deadline = float("inf")
        slot.coming = None
        if slot.current:
            self._dismiss(slot, slot.current)
        slot.current = child
        log.info("child.ready", name=slot.name, pid=child.pid)
        if self._on_ready and self._answers():
            self._on_ready()
            self._on_ready = None

    def _answers(self) -> bool:
        """Whether requests are answered, and whoever else is to work is on the way.

        Who comes for SSH before its child does waits in the queue of the listener.
        """
        first = [slot for slot in self._slots if slot.kind == WEB] or self._slots
        return all(slot.current for slot in first) and all(slot.children for slot in self._slots)

    def _dismiss(self, slot: Slot, child: Child) -> None:
        child.stop(self._settings.drain)
        slot.leaving.append(child)
        slot.current = None if slot.current is child else slot.current

    def _ended(self, slot: Slot, child: Child) -> None:
        self._selector.unregister(child.pidfd)
        if child.line.fileno() in self._selector.get_map():
            self._selector.unregister(child.line)
        status, now = child.bury(), time.monotonic()
        if child in slot.leaving:
            slot.leaving.remove(child)
            log.info("child.left", name=slot.name, pid=child.pid, status=status)
            return
        slot.fails = fails_after(slot.fails, now - child.born)
        slot.again = now + pause(slot.fails)
        if child is slot.coming:
            slot.coming = None
            slot.outdated = slot.current is not None
        else:
            slot.current = None
        log.error(
            "child.ended",
            name=slot.name,
            pid=child.pid,
            status=status,
            again_in=round(slot.again - now, 1),
        )
        if slot.listener and not slot.children and slot.fails >= GIVE_UP_LISTENER:
            slot.listener.close()
            slot.listener = None

    def _signalled(self, woken: socket.socket) -> None:
        numbers = set(woken.recv(64))
        if numbers & {signal.SIGTERM, signal.SIGINT}:
            self._stop()
        elif signal.SIGHUP in numbers and not self._stopping:
            self._renewal(replace=True)

    def _renewal(self, *, replace: bool = False) -> None:
        """Look after the certificates: children read them once, so new ones take new children."""
        try:
            fresh = self._renew()
        except CannotStart as error:
            log.warning("certificate.unusable", error=str(error))
            fresh = self._tls
        changed = fresh is not None and fresh != self._tls
        if changed:
            log.info("certificate.renewed")
        self._tls = fresh
        for slot in self._slots:
            new = replace if slot.kind == SSH else slot.kind == WEB and (changed or replace)
            slot.outdated = slot.outdated or new

    def _stop(self) -> None:
        """Let nobody in any more, and tell all to end; told again, they hurry."""
        log.info("stopping", hurry=self._stopping)
        for slot in self._slots:
            if slot.listener:
                slot.listener.close()
                slot.listener = None
            if self._stopping:
                for child in slot.leaving:
                    child.send(signal.SIGTERM)
            for child in [one for one in (slot.current, slot.coming) if one]:
                self._dismiss(slot, child)
            slot.coming = None
        self._stopping = True
