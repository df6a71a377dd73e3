"""One request for a page: who asks, in which language, with which cookies."""

from msgspec import Struct, field
from starlette.requests import Request

from watchword.authn.resolve import Caller, anonymous
from watchword.kernel.entropy import random_base62
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Scope
from watchword.surfaces.locale.choice import choose
from watchword.surfaces.locale.translator import SOURCE, Translator
from watchword.surfaces.web import cookies, forgery
from watchword.surfaces.web.cookies import Jar
from watchword.surfaces.web.forms import Form
from watchword.surfaces.web.rendering import Frame, Notice, Renderer
from watchword.surfaces.web.services import Services

VISITOR_LENGTH = 22
"""Characters of base 62: 131 bits."""


class Visit(Struct):
    """What is known of the request, and what its response will do to cookies."""

    request: Request
    raw_path: str
    services: Services
    renderer: Renderer
    caller: Caller
    now: int
    jar: Jar = field(default_factory=Jar)
    form: Form | None = None
    has_news: bool = False
    """Something in the inbox of who asks was not read."""

    @property
    def whence(self) -> Origin:
        """Where the request came from."""
        return whence.of(self.request.scope)

    @property
    def translator(self) -> Translator:
        """The language of the reader: the account's, or chosen here, or the browser's."""
        user = self.caller.user
        offered = self.renderer.languages
        chosen = (user.language if user else None, self.request.cookies.get(cookies.LANGUAGE))
        accept = self.request.headers.get("accept-language", "")
        return offered[choose(accept, chosen, offered, SOURCE)]

    @property
    def query(self) -> Form:
        """The query of the address."""
        return Form(self.request.query_params.multi_items())

    def frame(self, address: str) -> Frame:
        """Give what every page shows around its content. Takes the notice that was waiting.

        `address` is where this very page is found again.
        """
        return Frame(
            viewer=self.caller.user,
            path=self.request.url.path,
            address=address,
            now=self.now,
            language=self.translator.language,
            languages=self.renderer.names,
            authenticity=self.authenticity_token,
            notices=self._notices(),
            half=self.caller.actor.half,
            has_news=self.has_news,
        )

    def authenticity_token(self) -> str:
        """Give the token of this browser's forms; makes a visitor of who is not signed in."""
        keys = self.services.keys
        if self.caller.session is not None:
            return forgery.session_token(keys, self.caller.session.id)
        cookie = self.request.cookies.get(cookies.VISITOR, "")
        if not cookie:
            cookie = random_base62(self.services.entropy, VISITOR_LENGTH)
            self.jar.put(cookies.VISITOR, cookie)
        return forgery.visitor_token(keys, cookie)

    def check_authenticity(self, form: Form, field_name: str) -> None:
        """Refuse a form that no page of ours sent for this browser. Raises NotPermitted."""
        session = self.caller.session
        forgery.check_token(
            self.services.keys,
            form.text(field_name),
            session.id if session else None,
            self.request.cookies.get(cookies.VISITOR, ""),
        )

    def signed_in(self, secret: Secret, life: int) -> None:
        """Give the browser the secret of its session, for `life` seconds."""
        self.jar.put(cookies.SESSION, secret.text, life=life)
        if cookies.VISITOR in self.request.cookies:
            self.jar.drop(cookies.VISITOR)

    def signed_out(self) -> None:
        """Take the session away from the browser."""
        self.caller = anonymous(self.whence)
        self.jar.drop(cookies.SESSION)

    def speak(self, language: str) -> None:
        """Let the browser keep a language; its own when empty."""
        if language:
            self.jar.put(cookies.LANGUAGE, language, life=cookies.LANGUAGE_LIFE)
        else:
            self.jar.drop(cookies.LANGUAGE)

    def _notices(self) -> tuple[Notice, ...]:
        packed = self.request.cookies.get(cookies.NOTICE)
        if packed is None:
            return ()
        self.jar.drop(cookies.NOTICE)
        notice = cookies.unpack_notice(packed, self.services.keys)
        return () if notice is None else (notice,)


def begin(scope: Scope, raw_path: str, services: Services, renderer: Renderer) -> Visit:
    """Begin a visit by nobody in particular."""
    request = Request(scope)
    caller = anonymous(whence.of(scope))
    return Visit(request, raw_path, services, renderer, caller, services.clock.seconds())
