"""Bad input: one clear sentence and a stable code for each file, the right exit status, and the rest goes on."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.cli import main
from extractor.document.read import read_document as really_read
from extractor.errors import TooLargeError
from extractor.problems import ErrorCode
from extractor.records.closed_sets import DocumentStatus
from tests.support import disclosures

GOOD = "good.pdf"


def convert(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command as a person calls it."""
    command = [sys.executable, "-m", "extractor", "convert", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def picture(canvas: Canvas) -> None:
    from reportlab.lib.utils import ImageReader

    image = Image.new("RGB", (60, 80), (200, 200, 200))
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    canvas.showPage()


def many_pages(canvas: Canvas) -> None:
    for _ in range(5000):
        canvas.showPage()


def many_paths(canvas: Canvas) -> None:
    canvas._code.append(
        "\n".join(f"{50 + i % 500} {i / 150:.2f} m {51 + i % 500} {i / 150:.2f} l S" for i in range(100_000))
    )
    disclosures.table()(canvas)


def many_pieces(canvas: Canvas) -> None:
    """Paths of many subpaths each, without width: 8 million lines in 200 KB."""
    piece = "\n".join(f"{x} 0 m {x} 9 l" for x in range(1000)) + " S"
    canvas._code.append("0 w " + "\n".join([piece] * 2000))
    disclosures.table()(canvas)


def maze(canvas: Canvas) -> None:
    """One cell that winds through the whole page, and a weave of lines too fine for any table."""
    for i in range(196):
        canvas.line(50 + 2 * (i % 2), 50 + 2 * i, 440 - 2 * (1 - i % 2), 50 + 2 * i)
        canvas.line(50 + 2 * i, 46, 50 + 2 * i, 50)
    canvas.line(50, 50, 50, 440)
    canvas.line(440, 50, 440, 440)
    canvas.showPage()
    for i in range(4500):
        canvas.line(0, 40 + i / 6, 590, 40 + i / 6)
        canvas.line(i / 8, 40, i / 8, 790)
    disclosures.table()(canvas)


def far_away(canvas: Canvas) -> None:
    canvas.drawString(50, 800, "far")
    canvas.line(1e30, 0, 1e35, 1e38)
    canvas.line(-1e9, -1e9, 1e9, 1e9)
    canvas._code += ["nan 0 0 inf 0 0 cm", "0 0 m 100 0 l S", "9e99 0 0 1e400 0 0 cm", "0 0 m 10 10 l S"]
    canvas.drawString(1e20, 1e20, "farther")
    canvas.showPage()


def deep_forms(canvas: Canvas) -> None:
    canvas.beginForm("f0")
    canvas.line(0, 0, 100, 0)
    canvas.endForm()
    for depth in range(1, 60):
        canvas.beginForm(f"f{depth}")
        canvas.doForm(f"f{depth - 1}")
        if depth < 14:
            canvas.doForm(f"f{depth - 1}")
        canvas.endForm()
    canvas.drawString(50, 800, "deep")
    canvas.doForm("f59")
    canvas.showPage()


def many_characters(canvas: Canvas) -> None:
    disclosures.table()(canvas)
    canvas.setFont("Helvetica", 1)
    for line in range(1000):
        canvas.drawString(0, line * 0.8, "1234567890" * 100)
    canvas.showPage()


def with_bomb(document: bytes) -> bytes:
    """A document with a stream that is packed twice, and inflates to more than 200 MB."""
    packer, zeros = zlib.compressobj(1), bytes(1 << 20)
    packed = zlib.compress(b"".join(packer.compress(zeros) for _ in range(201)) + packer.flush())
    head = b"99 0 obj\n<</Length %d /Filter [/FlateDecode /FlateDecode]>>\nstream\n" % len(packed)
    return document.replace(b"xref\n", head + packed + b"\nendstream\nendobj\nxref\n", 1)


def files() -> Iterator[tuple[str, bytes, str, str]]:
    """Name, content, and the status and code that it must get."""
    good = disclosures.pdf(disclosures.table())
    text = disclosures.text()
    yield GOOD, good, "ok", ""
    yield "empty_password.pdf", _locked("", disclosures.table()), "ok", ""
    yield "locked.pdf", _locked("secret", disclosures.table()), "failed", "encrypted"
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200), "failed", "truncated"
    yield "archive.pdf", b"PK\x03\x04" + bytes(200), "failed", "truncated"
    yield "office.pdf", b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "failed", "truncated"
    yield "noise.pdf", bytes(range(256)) * 40, "failed", "not_pdf"
    yield "nothing.pdf", b"", "failed", "empty"
    yield "bomb.pdf", with_bomb(good), "failed", "too_large"
    yield "blank.txt", b" \n\n\t\n", "failed", "empty"
    for share in (1, 30, 60, 95):
        yield f"cut_{share}.pdf", good[: len(good) * share // 100], "failed", "truncated"
    yield "scan.pdf", disclosures.pdf(picture), "failed", "no_text_layer"
    yield "no_pages.pdf", disclosures.pdf(lambda canvas: None), "failed", "empty"
    yield "pages.pdf", disclosures.pdf(many_pages), "failed", "too_large"
    invoice = disclosures.lines("增值税电子普通发票", "购买方名称：某公司", "价税合计（大写）壹佰元整 ¥100.00")
    yield "invoice.pdf", disclosures.pdf(invoice), "not_a_disclosure", "not_a_disclosure"
    budget = disclosures.lines("云岭县档案馆2023年单位预算", "收支预算总表", "单位：万元")
    yield "budget.pdf", disclosures.pdf(budget), "not_a_disclosure", "not_a_disclosure"
    yield "web.pdf", b"<html><body>404 Not Found</body></html>", "not_a_disclosure", "not_a_disclosure"
    yield "paths.pdf", disclosures.pdf(many_paths), "partial", "not_all_read"
    yield "pieces.pdf", disclosures.pdf(many_pieces, pageCompression=1), "partial", "not_all_read"
    yield "maze.pdf", disclosures.pdf(maze), "partial", ""
    yield "far.pdf", disclosures.pdf(far_away), "not_a_disclosure", "not_a_disclosure"
    yield "forms.pdf", disclosures.pdf(deep_forms), "not_a_disclosure", "not_a_disclosure"
    yield "characters.pdf", disclosures.pdf(many_characters), "failed", "too_large"
    yield "nul.txt", text.encode().replace(b"\n", b"\0\n", 1), "failed", "not_pdf"
    yield "surrogate.txt", text.encode() + b"\xed\xa0\x80", "failed", "not_pdf"
    yield "utf16.txt", text.replace("云岭", "云\ud800岭").encode("utf-16", "surrogatepass"), "failed", "not_pdf"
    yield "line.txt", ("部门决算1,234.56万元" * 380_000).encode(), "not_a_disclosure", "not_a_disclosure"
    yield "tabs.txt", b"\t1.00" * 2_000_000, "not_a_disclosure", "not_a_disclosure"
    yield "rows.txt", b"a\t1.00\t2.00\n" * 100_000, "not_a_disclosure", "not_a_disclosure"
    yield "wide.txt", text.encode() + b"x\t" * 90 + b"\n" + b"a\tb\n" * 20_000, "failed", "too_large"
    digits = [("2010101", "行政运行", "9" * 30, "1.00"), ("2010102", "事务", "0." + "3" * 25, "99999999999999999.99")]
    yield "digits.txt", disclosures.text(digits).encode(), "partial", ""
    formula = [("2010101", '=HYPERLINK("http://x","y")', "1.00", "1.00"), ("", "合计", "1.00", "1.00")]
    yield "formula.txt", disclosures.text(formula).encode(), "ok", ""
    yield "row_no.txt", disclosures.two_sided(("40001", "⓵")).encode(), "ok", ""
    yield "twice.pdf", good, "duplicate", "duplicate"


def _locked(password: str, draw: disclosures.Draw) -> bytes:
    return disclosures.pdf(draw, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))


FILES = {name: (status, code) for name, _, status, code in files()}


@dataclass(frozen=True)
class Run:
    """What a run over all the files left."""

    done: subprocess.CompletedProcess[str]
    out: Path
    documents: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    for name, content, _, _ in files():
        (folder / name).write_bytes(content)
    (folder / "folder.pdf").mkdir()
    (folder / "round").symlink_to(folder)
    (folder / "a.pdf").symlink_to(folder / "b.pdf")
    (folder / "b.pdf").symlink_to(folder / "a.pdf")
    os.mkfifo(folder / "pipe.pdf")
    done = convert(folder, "-o", out, "-j", 2, "--timeout", 300)
    return Run(done, out, {row["source_file"]: row for row in rows(out, "documents")})


def test_every_file_has_one_row(run: Run) -> None:
    links = dict.fromkeys(("a.pdf", "b.pdf", "pipe.pdf", "round"), "unreadable")
    assert set(run.documents) == {*FILES, *links}
    assert {name: run.documents[name]["error_code"] for name in links} == links
    assert run.done.returncode == 1


@pytest.mark.parametrize("name", FILES)
def test_status_and_code(run: Run, name: str) -> None:
    status, code = FILES[name]
    row = run.documents[name]
    assert (row["status"], row["error_code"] if code else "") == (status, code), row["error"]
    assert len(row["doc_id"]) == 16


@pytest.mark.parametrize("name", [n for n, (status, _) in FILES.items() if status in ("failed", "not_a_disclosure")])
def test_one_sentence_that_names_the_file(run: Run, name: str) -> None:
    sentence = run.documents[name]["error"]
    assert name in sentence or "Line" in sentence
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 200
    assert sentence in run.done.stderr


def test_never_a_traceback(run: Run) -> None:
    assert "Traceback" not in run.done.stderr
    assert not [row for row in run.documents.values() if row["error_code"] == "crashed"]


def test_a_file_with_too_many_pages_is_refused_before_one_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pages.pdf").write_bytes(disclosures.pdf(many_pages))
    loading = "extractor.document.pdf.reader.pdfium.FPDF_LoadPage"
    monkeypatch.setattr(loading, lambda *page: pytest.fail("a page is loaded"))
    with pytest.raises(TooLargeError, match="5000 pages"):
        really_read(tmp_path / "pages.pdf")


def test_every_reason_is_in_the_catalogue(run: Run) -> None:
    assert {row["status"] for row in run.documents.values()} <= set(DocumentStatus)
    assert {code for row in run.documents.values() if (code := row["error_code"])} <= set(ErrorCode)


def test_the_rest_is_complete(run: Run) -> None:
    facts: dict[str, list[tuple[str, ...]]] = {}
    for row in rows(run.out, "facts"):
        facts.setdefault(row["source_file"], []).append((row["subject_code"], row["measure"], row["amount"]))
    assert len(facts[GOOD]) == 2 * len(disclosures.ROWS)
    assert facts["empty_password.pdf"] == facts[GOOD]
    assert {"digits.txt", "formula.txt", "row_no.txt"} < set(facts)


def test_no_spreadsheet_runs_a_formula(run: Run) -> None:
    names = {row["subject_name"] for row in rows(run.out, "facts") if row["source_file"] == "formula.txt"}
    assert '\'=HYPERLINK("http://x","y")' in names
    assert not [name for name in names if name.startswith(("=", "+", "-", "@"))]


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    """As in archives that were packed under Chinese Windows."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, content in (("决算.pdf".encode("gb18030"), disclosures.pdf(disclosures.table())), (b"\xff\xfe.pdf", b"")):
        (folder / os.fsdecode(name)).write_bytes(content)
    done = convert(folder, "-o", out)
    documents = {row["source_file"]: row for row in rows(out, "documents")}
    assert {name: row["error_code"] for name, row in documents.items()} == {"决算.pdf": "", "\ufffd\ufffd.pdf": "empty"}
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_more_pages_may_be_allowed(tmp_path: Path) -> None:
    (tmp_path / "pages.pdf").write_bytes(disclosures.pdf(many_pages))
    done = convert(tmp_path / "pages.pdf", "-o", tmp_path / "out", "--max-pages", 5000)
    assert done.returncode == 1
    assert "no text layer" in done.stderr


@pytest.mark.parametrize(
    ("inputs", "out", "word"),
    [
        (["missing.pdf"], "out", "not there"),
        (["a.pdf"], "out", "not there"),
        (["folder.pdf"], "out", "There is no file in"),
        (["pipe.pdf"], "out", "neither a file nor a folder"),
        ([GOOD], GOOD, "cannot be written"),
        ([GOOD], f"{GOOD}/below", "cannot be written"),
        ([GOOD], "/proc/nowhere", "cannot be written"),
    ],
)
def test_unusable_arguments(
    tmp_path: Path,
    inputs: list[str],
    out: str,
    word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / GOOD).write_bytes(disclosures.pdf(disclosures.table()))
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "a.pdf").symlink_to(tmp_path / "a.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    arguments = [*(tmp_path / name for name in inputs), "-o", tmp_path / out]
    monkeypatch.setattr(sys, "argv", ["juesuan", "convert", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        main()
    told = capsys.readouterr()
    assert end.value.code == 2
    assert word in told.err
    assert told.err.count("\n") == 1
    assert not told.out
