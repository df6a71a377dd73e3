"""Files and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import Source, source, sources

FILE_LINES = 300
ACCESS_FILE_LINES = 150
FUNCTION_LINES = 40
# A migration is a list of statements, mostly generated, run from the top to the bottom.
MIGRATIONS = "src/watchword/storage/migrations/versions/"


def too_long(file: Source) -> Iterator[str]:
    allowed = ACCESS_FILE_LINES if file.path.startswith("src/watchword/access/") else FILE_LINES
    lines = file.text.count("\n")
    if lines > allowed:
        yield f"{file.path} has {lines} lines, {allowed} are allowed"
    if file.path.startswith(MIGRATIONS):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{file.path}:{node.lineno} {node.name} has {length} lines"


def test_no_file_and_no_function_is_over_its_budget():
    assert [fault for file in sources("src") for fault in too_long(file)] == []


def test_a_long_function_is_noticed():
    body = ["    pass"] * FUNCTION_LINES
    assert list(too_long(source("src/watchword/a.py", "def f():", *body)))
    assert not list(too_long(source("src/watchword/a.py", "def f():", *body[1:])))


def test_a_migration_may_have_one_long_function_and_no_long_file():
    body = ["    pass"] * FUNCTION_LINES
    assert not list(too_long(source(f"{MIGRATIONS}v1.py", "def f():", *body)))
    assert list(too_long(source(f"{MIGRATIONS}v1.py", "def f():", *body * 10)))


def test_access_has_the_smaller_budget():
    lines = ["x = 1"] * (ACCESS_FILE_LINES + 1)
    assert list(too_long(source("src/watchword/access/gate.py", *lines)))
    assert not list(too_long(source("src/watchword/tokens/service.py", *lines)))
