"""What is carried on of a query into another address."""

import pytest

from watchword.surfaces.web.carried_query import carried, leading_on
from watchword.tokens.secret import OAUTH, mint


def counting(size):
    """Bytes that are the same each time: the names of cases must be."""
    return bytes(range(size))


TOKEN = mint(counting).text
ENCODED = TOKEN.replace("_", "%5F")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ""),
        ("page=2&plain=1", "page=2&plain=1"),
        ("description=a%20b&scopes=repo,gist", "description=a%20b&scopes=repo,gist"),
        ("redirect_uri=http%3A%2F%2F127.0.0.1&state=x%26y", None),
        ("access_token=anything&page=2", "page=2"),
        ("page=2&Private_Token=glpat-x&access%5Ftoken=x", "page=2"),
        (f"q={TOKEN}&page=2", "page=2"),
        (f"{TOKEN}", ""),
        (f"q=see+{ENCODED}&a", "a"),
        (f"q={mint(counting, 'ACME', OAUTH).text}", ""),
    ],
)
def test_credentials_are_left_behind_and_the_rest_stays_as_it_is(query, left):
    assert carried(query) == (query if left is None else left)


def test_what_no_header_may_hold_is_escaped_where_a_redirect_leads_on():
    assert leading_on("/a", "") == leading_on("/a", "token=x") == "/a"
    assert leading_on("/a", "x=%C3%A9&y=1+1;z") == "/a?x=%C3%A9&y=1+1;z"
    assert leading_on("/a", "x=é\udcff\r\n") == "/a?x=%C3%A9%FF%0D%0A"
