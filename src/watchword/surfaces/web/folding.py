"""Texts of templates are translated when a template is compiled, not each time it is rendered.

Each language has an environment of its own, so what a text says is known then. One without values
becomes a part of the markup around it; into one with values these are all that is filled in later.

What else a template calls is called as Python does it. Jinja looks at each function first, six
times, whether it wants to know of the template; only its own functions for texts do.
"""

import operator
from collections.abc import Callable, Sequence
from gettext import NullTranslations
from typing import Any, ClassVar

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

GETTEXT = frozenset({"_", "gettext"})
FOR_TEXTS = GETTEXT | {"ngettext", "pgettext", "npgettext"}
"""Functions of Jinja's that want to know of the template (jinja2.ext.i18n)."""


class TextsFolded(CodeGenerator):
    """Compiles a template with the texts of its environment's language in it."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Compile it."""
        assert isinstance(self.environment, OneLanguage)
        translated = _Translated(self.environment.texts.gettext).visit(node)
        super().visit_Template(translated, frame)

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as Jinja calls it
    ) -> None:
        """Compile a call."""
        if isinstance(node.node, nodes.Name) and node.node.name in FOR_TEXTS:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class OneLanguage(jinja2.Environment):
    """Templates in one language."""

    code_generator_class = TextsFolded
    called: ClassVar[Any] = staticmethod(operator.call)

    def __init__(self, texts: NullTranslations, extensions: Sequence[str]) -> None:
        """Take the texts; everything is escaped, and an undefined name is an error."""
        super().__init__(
            loader=jinja2.PackageLoader("watchword.surfaces.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            extensions=["jinja2.ext.i18n", *extensions],
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.texts = texts


class _Translated(NodeTransformer):
    """Puts each text in the place where a template asks for it."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self._gettext = gettext

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(call)
        text = _text_of(call)
        if text is None:
            return call
        translated = self._gettext(text)
        if not call.kwargs:
            # Signs of percent are doubled in these texts too.
            return _marked(Markup(translated) % {})  # noqa: S704 - a text of ours
        values = [nodes.Pair(nodes.Const(one.key), one.value) for one in call.kwargs]
        return nodes.Mod(_marked(translated), nodes.Dict(values)).set_lineno(call.lineno)


def _text_of(call: nodes.Call) -> str | None:
    """The text that is to be translated; None for another call, and where the text is not fixed."""
    if not isinstance(call.node, nodes.Name) or call.node.name not in GETTEXT:
        return None
    texts = [one.value for one in call.args if isinstance(one, nodes.Const)]
    return texts[0] if len(call.args) == len(texts) == 1 else None


def _marked(text: str) -> nodes.MarkSafe:
    return nodes.MarkSafe(nodes.Const(str(text)))
