"""The pages of `juesuan review`: which address shows what. All of them stand behind the guard."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from extractor.batch.again import Knowledge, Outcome, correct, read_with
from extractor.dataset.corrections import corrections
from extractor.document.model import Box
from extractor.errors import DisclosureError
from extractor.evidence import documents, marks, sums
from extractor.evidence.closer import Closer, look
from extractor.evidence.drawer import Drawer
from extractor.evidence.model import State
from extractor.evidence.sources import Absent, Source, Sources
from extractor.evidence.wording import SHARED, environment, in_language, preferred
from extractor.languages import Language
from extractor.records.corrections import Correction
from extractor.review import forms
from extractor.review.apart import LostError, apart
from extractor.review.guard import Guard
from extractor.review.store import Store, WritingError

HERE = Path(__file__).parent
SCALE, LARGE = 2.0, 4.0  # pixels per point: of a page, and of a part of it
SECONDS = 300.0  # for reading a document again
LARGEST_FORM = 65_536  # bytes


class Pages:
    """What each address answers. `is_changed` says whether a correction has been made since the server began."""

    def __init__(self, folder: Path, drawer: Drawer, sources: Sources, given: Knowledge) -> None:
        self._store = Store(folder)
        self._sources = sources
        self._drawer = drawer
        self._given = given
        self._templates = {language: environment(HERE / "templates", language) for language in Language}
        for templates in self._templates.values():
            templates.get_template("list.html")  # compiled before anybody waits for it
        self._closer = 0  # which closer look is wanted: who goes on to another page waits for none
        self.is_changed = False

    def list(self, request: Request) -> Response:
        wanted = forms.wanted(request.query_params)
        with self._store.open() as database:
            found = documents.listed(database, wanted)
        return self._page(request, "list.html", found=found, wanted=wanted, asked=forms.asked)

    def document(self, request: Request) -> Response:
        doc_id = request.path_params["doc_id"]
        with self._store.open() as database:
            row = _there(documents.document(database, doc_id))
            file = self._sources.of(database, doc_id)
            failed = sums.failed(database, doc_id)
            number = request.path_params.get("page") or marks.first_page(database, doc_id)
            found = marks.marks(database, doc_id, number if file.has_pages else None)
            made = corrections(database).of(doc_id)
        size = self._size(file, number)
        return self._page(
            request, "document.html", document=row, source=file, page=number, size=size, marks=found, failed=failed,
            states=marks.counted(found), corrections=made,
            listed=[mark for mark in found if not (size and mark.box and mark.drawn)],
        )  # fmt: skip

    def check(self, request: Request) -> Response:
        doc_id, number = request.path_params["doc_id"], request.path_params["number"]
        with self._store.open() as database:
            row = _there(documents.document(database, doc_id))
            found = _there(sums.check(database, doc_id, number))
            file = self._sources.of(database, doc_id)
            failed = sums.failed(database, doc_id)
        pages = sorted({term.page for term in found.terms if term.page is not None})
        sizes = {page: size for page in pages if (size := self._size(file, page)) is not None}
        return self._page(request, "check.html", document=row, check=found, source=file, sizes=sizes, failed=failed)

    def number(self, request: Request) -> Response:
        return self._number(request)

    def _number(
        self, request: Request, lacking: forms.Lacking | None = None, said: dict[str, str] | None = None
    ) -> Response:
        doc_id, name = request.path_params["doc_id"], request.path_params["name"]
        with self._store.open() as database:
            row = _there(documents.document(database, doc_id))
            found = _there(marks.mark(database, doc_id, name))
            file = self._sources.of(database, doc_id)
            touching = sums.touching(database, doc_id, name)
            made = [each for each in corrections(database) if (each.doc_id, each.number) == (doc_id, name)]
        size = self._size(file, found.page) if found.page is not None else None
        standing = made[-1] if made and made[-1].corrected is not None else None
        return self._page(
            request, "number.html", HTTPStatus.OK if lacking is None else HTTPStatus.UNPROCESSABLE_ENTITY,
            document=row, mark=found, source=file, size=size, touching=touching, corrections=made, standing=standing,
            lacking=lacking, said=said or {}, outcome=request.query_params.get("outcome", ""),
        )  # fmt: skip

    def closer(self, request: Request) -> Response:
        """A part of the page on a number, asked for when it is there."""
        doc_id, name = request.path_params["doc_id"], request.path_params["name"]
        with self._store.open() as database:
            file = self._sources.of(database, doc_id)
        found: Closer | None = None
        self._closer = mine = self._closer + 1
        if file.path is not None and file.file is not None:
            try:
                options = read_with(self._store.folder, doc_id, self._given)
                if options is not None:
                    asked = (file.path, file.file.source_file, options, name)
                    found = apart(SECONDS, look, *asked, is_wanted=lambda: self._closer == mine)
            except (LostError, DisclosureError):
                found = None
        return self._page(request, "closer.html", found=found, doc_id=doc_id)

    def correct(self, request: Request, said: dict[str, str]) -> Response:
        doc_id, name = request.path_params["doc_id"], request.path_params["name"]
        with self._store.open() as database:
            found = _there(marks.mark(database, doc_id, name))
            file = self._sources.of(database, doc_id)
            before = next((each for each in corrections(database).of(doc_id) if each.number == name), None)
        made = forms.correction(doc_id, found, before, said)
        if not isinstance(made, Correction):
            return self._number(request, made, said)
        self._closer += 1
        try:
            outcome = apart(SECONDS, correct, self._store.folder, doc_id, [made], self._given, file.path)
        except LostError:
            outcome = Outcome.FAILED
        self.is_changed = True
        address = f"{_address(doc_id)}/numbers/{quote(name)}?outcome={outcome}"
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    def picture(self, request: Request) -> Response:
        with self._store.open() as database:
            file = self._sources.of(database, request.path_params["doc_id"])
        part = _part(request.query_params.get("part", ""))
        made = None
        if file.has_pages and file.path is not None:
            made = self._drawer.picture(file.path, request.path_params["page"], LARGE if part else SCALE, part)
        if made is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(made, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})

    def _size(self, file: Source, page: int) -> tuple[float, float] | None:
        return self._drawer.size(file.path, page) if file.has_pages and file.path is not None else None

    def _page(
        self, request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, /, **words: object
    ) -> Response:
        language = preferred(request.headers.get("accept-language"))
        made = self._templates[language].get_template(template)
        text = made.render(**words, address=_address, Absent=Absent, State=State, Outcome=Outcome)
        return HTMLResponse(text, status, headers={"Content-Language": language, "Vary": "Accept-Language"})

    def writing(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, WritingError)
        return self._page(request, "writing.html", HTTPStatus.SERVICE_UNAVAILABLE, progress=error.progress)

    def refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, DisclosureError)
        sentence = in_language(error.sentence, preferred(request.headers.get("accept-language")))
        return self._page(request, "message.html", HTTPStatus.CONFLICT, sentence=sentence)

    def lost(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
        return self._page(request, "lost.html", HTTPStatus(status))


def app(pages: Pages, host: str, token: str) -> Guard:
    """The whole application, on `host`, for whoever has the token."""
    of_document = "/documents/{doc_id}"
    routes = [
        Route("/", pages.list),
        Route(of_document, pages.document),
        Route(of_document + "/pages/{page:int}", pages.document),
        Route(of_document + "/pages/{page:int}.png", pages.picture),
        Route(of_document + "/checks/{number:int}", pages.check),
        Route(of_document + "/closer/{name:path}", pages.closer),
        Route(of_document + "/numbers/{name:path}", pages.number, methods=["GET"]),
        Route(of_document + "/numbers/{name:path}", _posted(pages.correct), methods=["POST"]),
        Mount("/shared", StaticFiles(directory=SHARED)),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    handlers: dict[Any, Any] = {
        WritingError: pages.writing,
        DisclosureError: pages.refused,
        HTTPException: pages.lost,
        HTTPStatus.INTERNAL_SERVER_ERROR: pages.lost,
    }
    return Guard(Starlette(routes=routes, exception_handlers=handlers), host, token)


def _posted(answer: Callable[[Request, dict[str, str]], Response]) -> Callable[..., Any]:
    """What takes a form, read within bounds; the answer is made in a thread as those of the others are."""

    async def endpoint(request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_FORM:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            said = dict(parse_qsl(body.decode("utf-8"), max_num_fields=20))
        except ValueError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        return await run_in_threadpool(answer, request, said)

    return endpoint


def _there(found: Any) -> Any:
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


def _address(doc_id: str) -> str:
    return f"/documents/{quote(doc_id, safe='')}"


def _part(text: str) -> Box | None:
    """`x0,top,x1,bottom` in points."""
    try:
        corners = [float(word) for word in text.split(",")] if text else []
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    if not corners:
        return None
    if len(corners) != 4 or not all(abs(corner) < 1e6 for corner in corners):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return Box(*corners)
