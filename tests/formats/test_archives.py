"""ZIP archives are read as folders: whatever their names are written in, within bounds, and nothing outside of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from extractor import Conversion, convert
from extractor.batch import unpacking
from extractor.document import bounds
from tests.support import disclosures

TEXT = disclosures.text().encode()
PDF = disclosures.pdf(disclosures.table())


def packed(content: Mapping[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return target.getvalue()


class GbkInfo(zipfile.ZipInfo):
    """A file whose name is bytes of a code page that the archive does not tell."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def run(path: Path, out: Path, jobs: int = 0) -> Conversion:
    return convert(path, out, jobs=jobs, formats="csv")


def codes(done: Conversion) -> dict[str, str | None]:
    return {document.source_file: document.error_code for document in done.documents}


@pytest.mark.parametrize("jobs", [0, 1])
def test_an_archive_is_read_as_a_folder(jobs: int, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    inner = packed({"深.txt": TEXT + b"\n3"})
    (tmp_path / "in" / "a.zip").write_bytes(
        packed({"b/c.pdf": PDF, "决算.txt": TEXT, "b/.DS_Store": b"x", "__MACOSX/._c.pdf": b"x", "b/in.zip": inner})
    )
    (tmp_path / "in" / "gbk.zip").write_bytes(packed({GbkInfo("部门/决算说明.txt"): TEXT + b"\n"}))
    (tmp_path / "in" / "z.txt").write_bytes(TEXT)
    done = run(tmp_path / "in", tmp_path / "out", jobs)
    assert codes(done) == {
        "a.zip#b/c.pdf": None, "a.zip#b/in.zip#深.txt": None, "a.zip#决算.txt": None, "gbk.zip#部门/决算说明.txt": None,
        "z.txt": "duplicate",
    }  # fmt: skip
    assert done.hidden == 2
    again = run(tmp_path / "in", tmp_path / "out", jobs)
    assert (again.read, again.skipped) == (0, 5)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "c.pdf").write_bytes(PDF)
    run(tmp_path / "plain", tmp_path / "out2")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {p.name for p in (tmp_path / "out2").iterdir()}


def test_what_an_archive_holds_may_change(tmp_path: Path) -> None:
    path, out = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(packed({"1.txt": TEXT, "2.txt": TEXT + b"\n"}))
    (tmp_path / "b.txt").write_bytes(TEXT)
    assert convert([path, tmp_path / "b.txt"], out, jobs=0, formats="csv").read == 2
    path.write_bytes(packed({"2.txt": TEXT + b"\n", "3.txt": TEXT + b"\n\n"}))
    done = run(path, out)
    assert (done.read, done.gone) == (1, 1) and codes(done) == {"a.zip#2.txt": None, "a.zip#3.txt": None}


def test_a_copy_in_an_archive_is_read_when_its_original_has_other_bytes(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(TEXT)
    (tmp_path / "z.ZIP").write_bytes(packed({"深/x.txt": TEXT}))
    assert codes(run(tmp_path, tmp_path / "out")) == {"b.txt": None, "z.ZIP#深/x.txt": "duplicate"}
    (tmp_path / "b.txt").write_bytes(TEXT + b"\n")
    assert run(tmp_path / "b.txt", tmp_path / "out").read == 2
    assert codes(run(tmp_path, tmp_path / "out")) == {"b.txt": None, "z.ZIP#深/x.txt": None}


def encrypted(data: bytes) -> bytes:
    """An archive whose first file says that it is encrypted."""
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    made = bytearray(data)
    made[local + 6] |= 1
    made[central + 8] |= 1
    return bytes(made)


def spoilt(data: bytes) -> bytes:
    return data.replace(zlib.compress(TEXT)[2:40], b"\xff" * 38, 1)


HOSTILE: dict[str, tuple[bytes, dict[str, str | None]]] = {
    "locked.zip": (encrypted(packed({"a.txt": TEXT, "b.txt": TEXT + b"1"})), {"#a.txt": "encrypted", "#b.txt": None}),
    "spoilt.zip": (spoilt(packed({"a.txt": TEXT, "b.txt": TEXT + b"2"})), {"#a.txt": "truncated", "#b.txt": None}),
    "cut.zip": (packed({"a.txt": TEXT})[:-30], {"": "truncated"}),
    "none.zip": (packed({}), {"": "empty"}),
    "bomb.zip": (packed({"a.txt": bytes(40_000_000), "b.txt": TEXT + b"3"}), {"#a.txt": "too_large", "#b.txt": None}),
    "many.zip": (packed({f"{n}.txt": b"" for n in range(41)}, zipfile.ZIP_STORED), {"": "too_large"}),
    "out.zip": (
        packed({"../../up.txt": TEXT + b"4", "/etc/root.txt": TEXT + b"5", "c:\\d\\e.txt": TEXT + b"6"}),
        {"#up.txt": None, "#etc/root.txt": None, "#c:/d/e.txt": None},
    ),
    "twice.zip": (packed({"a.txt": TEXT + b"7", "./a.txt": TEXT + b"8"}), {"#a.txt": None, "#a.txt (2)": None}),
    "long.zip": (packed({f"{'长' * 300}.txt": TEXT + b"9", "a\nb\x1b[2J.txt": b"%PDF-"}),
                 {f"#{'长' * 300}.txt": None, "#a\nb\x1b[2J.txt": "truncated"}),
    "inner.zip": (packed({"b.zip": packed({"c.txt": TEXT})[:-9]}), {"#b.zip": "truncated"}),
    "renamed.zip": (packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a"}), {"": "truncated"}),
    "no.zip": (b"GIF8" + bytes(40), {"": "unsupported_kind"}),
    "zip": (packed({"a.txt": TEXT}), {"": "unsupported_kind"}),
}  # fmt: skip


def test_hostile_archives_cost_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_MEMBERS", 40)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in HOSTILE.items():
        (folder / name).write_bytes(data)
    link = zipfile.ZipInfo("l.txt")
    link.external_attr = 0o120777 << 16
    (folder / "link.zip").write_bytes(packed({link: b"/etc/passwd"}))
    before = {p for p in tmp_path.rglob("*") if p.name != "out"}
    done = run(folder, tmp_path / "out")
    expected = {name + place: code for name, (_, of) in HOSTILE.items() for place, code in of.items()}
    assert codes(done) == expected | {"link.zip#l.txt": "unreadable"}
    assert {p for p in tmp_path.rglob("*") if p.is_relative_to(folder)} == {p for p in before if p != tmp_path}
    assert all((d.error or "x.").endswith(".") and "\n" not in (d.error or "") for d in done.documents)


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = packed({"a.txt": TEXT})
    for _ in range(bounds.MAX_ARCHIVES_DEEP):
        data = packed({"d.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    assert codes(run(tmp_path / "a.zip", tmp_path / "out")) == {"a.zip#d.zip#d.zip#d.zip": "unsupported_kind"}


def test_a_directory_that_is_no_end_of_bytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_DIRECTORY_BYTES", 2000)
    (tmp_path / "a.zip").write_bytes(packed({f"{n}.txt": b"" for n in range(100)}))
    assert codes(run(tmp_path / "a.zip", tmp_path / "out")) == {"a.zip": "too_large"}


def test_names_beside_those_of_a_code_page_are_taken(tmp_path: Path) -> None:
    """As WinRAR writes them; and those of the code page where they are of another name."""
    info = GbkInfo("决.txt")
    name = "决".encode("gbk") + b".txt"
    for crc, expected in ((zlib.crc32(name), "a.zip#算.txt"), (1, "a.zip#决.txt")):
        field = b"\x01" + struct.pack("<L", crc) + "算.txt".encode()
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        (tmp_path / "a.zip").write_bytes(packed({info: TEXT}))
        assert expected in codes(run(tmp_path / "a.zip", tmp_path / f"out{crc}"))


def test_what_a_killed_worker_unpacked_is_removed(tmp_path: Path) -> None:
    (tmp_path / "out" / unpacking.SCRATCH / "juesuan-x").mkdir(parents=True)
    (tmp_path / "a.zip").write_bytes(packed({"a.txt": TEXT}))
    run(tmp_path / "a.zip", tmp_path / "out")
    assert not (tmp_path / "out" / unpacking.SCRATCH).exists()
