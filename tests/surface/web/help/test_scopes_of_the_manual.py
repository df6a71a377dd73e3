"""The page about scopes says what the access table says."""

import re

from watchword.access.kinds import SCOPED
from watchword.access.operation import REGISTERED
from watchword.access.scopes import TREE, Scope
from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.help.scopes import table
from watchword.surfaces.web.scope_tree import with_effect


def test_every_scope_stands_there_with_its_meaning_and_can_be_linked_to(browser):
    page = browser.get("/help/scopes")
    for row in TREE:
        assert row.text in page.ids[row.name]


def test_a_scope_names_every_operation_that_asks_for_it_and_no_other():
    with_effect()  # imports every row
    for line in table():
        told = {f"{thing}.{verb}" for thing, verbs in line.opens.items() for verb in verbs}
        assert told == {
            one.name
            for one in REGISTERED.values()
            if line.name in one.accepted and one.who & SCOPED
        }
        assert line.count == len(told)


def test_scopes_that_open_nothing_say_so_and_no_others(browser):
    page = browser.get("/help/scopes")
    marked = {name for name in page.ids if "no effect yet" in page.ids[name]} & {
        row.name for row in TREE
    }
    assert marked == {row.name for row in TREE} - with_effect()


def test_what_a_scope_carries_stands_below_it():
    lines = {line.name: line for line in table()}
    assert lines[Scope("repo")].carries[:2] == ("repo:status", "repo_deployment")
    assert lines[Scope("read:org")].depth == 2
    order = [line.name for line in table()]
    assert order.index("write:org") == order.index("admin:org") + 1


def test_the_scopes_that_documents_recommend_exist(browser):
    page = browser.get("/help/scopes").text
    asked = page[page.index("Which scopes do I need?") : page.index("All scopes")]
    for name in re.findall(r"\b[a-z]+(?:[:_][a-z]+)+\b", asked):
        assert name in {row.name for row in TREE}


def test_meanings_are_translated():
    for language, translator in translators().items():
        if language != "en":
            assert [row.text for row in TREE if translator(row.text) == row.text] == []
