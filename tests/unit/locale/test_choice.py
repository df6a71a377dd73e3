"""Which language a reader gets."""

import pytest

from watchword.surfaces.locale.choice import LONGEST_HEADER, choose, wanted

OFFERED = ("en", "ja", "zh-Hant")


@pytest.mark.parametrize(
    ("header", "setting", "language"),
    [
        pytest.param("", None, "en", id="nothing said"),
        pytest.param("ja", None, "ja", id="the browser's"),
        pytest.param("ja-JP", None, "ja", id="a country of the language"),
        pytest.param("JA-jp", None, "ja", id="in any case"),
        pytest.param("zh-hant-tw", None, "zh-Hant", id="a script"),
        pytest.param("fr, ja;q=0.5", None, "ja", id="the second choice"),
        pytest.param("en;q=0.3, ja;q=0.8", None, "ja", id="weighed"),
        pytest.param("ja;q=0, en;q=0.1", None, "en", id="one that is not wanted"),
        pytest.param("ja;q=0", None, "en", id="nothing but what is not wanted"),
        pytest.param("fr", None, "en", id="one that is not offered"),
        pytest.param("*", None, "en", id="any"),
        pytest.param("fr, *;q=0.5, ja;q=0.1", None, "en", id="any before another"),
        pytest.param("en", "ja", "ja", id="the account's wins"),
        pytest.param("ja", "fr", "ja", id="the account's is gone"),
        pytest.param("ja;q=x, ;;;, =, en", None, "en", id="nonsense in between"),
    ],
)
def test_the_language_is_the_one_that_is_wanted_most(header, setting, language):
    assert choose(header, [setting], OFFERED, "en") == language


def test_an_endless_header_is_not_read_to_its_end():
    assert "ja" in wanted("en," * 10 + "ja")
    assert "ja" not in wanted("en," * LONGEST_HEADER + "ja")
