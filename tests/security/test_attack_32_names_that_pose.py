"""Attack 32: an application is registered under a name that a hasty reader takes for another.

Attack: names of the server and of clients that every server knows, in other letters that look the
same, with gaps, accents, letters nobody sees.
What is verified: none of them can be registered; names that merely share letters can.
"""

import pytest

from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import oauth as table
from watchword.kernel.errors import Invalid
from watchword.oauth import apps
from watchword.oauth.apps import WantedApp

POSING = {
    "plain": "Watchword Login",
    "gaps": "Git - Hub",
    "capitals": "GITHUB CLI",
    "digits": "Watchw0rd",
    "an l for an i": "GltHub",
    "a capital I for an l": "Git CredentiaI Helper",
    "a bar": "G|tHub",
    "accents": "G\u00edthub",
    "full width": "\uff27\uff49\uff54\uff28\uff55\uff42",
    "Cyrillic": "W\u0430t\u0441hword",
    "Cyrillic that is rare": "\u0405ecurity Git\u04bbub",
    "Cyrillic capitals": "GI\u0422\u041dU\u0412",
    "Greek": "Watchw\u03bfrd",
    "a dotless i": "G\u0131thub",
    "a script g": "\u0261ithub",
    "two v for a w": "VVatchword",
    "letters nobody sees": "Git\u200bHub",
    "a known client": "git-credential-oauth",
}
HARMLESS = ["Lighthouse", "Legal Digits", "Ma\u00eftre", "\u5149\u53f0", "\u041c\u0430\u044f\u043a"]


def register(world, name):
    maker = world.user("brutus")
    wanted = WantedApp(name, "https://app.example", "", ("https://app.example/c",), False)
    actor = actor_of(maker, kind=Kind.SESSION, sudo=True)

    def unit(work):
        return apps.register(work, require(actor, table.CREATE_APP, maker), wanted)

    return world.write(unit)


@pytest.mark.parametrize("name", POSING.values(), ids=POSING)
def test_what_looks_like_the_server_or_a_known_client_is_not_registered(world, name):
    with pytest.raises(Invalid) as refused:
        register(world, name)
    assert [one.field for one in refused.value.errors] == ["name"]


@pytest.mark.parametrize("name", HARMLESS, ids=["Latin", "l and i", "French", "Kanji", "Russian"])
def test_other_names_are_taken_as_they_are(world, name):
    assert register(world, name).name == name


@pytest.mark.parametrize("turned", ["\u202e", "\u2066", "\u0007"], ids=["over", "apart", "bell"])
def test_a_name_with_letters_that_turn_the_line_round_is_refused(world, turned):
    with pytest.raises(Invalid):
        register(world, f"Light{turned}house")
