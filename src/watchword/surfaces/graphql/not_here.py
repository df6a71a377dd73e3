"""Documents that ask for more of what this server does not have than `absent.py` knows.

The library would complain about each field that it cannot find, a screenful where gh lists pull
requests. What people need to know is one sentence: that there are none here at all.
"""

from collections.abc import Iterable
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    InlineFragmentNode,
    Node,
    Visitor,
    visit,
)

ISSUES: Final = "This server has no issues: they are disabled in every repository."
PULL_REQUESTS: Final = "This server has no pull requests: push to the branch, or merge it with git."
NEITHER: Final = "This server has neither issues nor pull requests."
PROJECTS: Final = "This server has no projects."
DISCUSSIONS: Final = "This server has no discussions."
RULESETS: Final = "This server has no rulesets: protect the branch instead."

FIELDS: Final = {
    "issue": ISSUES,
    "issues": ISSUES,
    "issueOrPullRequest": NEITHER,
    "pullRequest": PULL_REQUESTS,
    "pullRequests": PULL_REQUESTS,
    "project": PROJECTS,
    "projects": PROJECTS,
    "projectV2": PROJECTS,
    "projectsV2": PROJECTS,
    "discussion": DISCUSSIONS,
    "discussions": DISCUSSIONS,
    "ruleset": RULESETS,
    "rulesets": RULESETS,
}
"""What is told of a field of that name, whatever is asked for below it."""
KINDS: Final = {"Issue": ISSUES, "PullRequest": PULL_REQUESTS, "Discussion": DISCUSSIONS}
"""What is told of a fragment on a type of that name."""


def instead(document: DocumentNode, complaints: list[GraphQLError]) -> list[GraphQLError]:
    """The complaints to be told of a document that is not valid.

    Where one of them is about a part of it that this server does not have, a sentence for that
    takes the place of them all: what else is wrong does not matter as long as that is asked for.
    """
    found = _Parts()
    visit(document, found)
    told: dict[str, GraphQLError] = {}
    for sentence, part in found.parts:
        if sentence not in told and any(_within(part, one.nodes or ()) for one in complaints):
            told[sentence] = GraphQLError(sentence, part)
    return list(told.values()) or complaints


class _Parts(Visitor):
    """Finds the outermost parts that ask for what is not here, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, Node]] = []

    def enter_field(self, node: FieldNode, *_rest: Any) -> Any:
        return self._note(FIELDS.get(node.name.value), node)

    def enter_inline_fragment(self, node: InlineFragmentNode, *_rest: Any) -> Any:
        kind = node.type_condition
        return self._note(KINDS.get(kind.name.value) if kind else None, node)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_rest: Any) -> Any:
        return self._note(KINDS.get(node.type_condition.name.value), node)

    def _note(self, sentence: str | None, node: Node) -> Any:
        if sentence is None:
            return self.IDLE
        self.parts.append((sentence, node))
        return self.SKIP


def _within(part: Node, nodes: Iterable[Node]) -> bool:
    assert part.loc is not None, "the document was read with its places"
    return any(
        one.loc is not None and part.loc.start <= one.loc.start and one.loc.end <= part.loc.end
        for one in nodes
    )
