"""Some things have one home: SQL, processes, the environment, the time, chance, the actor."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.architecture.tree import Source, source, sources


@dataclass(frozen=True)
class Rule:
    """Names that only some files may use."""

    what: str
    names: re.Pattern[str]
    homes: tuple[str, ...]

    def faults(self, file: Source) -> Iterator[str]:
        if file.path.startswith(self.homes):
            return
        for name in sorted(file.mentions):
            if self.names.fullmatch(name):
                yield f"{file.path} uses {name}: {self.what}"


def _names(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


COMPANION = "src/watchword_client/machine.py"

RULES = {
    "sql": Rule(
        "SQL lives in storage",
        _names(r"(sqlalchemy|alembic|sqlite3|psycopg)(\..*)?"),
        ("src/watchword/storage/",),
    ),
    "processes": Rule(
        "two modules of the server start processes, and one of the companion",
        _names(
            r"(subprocess|multiprocessing|pty)(\..*)?",
            r"os\.(fork\w*|system|popen|posix_spawn\w*|exec[lv]\w*|spawn\w+)",
            r"asyncio\.(subprocess\.)?create_subprocess_\w+",
            r".*\.subprocess_(exec|shell)",
            r"concurrent\.futures\.ProcessPoolExecutor",
        ),
        (
            "src/watchword/git_process/runner.py",
            "src/watchword/processes/birth.py",
            "src/watchword_client/processes.py",
        ),
    ),
    "environment": Rule(
        "only the settings read the environment",
        _names(r"os\.(environb?|getenvb?|putenv|unsetenv)(\..*)?"),
        ("src/watchword/settings/sources.py", COMPANION),
    ),
    "time": Rule(
        "the time is an argument",
        _names(
            r"time\.(time|time_ns|localtime|gmtime)",
            r"datetime\.(datetime\.)?(now|utcnow|today)",
            r"datetime\.date\.today",
        ),
        ("src/watchword/kernel/clock.py", COMPANION),
    ),
    "chance": Rule(
        "chance is an argument",
        _names(r"(secrets|random)(\..*)?", r"os\.(urandom|getrandom)", r"uuid\.uuid[14]"),
        ("src/watchword/kernel/entropy.py", COMPANION),
    ),
}

ACTOR_HOME = "src/watchword/authn/resolve.py"
# In one case throughout, as people write SQL: "Select a file from here" is English.
STATEMENT = re.compile(
    r"\s*(select\s.+\sfrom|insert\s+into|update\s\S+\sset|delete\s+from"
    r"|SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s\S+\sSET|DELETE\s+FROM)\s"
)


def actors_made(file: Source) -> Iterator[str]:
    if file.path == ACTOR_HOME:
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Actor":
            yield f"{file.path}:{node.lineno} makes an actor"


def statements(file: Source) -> Iterator[str]:
    if file.path.startswith(RULES["sql"].homes):
        return
    for node in ast.walk(file.tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and STATEMENT.match(text):
            yield f"{file.path}:{node.lineno} holds SQL"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_has_a_home_is_used_nowhere_else(rule):
    assert [fault for file in sources("src") for fault in rule.faults(file)] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_home_is_there(rule):
    paths = [file.path for file in sources("src")]
    assert all(any(path.startswith(home) for path in paths) for home in rule.homes)


def test_only_authentication_makes_actors():
    assert [fault for file in sources("src") for fault in actors_made(file)] == []


def test_no_sql_is_written_as_text_outside_of_storage():
    assert [fault for file in sources("src") for fault in statements(file)] == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        pytest.param("sql", "import sqlalchemy as sa", id="an import"),
        pytest.param("sql", "def f():\n    from psycopg import connect", id="an import inside"),
        pytest.param("processes", "import subprocess as s; s.run([])", id="under another name"),
        pytest.param("processes", "from os import posix_spawn", id="a single function"),
        pytest.param("processes", "import asyncio\nasyncio.create_subprocess_exec", id="asyncio"),
        pytest.param("environment", "import os\nos.environ['A']", id="the environment"),
        pytest.param("environment", "from os import getenv", id="one variable"),
        pytest.param("time", "import time\ntime.time()", id="the time"),
        pytest.param("time", "from datetime import datetime as d\nd.now()", id="the date"),
        pytest.param("time", "import datetime as d\nd.datetime.now()", id="the date by module"),
        pytest.param("chance", "import secrets", id="secrets"),
        pytest.param("chance", "import os as o\no.urandom(3)", id="random bytes"),
    ],
)
def test_a_use_elsewhere_is_noticed(rule, line):
    assert list(RULES[rule].faults(source("src/watchword/tokens/service.py", line)))
    assert not list(RULES[rule].faults(source(RULES[rule].homes[0], line)))


def test_an_actor_made_elsewhere_is_noticed():
    line = "Actor(None, Kind.SYSTEM)"
    assert list(actors_made(source("src/watchword/app.py", line)))
    assert not list(actors_made(source(ACTOR_HOME, line)))


@pytest.mark.parametrize("text", ["SELECT 1 FROM users ", "insert into tokens values (1)"])
def test_sql_as_text_is_noticed(text):
    assert list(statements(source("src/watchword/app.py", f"x = {text!r}")))
    assert not list(statements(source("src/watchword/app.py", "x = 'Select a file from here'")))
