"""What a request asks for: in its path, its query, its body and its Accept."""

from typing import ClassVar

import msgspec
import pytest

from watchword.kernel.errors import Malformed
from watchword.surfaces.rest import reading
from watchword.surfaces.rest.reading import ByMedia, InPath


class Asked(msgspec.Struct):
    alone: ClassVar[str] = "emails"

    path: InPath = ""
    media: ByMedia = "json"
    emails: list[str] = []


def test_fields_say_where_they_stand():
    assert reading.placed(Asked, "path") == {"path"}
    assert reading.placed(Asked, "accept") == {"media"}


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, None),
        (b"application/json", None),
        (b"application/vnd.github+json", None),
        (b"application/vnd.github.v3+json", None),
        (b"application/vnd.github.raw", "raw"),
        (b"application/vnd.github.v3.raw", "raw"),
        (b"application/vnd.github.raw+json", "raw"),
        (b"application/vnd.github.v3.diff; q=1", "diff"),
        (b"application/vnd.github.v3.object, application/json", "object"),
        (b"text/html", None),
        (b"application/vnd.github.<script>", None),
    ],
)
def test_a_media_type_is_named_by_accept(accept, name):
    assert reading.media(accept) == name


@pytest.mark.parametrize("body", [b'{"emails":["a"]}', b'["a"]', b'  ["a"]'])
def test_a_body_that_is_no_object_is_the_value_of_one_field(body):
    decoder = msgspec.json.Decoder(Asked)
    assert reading.decoded(decoder, body, "emails").emails == ["a"]


@pytest.mark.parametrize("body", [b'["a"]', b'["a"', b'"a"', b"1"])
def test_a_body_that_is_no_object_is_refused_elsewhere(body):
    with pytest.raises(Malformed):
        reading.decoded(msgspec.json.Decoder(Asked), body)


@pytest.mark.parametrize("body", [b'["a"],"path":"x"', b'["a"],"path":"x"}'])
def test_a_body_cannot_be_broken_out_of(body):
    with pytest.raises(Malformed):
        reading.decoded(msgspec.json.Decoder(Asked), body, "emails")
