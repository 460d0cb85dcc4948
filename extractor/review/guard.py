"""Who may ask: a person who has the address with its token, in a browser on this machine, and no page of another
site.

The token arrives once in the address, becomes a cookie that scripts cannot read, and leaves the address again.
Answers may load nothing from any other host.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.evidence.wording import in_language, preferred
from extractor.languages import Sentence, spoken

ARGUMENT = "token"
POLICY = "; ".join(
    f"{what} {where}"
    for what, where in {
        "default-src": "'none'",
        "img-src": "'self'",
        "style-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }.items()
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none a browser sends the origin of a form as null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Lets through requests from the right host and origin with the token, and marks every answer."""

    def __init__(self, app: ASGIApp, host: str, token: str) -> None:
        """`host` is the address and port that is served, as `127.0.0.1:8080`."""
        self._app = app
        self._host, self._origin = host, f"http://{host}"
        self._token = token
        self._cookie = f"juesuan-{host.rpartition(':')[2]}"  # browsers tell hosts apart by name, not by port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refusal(Request(scope))
        await (refused or self._app)(scope, receive, marked)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if headers.get("host") != self._host:
            return _said(request, HTTPStatus.MISDIRECTED_REQUEST, spoken("This address serves another host."))
        origin = headers.get("origin")
        changes = request.method not in ("GET", "HEAD")
        if (origin is not None or changes) and origin != self._origin:
            return _said(request, HTTPStatus.FORBIDDEN, spoken("Another site may not ask here."))
        if (given := request.query_params.get(ARGUMENT)) is not None and not changes:
            if not self._is_token(given):
                wrong = spoken("The token is wrong; open the address that juesuan review printed.")
                return _said(request, HTTPStatus.FORBIDDEN, wrong)
            return self._welcome(request)
        if not (self._is_token(request.cookies.get(self._cookie)) or self._is_token(headers.get("x-juesuan-token"))):
            lacking = spoken("The token is lacking; open the address that juesuan review printed.")
            return _said(request, HTTPStatus.FORBIDDEN, lacking)
        return None

    def _is_token(self, given: str | None) -> bool:
        return given is not None and secrets.compare_digest(given.encode(), self._token.encode())

    def _welcome(self, request: Request) -> Response:
        """The token leaves the address and becomes a cookie."""
        kept = [(name, value) for name, value in parse_qsl(request.url.query) if name != ARGUMENT]
        path = "/" + request.url.path.lstrip("/\\")  # never //host
        answer = RedirectResponse(f"{path}?{urlencode(kept)}" if kept else path, HTTPStatus.SEE_OTHER)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer


def _said(request: Request, status: HTTPStatus, sentence: Sentence) -> Response:
    language = preferred(request.headers.get("accept-language"))
    return PlainTextResponse(f"juesuan: {in_language(sentence, language)}\n", status)
