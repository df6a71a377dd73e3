"""What is not built at all is told in a sentence, where a client asks for what lies in it."""

import pytest

from watchword.surfaces.graphql import not_here


def within(asked):
    """Ask that of a repository."""
    return f'{{ repository(owner: "octavia", name: "things") {{ {asked} }} }}'


PULLS = within('pullRequests(headRefName: "x") { nodes { ...pr } }')
ISSUES = within("hasIssuesEnabled issues(filterBy: {assignee: $by}) { nodes { ...issue } }")
EITHER = within("hasIssuesEnabled issue: issueOrPullRequest(number: 1) { ... on Issue { body } }")
DISCUSSIONS = within("discussions(orderBy: $by) { nodes { id } }")

OF_GH = {
    "pr list": (
        f"fragment pr on PullRequest {{ number state isDraft headRefName }} query {PULLS}",
        not_here.PULL_REQUESTS,
    ),
    "pr view": (
        within("pullRequest(number: 1) { id author { ... on Bot { id } } }"),
        not_here.PULL_REQUESTS,
    ),
    "issue list": (
        f"fragment issue on Issue {{ number state labels }} query($by: String) {ISSUES}",
        not_here.ISSUES,
    ),
    "issue list --search": (
        '{ search(type: ISSUE, query: "x", first: 1) { nodes { ... on Issue { state } } } }',
        not_here.ISSUES,
    ),
    "issue view": (EITHER, not_here.NEITHER),
    "project list": ("{ viewer { projectsV2(first: 1) { nodes { items } } } }", not_here.PROJECTS),
    "discussion list": (f"query($by: DiscussionOrder) {DISCUSSIONS}", not_here.DISCUSSIONS),
    "ruleset list": (within("rulesets(first: 1) { nodes { id } }"), not_here.RULESETS),
}


@pytest.mark.parametrize("command", OF_GH)
def test_one_sentence_takes_the_place_of_a_complaint_about_each_field(ask, command):
    query, sentence = OF_GH[command]
    answer = ask(query)
    assert [one["message"] for one in answer["errors"]] == [sentence]
    assert answer["errors"][0]["locations"]
    assert "data" not in answer


def test_each_thing_that_is_not_here_is_told_once(ask):
    asked = "issue(number: 1) { id } more: issue(number: 2) { id } pullRequest(number: 3) { id }"
    answer = ask(within(asked))
    told = [one["message"] for one in answer["errors"]]
    assert told == [not_here.ISSUES, not_here.PULL_REQUESTS]


def test_what_is_told_as_empty_stands_in_the_way_of_no_other_complaint(ask):
    asked = "issues(first: 1) { totalCount } nmae"
    answer = ask(within(asked))
    assert [one["message"] for one in answer["errors"]] == [
        "Cannot query field 'nmae' on type 'Repository'. Did you mean 'name'?"
    ]
