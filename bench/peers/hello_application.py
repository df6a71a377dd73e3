"""The least that an ASGI application can do; it stands for the cost of the HTTP server alone."""

HEADERS = [(b"content-type", b"text/plain"), (b"content-length", b"6")]


async def application(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"hello\n"})
