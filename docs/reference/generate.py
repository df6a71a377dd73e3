"""Writes the reference pages from the tables that the server runs on.

`make docs` runs it; a test compares what it would write with what is there.
"""

import dataclasses
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from docs.reference import companion
from docs.reference import scopes as scope_page
from docs.reference.surfaces import every_route
from watchword.access import table
from watchword.access.kinds import ANY_LOGIN, ANYONE, Kind
from watchword.access.operation import REGISTERED, Operation, Scopes
from watchword.settings.model import KEYS_OF_SETTINGS, Settings

HERE = Path(__file__).parent
BEGUN = "<!-- Written by `make docs`; do not edit. -->\n\n"
KINDS = {
    Kind.ANONYMOUS: "nobody",
    Kind.SESSION: "browser",
    Kind.CLASSIC: "classic token",
    Kind.OAUTH: "OAuth token",
    Kind.APPLICATION: "application itself",
    Kind.PUBLIC_KEY: "SSH key",
    Kind.DEPLOY_KEY: "deploy key",
    Kind.OPERATOR: "operator",
    Kind.SYSTEM: "system",
}


def capabilities() -> dict[str, list[Operation]]:
    """The operations by the module of access/table that they stand in."""
    found: dict[str, list[Operation]] = {}
    for module in sorted(pkgutil.iter_modules(table.__path__), key=lambda one: one.name):
        there = vars(importlib.import_module(f"{table.__name__}.{module.name}")).values()
        found[module.name] = [row for row in there if isinstance(row, Operation)]
    return found


def routes() -> dict[str, list[str]]:
    """The routes by the name of the operation that they ask for."""
    found: dict[str, list[str]] = defaultdict(list)
    for method, path, operation in every_route():
        found[operation.name].append(f"`{method} {path}`")
    return found


def scopes(names: Scopes) -> str:
    """A list of scopes in a cell."""
    return ", ".join(f"`{name}`" for name in sorted(names)) or "none"


def who(operation: Operation) -> str:
    """Which credentials may ask."""
    if operation.who == ANYONE:
        return "anybody"
    if operation.who == ANY_LOGIN:
        return "any credential"
    return ", ".join(KINDS[kind] for kind in Kind if kind in operation.who)


def row(operation: Operation, used: list[str]) -> str:
    """One row of the table."""
    needed = scopes(operation.scopes)
    if operation.public is not None and operation.public != operation.scopes:
        needed += f"; public: {scopes(operation.public)}"
    if operation.all_of:
        needed += f"; and {scopes(operation.all_of)}"
    lacking = operation.lacking.value + (", password within two hours" if operation.sudo else "")
    cells = (
        f"`{operation.name}`",
        operation.role.name.lower(),
        who(operation),
        needed,
        lacking,
        " ".join(used) or "-",
    )
    return f"| {' | '.join(cells)} |"


def access() -> str:
    """What each operation takes, and what uses it."""
    used = routes()
    parts = [
        BEGUN + "# Access\n\n"
        "What each operation takes: the role that the owner of the credential has on the target, "
        "the kinds of credential that may ask, the scopes of which a token must hold one, and what "
        "a live credential without the right is told (404: that there is no such thing).\n"
    ]
    for capability, operations in capabilities().items():
        parts.append(
            f"\n## {capability.replace('_', ' ').capitalize()}\n\n"
            "| Operation | Role | Who | Scopes | Lacking | Used by |\n|---|---|---|---|---|---|\n"
        )
        parts.extend(row(one, sorted(used.get(one.name, []))) + "\n" for one in operations)
    return "".join(parts)


def settings() -> str:
    """All settings, with flag, variable and key."""
    lines = [
        BEGUN + "# Settings\n\n"
        "A flag of `watchword serve` wins over an environment variable, which wins over "
        "`watchword.toml` in the data folder. In the file the keys are spelt as here; the variable "
        "is `WATCHWORD_` and the key in capitals.\n\n"
        "| Key | Default | Meaning |\n|---|---|---|\n"
    ]
    defaults = {field.name: field for field in dataclasses.fields(Settings)}
    for name, key in KEYS_OF_SETTINGS.items():
        lines.append(f"| `{name}` | {_default(defaults[name])} | {key.meaning} |\n")
    return "".join(lines)


def _default(field: "dataclasses.Field[object]") -> str:
    if field.default_factory is not dataclasses.MISSING:
        return "from the number of processors"
    value = field.default
    if value in (None, "", ()):
        return "-"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return "`127.0.0.1:443`, else `127.0.0.1:8443`"
    return f"`{value}`"


def pages() -> Iterator[tuple[Path, str]]:
    """Each page with its text."""
    yield HERE / "access.md", access()
    yield HERE / "companion.md", BEGUN + companion.page()
    yield HERE / "scopes.md", BEGUN + scope_page.page()
    yield HERE / "settings.md", settings()


def unnamed() -> set[str]:
    """Operations that stand in no module of the table."""
    named = {row.name for rows in capabilities().values() for row in rows}
    return set(REGISTERED) - named


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text)
