"""A folder in object storage is read as one on this machine is, by whoever reads, and its keys are told to nobody."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import convert
from extractor.cli import main
from tests.support import disclosures
from tests.support.readings import SAMPLES
from tests.support.storage import BUCKET, SECRET, client, object_storage, put


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("in")
    (made / "云岭").mkdir()
    for year in (2021, 2022):
        (made / "云岭" / f"{year} 决算.txt").write_text(disclosures.text().replace("2023", str(year)), "utf-8")
    (made / "copy.txt").write_bytes((made / "云岭" / "2021 决算.txt").read_bytes())
    (made / "cut.pdf").write_bytes(b"%PDF-1.4 cut off")
    (made / "empty.pdf").write_bytes(b"")
    (made / "school.pdf").write_bytes((SAMPLES / "school_2019.pdf").read_bytes())
    (made / ".hidden.txt").write_text("hidden", "utf-8")
    with zipfile.ZipFile(made / "within.zip", "w") as within:
        within.writestr("2020 决算.txt", disclosures.text().replace("2023", "2020"))
        within.writestr("school.pdf", (SAMPLES / "school_2019.pdf").read_bytes())
    with zipfile.ZipFile(made / "more.zip", "w") as more:
        more.writestr("2019 决算.txt", disclosures.text().replace("2023", "2019"))
        more.write(made / "within.zip", "within.zip")
    (made / "within.zip").write_bytes(b"PK\x03\x04 cut off")
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with object_storage():
        yield put(folder, "2024/all")


def exports(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".parquet")}


@pytest.mark.parametrize("jobs", [0, 2])
def test_the_bytes_are_those_of_the_same_folder_here(jobs: int, folder: Path, address: str, tmp_path: Path) -> None:
    done = convert(address, tmp_path / "s3", jobs=jobs)
    here = convert(folder, tmp_path / "here", jobs=0)
    assert exports(tmp_path / "s3") == exports(tmp_path / "here")
    assert done.outcomes == here.outcomes and done.hidden == 1
    files = {document.source_file for document in done.documents}
    assert {"more.zip#2019 决算.txt", "more.zip#within.zip#2020 决算.txt"} <= files
    again = convert(f"{address}/", tmp_path / "s3", jobs=jobs)
    assert again.outcomes == done.outcomes
    assert again.read == convert(folder, tmp_path / "here", jobs=0).read == 0


def test_what_changes_there_changes_the_dataset(folder: Path, address: str, tmp_path: Path) -> None:
    mine = f"s3://{BUCKET}/changing"
    for name in ("b.txt", "c.txt"):
        client().put_object(Bucket=BUCKET, Key=f"changing/{name}", Body=disclosures.text().encode())
    first = convert([mine, folder / "school.pdf"], tmp_path, jobs=0)
    assert [(d.source_file, d.status) for d in first.documents][0::2] == [("b.txt", "ok"), ("school.pdf", "ok")]
    assert first.documents[1].status == "duplicate" and first.read == 2
    client().put_object(Bucket=BUCKET, Key="changing/b.txt", Body=disclosures.text().replace("2023", "2022").encode())
    client().put_object(Bucket=BUCKET, Key="changing/a.txt", Body=disclosures.text().encode())
    second = convert(mine, tmp_path, jobs=0)
    assert [(d.source_file, d.status) for d in second.documents] == [
        ("a.txt", "ok"),
        ("b.txt", "ok"),
        ("c.txt", "duplicate"),
    ]
    client().delete_object(Bucket=BUCKET, Key="changing/a.txt")
    third = convert(mine, tmp_path, jobs=0)
    assert third.gone == 1
    one = convert(f"{mine}/b.txt", tmp_path / "one", jobs=0)
    assert [d.source_file for d in one.documents] == ["b.txt"]


def test_keys_are_told_to_nobody(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for given, said in (
        (f"s3://AKIDEXAMPLE:{SECRET}@{BUCKET}/x", "holds keys"),
        (f"s3://{BUCKET}/nowhere", "is not there, or empty"),
        ("s3://no-such-bucket/x", "s3://no-such-bucket/x"),
        ("strange://place/x", "cannot be read without more"),
    ):
        monkeypatch.setattr(sys, "argv", ["juesuan", "convert", given, "-o", str(tmp_path / "out")])
        with pytest.raises(SystemExit) as end:
            main()
        told = "".join(capsys.readouterr())
        assert end.value.code == 2 and said in told and told.count("\n") == 1, told
        assert SECRET not in told and "AKIDEXAMPLE" not in told


def test_a_list_may_name_what_is_not_there(address: str, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{address}/cut.pdf\ns3://{BUCKET}/nowhere.pdf\n", "utf-8")
    done = convert(f"@{tmp_path / 'list.txt'}", tmp_path / "out", jobs=0)
    assert [(d.source_file, d.error_code) for d in done.documents] == [
        ("cut.pdf", "truncated"),
        ("nowhere.pdf", "missing"),
    ]
