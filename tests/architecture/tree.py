"""What the rules are held against: the repository's files, read once."""

import ast
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEFORE_THE_OPENING = {tokenize.ENCODING, tokenize.COMMENT, tokenize.NL}


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree, made anew: to keep all of them costs more, they are so many objects."""
        return ast.parse(self.text, self.path)

    @cached_property
    def imports(self) -> frozenset[str]:
        """The dotted names that it imports, anywhere in the file; `from a import b` gives a.b."""
        return frozenset(_imported_names(self.tree))

    @cached_property
    def mentions(self) -> frozenset[str]:
        """Dotted names that it uses, through imports under other names as well."""
        tree = self.tree
        names = dict(_bound_names(tree))
        used = set(_imported_names(tree))
        for node in ast.walk(tree):
            dotted = _dotted(node)
            if dotted:
                first, _, rest = dotted.partition(".")
                used.add(".".join(filter(None, (names.get(first, first), rest))))
        return frozenset(used)

    @property
    def opening(self) -> str:
        """The sentences that it begins with; nothing if it begins with something else."""
        for token in tokenize.generate_tokens(StringIO(self.text).readline):
            if token.type == tokenize.STRING:
                value = ast.literal_eval(token.string)
                return value if isinstance(value, str) else ""
            if token.type not in BEFORE_THE_OPENING:
                break
        return ""


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


def _imported_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


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
