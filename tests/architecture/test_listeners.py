"""Events, their listeners, and the functions behind the names."""

from watchword import duties
from watchword.kernel.events import Event
from watchword.work.listeners import LISTENERS


def test_every_listener_has_a_function_and_every_function_a_listener():
    named = {name for names in LISTENERS.values() for name in names}
    assert named == set(duties.LISTENER_FUNCTIONS)


def test_events_have_names_of_their_own():
    names = [event.name for event in Event.__subclasses__()]
    assert len(names) == len(set(names))
    assert all("." in name for name in names)
