"""What the rules are held against: the repository's files, read once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.path)

    def imports(self) -> Iterator[str]:
        """The dotted names that it imports, anywhere in the file; `from a import b` gives a.b."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def mentions(self) -> set[str]:
        """Dotted names that it uses, through imports under other names as well."""
        names = dict(_bound_names(self.tree))
        used = set(self.imports())
        for node in ast.walk(self.tree):
            dotted = _dotted(node)
            if dotted:
                first, _, rest = dotted.partition(".")
                used.add(".".join(filter(None, (names.get(first, first), rest))))
        return used


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below the folders (from the root)."""
    return tuple(
        Source(str(path.relative_to(ROOT)), path.read_text())
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    )


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps here."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def source(path: str, *lines: str) -> Source:
    """A made-up file, to show that a rule can say no."""
    return Source(path, "\n".join(lines) + "\n")


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _bound_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom):
            yield from (
                (alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names
            )
