"""What the manual types at the companion is what the companion understands."""

import html
import re
import shlex

import click
import pytest

from tests.surface.web.help.manual import EVERYWHERE, LANGUAGES, TOPICS, document
from watchword.operator_cli.main import main
from watchword_client.credential_helper import options

CODE = re.compile(r"<code>(.*?)</code>")
HELPER = re.compile(r"'watchword (--store[^']*)'")


def typed(language):
    """Every call of the companion, in commands and in sentences."""
    for site in EVERYWHERE:
        for topic in TOPICS:
            for block in document(topic, language, site).blocks:
                spoken = [html.unescape(code) for code in CODE.findall(block.html)]
                commands = block.text.splitlines() if block.kind == "command" else []
                for line in [*commands, *spoken]:
                    if re.match(r"watchword [a-z]", line):
                        yield line


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_verb_and_every_option_is_there(language):
    for line in sorted(set(typed(language))):
        verb, words = main, shlex.split(line)[1:]
        context = click.Context(main)
        while isinstance(verb, click.Group):
            word = words.pop(0)
            verb = verb.get_command(context, word)
            assert verb is not None, f"{line}: there is no {word}"
        known = {option for one in verb.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_every_way_to_keep_a_token_is_there():
    (login,) = [main.get_command(click.Context(main), "login")]
    (keep,) = [one for one in login.params if "--keep" in one.opts]
    for line in typed("en"):
        for value in re.findall(r"--keep (\S+)", line):
            assert keep.callback(click.Context(login), keep, value) is not None


def test_the_helper_takes_what_is_written_for_it():
    found = [
        words
        for site in EVERYWHERE
        for block in document("caching-credentials", "en", site).blocks
        for words in HELPER.findall(block.text)
    ]
    assert found
    for words in found:
        assert options.read([*shlex.split(words), "get"]).action == "get"
