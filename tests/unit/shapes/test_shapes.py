"""GitHub's shapes: node ids, addresses, times."""

import msgspec
import pytest

from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import REPOSITORY, USER, node_id
from watchword.surfaces.shapes.repositories import LINKS, Linked, Named


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        pytest.param(USER, 583_231, "U_kgDOAAjmPw", id="octocat, as GitHub tells it"),
        pytest.param(REPOSITORY, 1, "R_kgDOAAAAAQ", id="a small number"),
        pytest.param(REPOSITORY, 2**32 - 1, "R_kgDO_____w", id="the largest of four bytes"),
        pytest.param(REPOSITORY, 2**32, "R_kgDPAAAAAQAAAAA", id="eight bytes"),
    ],
)
def test_a_node_id_is_of_githubs_form(kind, number, expected):
    assert node_id(kind, number) == expected


def test_a_node_id_is_the_kind_and_the_number_in_messagepack():
    import base64

    packed = base64.urlsafe_b64decode(node_id(USER, 77).removeprefix("U_") + "==")
    assert msgspec.msgpack.decode(packed) == [0, 77]


def test_each_link_has_its_template_and_each_template_its_field():
    own = {field.name for field in msgspec.structs.fields(Linked)}
    own -= {field.name for field in msgspec.structs.fields(Named)}
    assert own == LINKS.keys()


def test_times_are_written_as_github_writes_them():
    assert msgspec.json.encode(moment(1_800_000_000)) == b'"2027-01-15T08:00:00Z"'


def test_addresses_come_from_the_public_url():
    at = Addresses("https://git.example.test:8443")
    assert at.repository_by_id(5) == "https://git.example.test:8443/api/v3/repositories/5"
