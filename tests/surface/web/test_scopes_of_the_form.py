"""The form of a new token: what has no effect is folded away, or says so."""

import re

from docs.reference.scopes import with_effect
from watchword.access.scopes import BY_NAME


def test_scopes_without_effect_are_folded_away_or_marked(signed_in):
    page = signed_in.get("/settings/tokens/new").html
    shown, fold, folded = page.partition('<details class="fold">')
    assert fold
    offered = set(re.findall(r'name="scopes" value="([\w:]+)"', shown))
    away = set(re.findall(r'name="scopes" value="([\w:]+)"', folded))
    assert offered | away == set(BY_NAME)
    assert not offered & away
    lines = {name: re.search(rf'id="about-{name}">(.*)', shown)[1] for name in offered}
    marked = {name for name, line in lines.items() if "(no effect yet)" in line}
    assert marked | away == set(BY_NAME) - with_effect()
    assert not marked & with_effect()
