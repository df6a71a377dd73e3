"""Modules are named after what they hold, and open with one sentence that says it."""

from collections.abc import Iterator
from pathlib import PurePath

import pytest

from tests.architecture.tree import Source, source, sources

SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
SAY_NOTHING |= {"tools", "base", "stuff", "lib"}


def nameless(file: Source) -> Iterator[str]:
    for part in PurePath(file.path).with_suffix("").parts:
        if part in SAY_NOTHING:
            yield f"{file.path}: {part} says nothing of what lives there"


def undescribed(file: Source) -> Iterator[str]:
    if not file.opening.strip():
        yield f"{file.path} does not say what lives there"


def test_no_module_has_a_name_that_says_nothing():
    assert [fault for file in sources("src", "tests") for fault in nameless(file)] == []


def test_every_module_says_what_lives_there():
    assert [fault for file in sources("src", "tests") for fault in undescribed(file)] == []


@pytest.mark.parametrize("path", ["src/watchword/utils.py", "src/watchword/common/a.py"])
def test_a_name_that_says_nothing_is_noticed(path):
    assert list(nameless(source(path)))
    assert not list(nameless(source("src/watchword/tokens/lifecycle.py")))


def test_a_missing_sentence_is_noticed():
    for lines in (["x = 1"], ['""', "x = 1"], ["x = 'Holds x.'"], ["b'Holds x.'"], []):
        assert list(undescribed(source("a.py", *lines)))
    assert not list(undescribed(source("a.py", '"""Holds x."""', "x = 1")))
    assert not list(undescribed(source("a.py", "#!/bin/x", "", "'Holds x.'")))
