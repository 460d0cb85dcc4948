"""A run on a cluster of two real nodes gives what a run on one machine gives, also where a node dies in its middle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from extractor import UsageError, convert
from extractor.batch import installed
from extractor.options import Options
from tests.support import disclosures
from tests.support.readings import ROOT, SAMPLES
from tests.support.servers import needed
from tests.support.storage import object_storage, put

FILES = 50
DIES_AFTER = 12  # documents
STORE = 80 * 1024**2  # bytes of memory that nodes share: the least that Ray takes


@pytest.fixture(scope="module")
def storage() -> Iterator[None]:
    with object_storage():
        yield


@pytest.fixture(scope="module")
def cluster(storage: None) -> Iterator[Any]:
    """A cluster of two nodes, each a process with workers of its own."""
    needed("ray", "ray")
    from ray.cluster_utils import Cluster

    node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": STORE, "include_dashboard": False}
    made = Cluster()
    for _ in range(2):
        _patiently(lambda: made.add_node(**node))
    made.wait_for_nodes(timeout=600)
    yield made
    made.shutdown()


def _patiently(start: Callable[[], object]) -> None:
    """Ray gives a node half a minute to start, and a busy machine must change nothing."""
    for _ in range(5):
        try:
            start()
            return
        except Exception as error:  # noqa: BLE001 - Ray raises no other
            told = error
    raise told


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(FILES - 3):
        (folder / f"{number:02}.txt").write_text(disclosures.text() + "\n" * number, "utf-8")
    (folder / "40a.pdf").write_bytes((SAMPLES / "school_2019.pdf").read_bytes())
    (folder / "41a.txt").write_bytes((folder / "41.txt").read_bytes())
    (folder / "42a.pdf").write_bytes(b"%PDF-1.4 cut off")
    return folder


def exports(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".parquet")}


def test_a_node_that_dies_costs_nothing(cluster: Any, inputs: Path, tmp_path: Path, capfd: Any) -> None:
    read: list[str] = []

    def killing(document: Any) -> None:
        read.append(document.source_file)
        if len(read) == DIES_AFTER:
            cluster.remove_node(cluster.worker_nodes.copy().pop(), allow_graceful=False)

    done = convert(inputs, tmp_path / "ray", on="ray", ray_address=cluster.address, progress=killing)
    assert done.files == FILES and read == sorted(read) and len(read) == FILES - 1  # a copy is not read
    assert len(cluster.worker_nodes) == 0 and not capfd.readouterr().out
    convert(inputs, tmp_path / "here", jobs=1)
    assert exports(tmp_path / "ray") == exports(tmp_path / "here")


def test_nodes_read_from_object_storage(cluster: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for year in (2021, 2022):
        (tmp_path / "in" / f"{year}.txt").write_text(disclosures.text().replace("2023", str(year)), "utf-8")
    (tmp_path / "in" / "copy.txt").write_bytes((tmp_path / "in" / "2022.txt").read_bytes())
    convert(put(tmp_path / "in", "nodes"), tmp_path / "ray", on="ray", ray_address=cluster.address)
    convert(tmp_path / "in", tmp_path / "here", jobs=0)
    assert exports(tmp_path / "ray") == exports(tmp_path / "here")


def test_a_run_that_is_told_to_end_ends_in_order(cluster: Any, inputs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor", "convert", str(inputs), "-o", str(tmp_path / "out"), "--on", "ray"]
    command += ["--ray-address", cluster.address]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert run.stderr is not None and run.stderr.readline()
    run.terminate()
    told, said = run.communicate()
    assert run.returncode == 143 and not told and "Traceback" not in said
    assert said.splitlines()[-1].endswith("run the same to go on.")


def test_a_node_with_other_versions_ends_the_run(
    cluster: Any, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_installed = installed.installation

    def newer(options: Options) -> installed.Installation:
        found = really_installed(options)
        return replace(found, libraries={**found.libraries, "pypdfium2": "99"})

    monkeypatch.setattr(installed, "installation", newer)
    with pytest.raises(UsageError, match=r"has pypdfium2 \S+ for 99; install there what is installed here"):
        convert(inputs, tmp_path / "out", on="ray", ray_address=cluster.address)


def test_a_cluster_that_is_not_there_is_told(inputs: Path, tmp_path: Path) -> None:
    needed("ray", "ray")
    with pytest.raises(UsageError, match="There is no Ray cluster at 127"):
        convert(inputs, tmp_path / "out", on="ray", ray_address="127.0.0.1:1")
    with pytest.raises(UsageError, match="with ray_address"):
        convert(inputs, tmp_path / "out", on="ray", jobs=2)
