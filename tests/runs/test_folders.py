"""Every entry of a folder has its row, whatever it is; inputs may be listed."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor import UsageError, convert
from extractor.batch.folders import below
from tests.support import disclosures

TEXT = disclosures.text().encode()
KINDS = {
    "good.txt": (TEXT, None),
    "no_ending": (TEXT, "duplicate"),
    "决算.2023年度": (TEXT + b"\n\n", None),  # what is no ending at all
    "old.wps": (b"\xd0\xcf\x11\xe0" + bytes(700), "unsupported_kind"),
    "all.rar": (b"Rar!" + bytes(100), "unsupported_kind"),
    "all.7z": (b"7z\xbc\xaf" + bytes(100), "unsupported_kind"),
    "all.tar.gz": (b"\x1f\x8b" + bytes(100), "unsupported_kind"),
    "photo.bmp": (b"BM" + bytes(100), "unsupported_kind"),
    "rar.pdf": (b"Rar!" + bytes(200), "not_pdf"),
    "table.csv": (TEXT + b",", "unsupported_kind"),
    "noise.bin": (b"\xff\x00" * 100, "unsupported_kind"),
    "empty.pdf": (b"", "empty"),
    "empty_too.pdf": (b"", "empty"),  # the copy of a file that failed
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of all kinds, with links and pipes and hidden names."""
    made = tmp_path / "in"
    (made / "sub").mkdir(parents=True)
    for name, (content, _) in KINDS.items():
        (made / name).write_bytes(content)
    for hidden in (".hidden.pdf", "sub/.DS_Store"):
        (made / hidden).write_bytes(TEXT)
    (made / "broken.pdf").symlink_to(made / "nowhere")
    (made / "round.pdf").symlink_to(made / "round.pdf")
    (made / "a_link").symlink_to(made / "sub")  # the folder itself keeps its name
    (made / "sub" / "up").symlink_to(made)
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "there.txt").write_bytes(TEXT + b"\n")
    (made / "link").symlink_to(tmp_path / "else")
    (made / "sub" / "below.txt").write_bytes(TEXT + b"\n\n\n")
    os.mkfifo(made / "pipe")
    return made


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
def test_every_entry_has_its_row(folder: Path, tmp_path: Path) -> None:
    done = convert(folder, tmp_path / "out", jobs=0, formats="csv")
    found = {d.source_file: d for d in done.documents}
    strange = {
        "broken.pdf": "missing",
        "round.pdf": "unreadable",
        "sub/up": "unreadable",
        "a_link": "unreadable",
        "pipe": "unreadable",
    }
    codes = {name: code for name, (_, code) in KINDS.items()} | strange
    assert {name: d.error_code for name, d in found.items()} == codes | {"link/there.txt": None, "sub/below.txt": None}
    assert found["empty_too.pdf"].status == "failed" and done.hidden == 2
    assert all((d.error or "x.").endswith(".") for d in found.values())
    assert "unpack it" in (found["all.rar"].error or "") and "as a PDF" in (found["photo.bmp"].error or "")
    assert found["all.7z"].error_zh == "all.7z是7z压缩包，不支持解包；请解包后转换该文件夹。"
    assert convert(folder, tmp_path / "out", jobs=0).read == len(strange)  # what may be there tomorrow


def test_a_folder_without_rights_stands_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_bytes(TEXT)
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("extractor.batch.folders.os.scandir", refused)
    assert [path.name for path in below(tmp_path, tmp_path / "out").files] == ["a.txt", "closed"]


def test_a_dataset_may_lie_among_its_inputs(tmp_path: Path) -> None:
    """Neither what it wrote is an input the next time, nor the folder of another."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    for out in (tmp_path, tmp_path, tmp_path / "below", tmp_path / "below"):
        done = convert(tmp_path, out, jobs=0, formats=("csv", "sqlite", "parquet"), partition_by="year")
        assert (out == tmp_path) == ([d.source_file for d in done.documents] == ["a.txt"])
    assert not any(d.source_file.startswith("below") for d in done.documents)


def test_inputs_may_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_bytes(TEXT + name.encode())
    one, other, gone = tmp_path / "one", tmp_path / "other" / "a.txt", tmp_path / "other" / "gone.pdf"
    (tmp_path / "list.txt").write_text(f"{one}\r\n\r\n{other}\n{gone}\n", "utf-8-sig")
    done = convert(f"@{tmp_path / 'list.txt'}", tmp_path / "out", jobs=0)
    found = [("one/a.txt", None), ("other/a.txt", None), ("gone.pdf", "missing")]
    assert sorted((d.source_file, d.error_code) for d in done.documents) == sorted(found)
    for listed in (f"{one}\n".encode(), f"{one}\0{other}\0".encode(), f"{one}\n".encode("utf-16")):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(listed)))
        assert len(convert("-", tmp_path / "out", jobs=0).documents) == 1 + (b"\0" in listed and b"a.txt" in listed)
    (tmp_path / "list.txt").write_bytes(b"\n")
    with pytest.raises(UsageError, match="is empty"):
        convert(f"@{tmp_path / 'list.txt'}", tmp_path / "out", jobs=0)
    with pytest.raises(UsageError, match="cannot be read"):
        convert("@nowhere.txt", tmp_path / "out", jobs=0)
