"""`juesuan review`: who may ask, what is never served, and that nothing in a document does harm."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from extractor import convert
from extractor.dataset.book.progress import Reporter
from extractor.dataset.opening import open_to_query, open_to_write
from extractor.evidence.wording import harmless, preferred
from extractor.languages import Language
from extractor.report.write import report
from tests.support import disclosures
from tests.support.browsers import review
from tests.support.datasets import HOSTILE
from tests.support.one_slip import CELL, ROWS
from tests.support.readings import SAMPLES


class Person:
    """Who asks the server, with the token unless told otherwise."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.token = parts.netloc, parse_qs(parts.query)["token"][0]

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, **headers: str | None
    ) -> tuple[HTTPResponse, str]:
        said = {
            "Host": self.host,
            "X-Juesuan-Token": self.token,
            "Origin": None if method == "GET" else f"http://{self.host}",
        }
        said.update({name.replace("_", "-").title(): value for name, value in headers.items()})
        connection = HTTPConnection(self.host, timeout=300)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {**said, "Content-Length": str(len(body or ""))}.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders((body or "").encode())
            answer = connection.getresponse()
            return answer, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def status(self, path: str, method: str = "GET", body: str | None = None, **headers: str | None) -> int:
        return self.ask(path, method, body, **headers)[0].status


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of a PDF, a text, a file that is gone, and one of which every name is hostile."""
    folder = tmp_path_factory.mktemp("review")
    inputs = folder / "in"
    inputs.mkdir()
    (inputs / "a.pdf").write_bytes(disclosures.pdf(disclosures.table(ROWS)))
    (inputs / "b.txt").write_text(disclosures.text(), "utf-8")
    (inputs / "gone.txt").write_text(disclosures.text().replace("2023", "2021"), "utf-8")
    (inputs / "hostile.txt").write_text(disclosures.text(ROWS).replace("2023", "2020"), "utf-8")
    convert(inputs, folder / "out", jobs=0, formats="csv")
    (inputs / "gone.txt").unlink()
    with open_to_write(folder / "out") as database, database.transaction():
        (doc,) = database.rows("SELECT doc_id FROM documents WHERE source_file = 'hostile.txt'")
        for table, column in (
            ("documents", "unit_name"), ("documents", "error"), ("documents", "error_zh"), ("facts", "row_label"),
            ("facts", "measure_label"), ("checks", "check_name"), ("checks", "message"), ("checks", "scope"),
        ):  # fmt: skip
            database.execute(f"UPDATE {table} SET {column} = ? WHERE doc_id = ?", [HOSTILE, doc[0]])
        database.execute("UPDATE documents SET source_file = ? WHERE doc_id = ?", [HOSTILE, doc[0]])
    return folder / "out"


@pytest.fixture(scope="module")
def person(data: Path) -> Iterator[Person]:
    with review(data) as address:
        yield Person(address)


@pytest.fixture(scope="module")
def ids(data: Path) -> dict[str, str]:
    with open_to_query(data) as database:
        found = dict(database.rows("SELECT source_file, doc_id FROM documents"))
    return {("hostile" if name == HOSTILE else name): doc_id for name, doc_id in found.items()}


def test_only_who_has_the_token_is_answered_and_it_leaves_the_address(person: Person) -> None:
    assert person.status("/") == 200
    assert person.status("/", x_juesuan_token=None) == 403
    assert person.status("/", x_juesuan_token=person.token[:-1]) == 403
    assert person.status("/static/review.js", x_juesuan_token=None) == 403
    assert person.status("/?token=wrong") == 403
    assert "令牌有误" in person.ask("/?token=wrong", accept_language="zh-CN")[1]
    answer, _ = person.ask(f"/?q=a&token={person.token}", x_juesuan_token=None)
    assert (answer.status, answer.headers["location"]) == (303, "/?q=a")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert person.status("/", x_juesuan_token=None, cookie=cookie.partition(";")[0]) == 200


@pytest.mark.parametrize("host", ["localhost", "evil.example", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_host_header_is_refused(person: Person, host: str) -> None:
    assert person.status("/", host=host) in (400, 421)


def test_another_origin_is_refused(person: Person, ids: dict[str, str]) -> None:
    number = f"/documents/{ids['a.pdf']}/numbers/{CELL}"
    body = urlencode({"action": "confirm", "by": "x", "reason": "y"})
    for origin in ("http://evil.example", "null", f"https://{person.host}", None):
        assert person.status(number, "POST", body, origin=origin) == 403
    assert person.status("/", origin="http://evil.example") == 403
    assert person.status(number, "POST", "x" * 70_000) == 413
    assert person.status(number, "POST", "action=correct&value=1e5&by=x&reason=y") == 422


def test_every_answer_forbids_other_hosts_and_frames(person: Person, ids: dict[str, str]) -> None:
    for path in ("/", f"/documents/{ids['a.pdf']}", "/nothing", "/static/review.css"):
        answer, text = person.ask(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "http://" not in text.replace("http://www.w3.org/", "") and "https://" not in text


def test_only_pages_of_documents_are_served(person: Person, ids: dict[str, str], data: Path) -> None:
    one = ids["a.pdf"]
    assert person.ask(f"/documents/{one}/pages/1.png")[0].headers["content-type"] == "image/png"
    assert person.ask(f"/documents/{one}/pages/1.png?part=10,10,100,50")[0].status == 200
    for path in (
        f"/documents/{one}/pages/2.png", f"/documents/{one}/pages/0.png", f"/documents/{one}/pages/1.png?part=1,2",
        f"/documents/{one}/pages/1.png?part=nan,0,inf,9", f"/documents/{ids['b.txt']}/pages/1.png",
        "/documents/..%2F..%2Fetc%2Fpasswd/pages/1.png", "/documents/%2e%2e/pages/1.png", "/static/../app.py",
        "/static/%2e%2e/app.py", "/static/..%2f..%2fapp.py", "/shared//etc/passwd", "//evil.example/",
    ):  # fmt: skip
        assert person.status(path) in (400, 404), path


def test_a_file_with_other_bytes_under_the_name_of_an_input_is_not_shown(
    person: Person, ids: dict[str, str], data: Path
) -> None:
    file, one = data.parent / "in" / "a.pdf", ids["a.pdf"]
    before = file.read_bytes()
    shutil.copy2(file, file.with_suffix(".kept"))
    try:
        file.write_bytes(disclosures.pdf(disclosures.lines("secret")))
        assert person.status(f"/documents/{one}/pages/1.png") == 404
        answer, text = person.ask(f"/documents/{one}")
        assert answer.status == 200 and "has changed since it was read" in text and "0.70" in text
    finally:
        file.write_bytes(before)
        file.with_suffix(".kept").unlink()
    assert person.status(f"/documents/{one}/pages/1.png") == 200


def test_without_its_file_the_data_of_a_document_are_shown(person: Person, ids: dict[str, str]) -> None:
    _, text = person.ask(f"/documents/{ids['gone.txt']}", accept_language="zh-CN,zh;q=0.9,en;q=0.8")
    assert "文件已不在读取时的位置" in text and "12,345,678,901,234.5678" in text
    assert "has no pages to show" in person.ask(f"/documents/{ids['b.txt']}")[1]


def test_text_of_documents_is_harmless_on_every_page(person: Person, ids: dict[str, str]) -> None:
    doc = ids["hostile"]
    paths = ["/", f"/?{urlencode({'q': HOSTILE})}", f"/documents/{doc}", f"/documents/{doc}/numbers/{quote(CELL)}"]
    checks = {word.partition('"')[0] for word in person.ask(f"/documents/{doc}")[1].split("/checks/")[1:]}
    for path in (*paths, *(f"/documents/{doc}/checks/{number}" for number in checks)):
        answer, text = person.ask(path)
        assert answer.status == 200 and "alert(1)" in text, path
        assert "<script>alert" not in text and "\u202e" not in text and "\x1b" not in text, path
        assert "⟨U+202E⟩" in text and "⟨U+001B⟩" in text, path
    assert checks


def test_while_a_run_writes_the_page_says_so(person: Person, data: Path) -> None:
    with open_to_write(data), Reporter(data, 12):
        answer, text = person.ask("/")
        assert answer.status == 503 and "0 of 12 files are done" in text
    assert person.status("/") == 200


def test_corrections_of_files_that_are_not_here_are_told(person: Person, data: Path) -> None:
    assert "corrected by hand in files" not in person.ask("/")[1]
    with open_to_write(data) as database:
        database.execute("INSERT INTO corrections (doc_id, cell, corrected, \"at\") VALUES ('gone', 'c', '1', '2026')")
    assert "1 numbers were corrected by hand in files that are not here" in person.ask("/")[1]


def test_a_number_of_a_sheet_is_lit_corrected_and_stays_so(tmp_path: Path) -> None:
    """An indicator's score, an amount of the money block and a number of the head of a 绩效自评表."""
    shutil.copy(SAMPLES / "water_2023.pdf", tmp_path)
    out = tmp_path / "out"
    convert(tmp_path, out, jobs=0, formats="duckdb")
    query = "SELECT count(*) FROM checks WHERE status = 'fail'"
    with open_to_query(out) as database:
        doc_id, before = database.one("SELECT doc_id FROM documents"), database.one(query)
    with review(out) as address:
        person = Person(address)
        _, page = person.ask(f"/documents/{doc_id}/pages/27")
        for name, value in (("P1.1/r1/score", "7"), ("P1.1/funds/executed", "2800.00"), ("P1.1/total/score", "90")):
            number = f"/documents/{doc_id}/numbers/{quote(name)}"
            assert f'href="{number}"' in page
            body = urlencode({"action": "correct", "value": value, "by": "王岚", "reason": "对照原件"})
            answer, _ = person.ask(number, "POST", body)
            assert (answer.status, answer.headers["location"]) == (303, f"{number}?outcome=read")
            _, text = person.ask(number)
            assert "Corrected by 王岚" in text and "Checks that do not pass" in text
        _, page = person.ask(f"/documents/{doc_id}/pages/27")
        assert page.count('class="mark failed"') > 0 and "By a person <small>3</small>" in page
    held = "SELECT score FROM performance WHERE cell = 'P1.1/r1'"
    head = "SELECT funds_executed, total_score FROM performance_sheets WHERE sheet = 1"
    for again in (False, True):
        if again:
            convert(tmp_path, out, jobs=0, formats="duckdb", replace=True)
        with open_to_query(out) as database:
            assert (database.one(held), database.rows(head)) == (7, [(2800, 90)])
            assert database.one("SELECT amount FROM performance_funds WHERE cell = 'P1.1/f2'") == 2800
            assert database.one(query) > before


def test_pages_of_a_file_in_an_archive_are_shown_and_it_is_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of that file alone, as long as its bytes are what was read; nothing stays unpacked."""
    inputs, out = tmp_path / "in", tmp_path / "out"
    inputs.mkdir()
    with zipfile.ZipFile(inputs / "a.zip", "w") as archive:
        archive.writestr("决算/b.pdf", disclosures.pdf(disclosures.table(ROWS)))
    convert(inputs, out, jobs=0, formats="duckdb")
    with open_to_query(out) as database:
        doc_id = database.one("SELECT doc_id FROM documents")
    report(out, tmp_path / "report.html", Language.ENGLISH)
    assert "data:image/" in (tmp_path / "report.html").read_text("utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))  # of the server
    with review(out) as address:
        person = Person(address)
        picture = f"/documents/{doc_id}/pages/1.png"
        answer, _ = person.ask(picture)
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
        body = urlencode({"action": "correct", "value": "0.10", "by": "王岚", "reason": "对照原件"})
        answer, _ = person.ask(f"/documents/{doc_id}/numbers/{CELL}", "POST", body)
        assert answer.headers["location"].endswith("outcome=read")
    with review(out) as address:  # another archive under its name
        with zipfile.ZipFile(inputs / "a.zip", "w") as archive:
            archive.writestr("决算/b.pdf", disclosures.pdf(disclosures.table()))
        person = Person(address)
        assert person.status(picture) == 404
        assert "has changed since it was read" in person.ask(f"/documents/{doc_id}")[1]
    assert list(scratch.iterdir()) == []


def test_documents_are_filtered_and_sorted(person: Person) -> None:
    def files(query: str) -> list[str]:
        _, text = person.ask(f"/?{query}")
        return [part.partition("<")[0] for part in text.split('<td class="said file">')[1:]]

    assert files("q=B.TXT") == ["b.txt"] and files("year=2021") == ["gone.txt"] and files("q=nothing") == []
    assert "a.pdf" in files("failed=1") and "b.txt" not in files("failed=1")
    assert files("sort=year&down=1")[-1] not in ("a.pdf", "b.txt") and files("sort=nonsense&page=x&year=y&status=z")
    assert files("page=9999") == []


@pytest.mark.parametrize(
    ("accepted", "language"),
    [(None, "en"), ("", "en"), ("zh", "zh"), ("de,zh-TW;q=0.4,en;q=0.3", "zh"), ("en,zh", "en"), ("zh;q=x,*", "en")],
)
def test_the_browser_chooses_the_language(accepted: str | None, language: str) -> None:
    assert preferred(accepted) == language


def test_what_cannot_be_seen_is_told() -> None:
    assert harmless("a\u202eb\x1b[0m\tc\n\u200b") == "a⟨U+202E⟩b⟨U+001B⟩[0m\tc\n⟨U+200B⟩"
