"""Values are structs; a dataclass is there only for what a struct cannot say (docs/adr/0024)."""

import ast
import dataclasses
import importlib

from msgspec import Struct

from tests.architecture.tree import sources

SAYS_MORE = {"compare", "repr"}
"""A field that is left out of comparison or of the text that is printed."""
REPLACED = {"src/watchword/settings/model.py", "src/watchword/webhooks/service.py"}
"""Where dataclasses are replaced."""


def is_dataclass(node):
    return any("dataclass" in ast.unparse(one) for one in node.decorator_list)


def says_more(node):
    words = {one.arg for one in ast.walk(node) if isinstance(one, ast.keyword)}
    return bool(words & SAYS_MORE)


def test_a_dataclass_has_a_field_that_is_not_compared_or_not_printed_or_is_the_base_of_one():
    for source in sources("src/watchword"):
        classes = [node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]
        found = {node.name for node in classes if is_dataclass(node) and not says_more(node)}
        # Meanings of settings; what organizations and people share is the base of both.
        allowed = {"Key"} if source.path.endswith("settings/model.py") else {"Account", "User"}
        assert found <= allowed, source.path


def test_structs_are_not_replaced_as_dataclasses_are():
    words = {"dataclasses.replace", "dataclasses.asdict", "dataclasses.fields"}
    users = {one.path for one in sources("src/watchword") if one.mentions & words}
    assert users == REPLACED


def subclasses(cls):
    for one in cls.__subclasses__():
        yield one
        yield from subclasses(one)


def test_no_struct_takes_the_field_of_a_dataclass_for_a_default():
    for kind in ("web", "jobs", "ssh"):
        importlib.import_module(f"watchword.processes.{kind}")
    found = set(subclasses(Struct))
    assert len(found) > 500
    for one in found:
        assert not any(isinstance(d, dataclasses.Field) for d in one.__struct_defaults__), one
