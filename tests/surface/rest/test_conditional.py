"""Conditional requests: what the client has already is not sent again."""

import pytest

from tests.world import NOON


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


def used(answer):
    return int(answer.header("x-ratelimit-used"))


def test_what_did_not_change_is_not_sent_again_and_not_counted(api, token):
    first = api.ask("GET", "/user", token)
    tag = first.header("etag")
    assert tag.startswith('W/"')
    for tags in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = api.ask("GET", "/user", token, headers=[("if-none-match", tags)])
        assert (again.status, again.body) == (304, b"")
        assert again.header("etag") == tag
        assert again.header("content-type") is None
        assert used(again) == used(first) == 1
    assert used(api.ask("GET", "/user", token, headers=[("if-none-match", '"x"')])) == 2


def test_what_changed_is_sent_again(api, world, octavia, token):
    world.repository(octavia, "things")
    tag = api.ask("GET", "/repos/octavia/things", token).header("etag")
    api.ask("PATCH", "/repos/octavia/things", token, body={"description": "new"})
    again = api.ask("GET", "/repos/octavia/things", token, headers=[("if-none-match", tag)])
    assert again.status == 200
    assert again.header("etag") != tag


def test_lists_and_texts_have_tags_too(api, token):
    for path in ("/user/repos", "/versions", "/docs", "/openapi.json"):
        tag = api.ask("GET", path, token).header("etag")
        assert api.ask("GET", path, token, headers=[("if-none-match", tag)]).status == 304


def test_nobody_in_particular_pays_for_it(api, octavia):
    first = api.ask("GET", "/users/octavia")
    again = api.ask("GET", "/users/octavia", headers=[("if-none-match", first.header("etag"))])
    assert again.status == 304
    assert (used(first), used(again)) == (1, 2)


def test_a_date_does_as_well_once_the_second_is_over(api, world, octavia, token):
    world.repository(octavia, "things")
    path = "/repos/octavia/things"
    assert api.ask("GET", path, token).header("last-modified") is None
    world.clock.now += 5
    date = api.ask("GET", path, token).header("last-modified")
    assert date == "Fri, 15 Jan 2027 08:00:00 GMT"
    assert api.ask("GET", path, token, headers=[("if-modified-since", date)]).status == 304
    api.ask("PATCH", path, token, body={"description": "new"})
    world.clock.now += 5
    assert api.ask("GET", path, token, headers=[("if-modified-since", date)]).status == 200


def test_a_tag_says_more_than_a_date(api, world, octavia, token):
    world.clock.now = NOON + 5
    both = [("if-none-match", '"x"'), ("if-modified-since", "Fri, 15 Jan 2027 08:00:00 GMT")]
    assert api.ask("GET", "/user", token, headers=both).status == 200


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Jan 2027 08:00:00 GMT", "\xff", "0"])
def test_a_date_that_cannot_be_read_is_none(api, world, token, date):
    world.clock.now = NOON + 5
    assert api.ask("GET", "/user", token, headers=[("if-modified-since", date)]).status == 200


def test_only_good_answers_have_tags(api, token):
    for method, path in (("GET", "/nothing"), ("POST", "/user/repos")):
        answer = api.ask(method, path, token, body={}, headers=[("if-none-match", "*")])
        assert answer.status in {404, 422}
        assert answer.header("etag") is None


def test_who_may_keep_it_is_said(api, token, octavia):
    mine = api.ask("GET", "/users/octavia", token).header("cache-control")
    anybodys = api.ask("GET", "/users/octavia").header("cache-control")
    assert mine == "private, max-age=60, s-maxage=60"
    assert anybodys == "public, max-age=60, s-maxage=60"
