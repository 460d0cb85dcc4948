"""The review over many documents: how long its pages take, and how much memory its server.

    python -m bench.review [--documents 10000] [--rounds 20]

A dataset is made of the numbers and checks of one sample, under as many names. Prints the seconds (median and worst) of
the first page of the list, of others of it, of a document and a number, of a picture of a page, and the memory of the
server's process and of the one that draws.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import duckdb

from extractor import convert
from extractor.dataset.database import NAME
from extractor.dataset.tables import OF_DOCUMENT, quoted

SAMPLE = Path(__file__).parents[1] / "samples" / "finance_2024.pdf"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        data = Path(folder)
        convert(SAMPLE, data, jobs=0, formats="duckdb")
        started = time.perf_counter()
        doc_id = multiplied(data, chosen.documents)
        size = (data / NAME).stat().st_size / 2**20
        print(f"{chosen.documents} documents, {size:.0f} MB, made in {time.perf_counter() - started:.0f} s")
        measured(data, doc_id, chosen.rounds)


def multiplied(data: Path, documents: int) -> str:
    """Gives the rows of the one document of a dataset to as many; the id of the original."""
    # Not as a run writes: a thousand documents at once need more memory than that is given.
    with duckdb.connect(data / NAME, config={"memory_limit": "2GB", "preserve_insertion_order": False}) as database:
        (doc_id,) = database.execute("SELECT doc_id FROM documents").fetchall()[0]
        other = f"(printf('%016x', n) AS doc_id{{}}) FROM {{}}, range({documents - 1}) r(n)"
        for table in OF_DOCUMENT:
            name = ", printf('%05d.pdf', n) AS source_file" if "source_file" in table.names else ""
            database.execute(
                f"INSERT INTO {quoted(table.name)} SELECT {quoted(table.name)}.* REPLACE "
                + other.format(name, quoted(table.name))
            )
        name = ", printf('%05d.pdf', n) AS source_file, 2000 + n % 25 AS year"
        database.execute("INSERT INTO documents SELECT documents.* REPLACE " + other.format(name, "documents"))
    return str(doc_id)


def measured(data: Path, doc_id: str, rounds: int) -> None:
    """Asks a server of its own, and prints how long it took."""
    command = [sys.executable, "-m", "extractor", "review", str(data), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            parts = urlsplit(server.stdout.readline().strip())
            token = parse_qs(parts.query)["token"][0]

            def asked(path: str) -> float:
                started = time.perf_counter()
                connection = HTTPConnection(parts.netloc, timeout=120)
                connection.request("GET", path, headers={"X-Juesuan-Token": token})
                answer = connection.getresponse()
                answer.read()
                connection.close()
                if answer.status != 200:
                    raise SystemExit(f"{path} gives {answer.status}")
                return time.perf_counter() - started

            document = f"/documents/{doc_id}"
            print(f"{asked('/'):.3f} s  the first page of the list, the first time")
            told(asked, rounds, "the first page of the list", lambda n: "/")
            told(asked, rounds, "other pages, filtered and sorted", lambda n: f"/?sort=year&q=0{n}&page=2&failed=0")
            told(asked, rounds, "a document", lambda n: f"{document}/pages/{n % 20 + 1}")
            told(asked, rounds, "a number", lambda n: f"{document}/numbers/{quote('02.1/r1/final/total')}")
            told(asked, rounds, "a picture of a page", lambda n: f"{document}/pages/{n % 20 + 1}.png")
            for process, name in (
                (server.pid, "the server"),
                *((child, "what draws") for child in children(server.pid)),
            ):
                print(f"{memory(process):.0f} MB  {name}")
        finally:
            server.send_signal(signal.SIGINT)


def told(asked: Callable[[str], float], rounds: int, what: str, path: Callable[[int], str]) -> None:
    seconds = [asked(path(n)) for n in range(rounds)]
    print(f"{statistics.median(seconds):.3f} s (worst {max(seconds):.3f})  {what}")


def children(process: int) -> list[int]:
    """The processes that a process started and that draw."""
    found = []
    for entry in os.listdir("/proc"):  # noqa: PTH208 - names alone
        if entry.isdigit():
            try:
                status = Path(f"/proc/{entry}/status").read_text()
                command = Path(f"/proc/{entry}/cmdline").read_text()
            except OSError:
                continue
            if f"PPid:\t{process}\n" in status and "spawn_main" in command:
                found.append(int(entry))
    return found


def memory(process: int) -> float:
    """The most memory (MB) that a process ever had."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
