"""Each fact that is told by mail has its words, and no words are left over."""

from importlib import resources

from tests.mailbox import TOLD_BY_MAIL
from watchword.surfaces.mails.letters import LETTERS

NOT_OF_A_FACT = {"layout", "parts"}


def test_each_fact_that_is_told_has_a_template_of_its_name():
    folder = resources.files("watchword.surfaces.mails") / "templates"
    templates = {entry.name.removesuffix(".txt") for entry in folder.iterdir()}
    assert templates - NOT_OF_A_FACT == TOLD_BY_MAIL


def test_no_letter_waits_for_a_fact_that_wakes_nobody():
    assert LETTERS.keys() <= TOLD_BY_MAIL
