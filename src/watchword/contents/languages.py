"""In which languages the files of a tree are written, told by the endings of their names."""

from collections import Counter
from collections.abc import Mapping

from watchword.contents import tree_listing
from watchword.contents.model import Kind
from watchword.contents.ports import Store

BY_ENDING: Mapping[bytes, str] = {
    ending.encode(): language
    for language, endings in {
        "Ada": "adb ads",
        "Assembly": "asm nasm",
        "Awk": "awk",
        "C": "c h",
        "C#": "cs",
        "C++": "cc cpp cxx hpp hh hxx",
        "CMake": "cmake",
        "CSS": "css",
        "Clojure": "clj cljs cljc",
        "CoffeeScript": "coffee",
        "Common Lisp": "lisp lsp",
        "Crystal": "cr",
        "D": "d",
        "Dart": "dart",
        "Elixir": "ex exs",
        "Elm": "elm",
        "Emacs Lisp": "el",
        "Erlang": "erl hrl",
        "F#": "fs fsx fsi",
        "Fortran": "f f90 f95 f03",
        "Go": "go",
        "GraphQL": "graphql gql",
        "Groovy": "groovy gradle",
        "HCL": "tf hcl",
        "HTML": "html htm xhtml",
        "Haskell": "hs lhs",
        "Java": "java",
        "JavaScript": "js mjs cjs jsx",
        "Jinja": "j2 jinja jinja2",
        "Julia": "jl",
        "Jupyter Notebook": "ipynb",
        "Kotlin": "kt kts",
        "Less": "less",
        "Lua": "lua",
        "Makefile": "mk",
        "Meson": "meson",
        "Nim": "nim",
        "Nix": "nix",
        "OCaml": "ml mli",
        "Objective-C": "m",
        "Objective-C++": "mm",
        "PHP": "php",
        "PLpgSQL": "pgsql",
        "Pascal": "pas pp",
        "Perl": "pl pm",
        "PowerShell": "ps1 psm1 psd1",
        "Prolog": "pro",
        "Python": "py pyi pyw",
        "R": "r",
        "Racket": "rkt",
        "Ruby": "rb rake gemspec",
        "Rust": "rs",
        "SCSS": "scss",
        "Sass": "sass",
        "Scala": "scala sc",
        "Scheme": "scm ss",
        "Shell": "sh bash zsh ksh fish",
        "Solidity": "sol",
        "Svelte": "svelte",
        "Swift": "swift",
        "Tcl": "tcl",
        "TeX": "tex sty cls",
        "TypeScript": "ts tsx mts cts",
        "V": "v",
        "VHDL": "vhd vhdl",
        "Vim Script": "vim",
        "Visual Basic .NET": "vb",
        "Vue": "vue",
        "XSLT": "xsl xslt",
        "Zig": "zig",
    }.items()
    for ending in endings.split()
}
BY_NAME: Mapping[bytes, str] = {
    b"makefile": "Makefile",
    b"gnumakefile": "Makefile",
    b"dockerfile": "Dockerfile",
    b"cmakelists.txt": "CMake",
    b"rakefile": "Ruby",
    b"gemfile": "Ruby",
    b"meson.build": "Meson",
}
VENDORED = (b"/node_modules/", b"/vendor/", b"/third_party/", b"/bower_components/")
"""Folders of what others wrote: they do not count."""


def shares(store: Store, tree: str, most: int = tree_listing.MOST) -> dict[str, int]:
    """The bytes of each language, most first; of a very large tree what stands in its beginning."""
    counted: Counter[str] = Counter()
    for row in tree_listing.rows(store, tree, recursive=True, most=most).rows:
        plain = row.entry.kind in {Kind.FILE, Kind.EXECUTABLE}
        if plain and row.size and not any(name in b"/" + row.path for name in VENDORED):
            language = language_of(row.entry.name)
            if language is not None:
                counted[language] += row.size
    return dict(counted.most_common())


def language_of(name: bytes) -> str | None:
    """The language that a name tells of; None for anything else."""
    lower = name.lower()
    return BY_NAME.get(lower) or BY_ENDING.get(lower.rpartition(b".")[2] if b"." in lower else b"")
