"""`python -m bench [NAME...]`: runs the benchmarks one after another; `--list` names them.

    speed         seconds a page and peak memory beside pdfium alone, pdfplumber and camelot
    command       seconds of `juesuan --help`, of converting one document and of doing it again, as whole processes
    kinds         seconds and memory of one disclosure as a file of each kind
    faults        how many wrong digits the accounts catch
    misreadings   how many real misreadings the second reading mends
    mutants       what becomes of files that are spoilt, and of text layers that lie
    database      how a dataset grows: speed, memory, a second run, rows a second
    page_turns    whether tables broken at every row are read as whole ones
    scan_peers    the numbers of scans in their places, beside rapidocr where it is installed
    warehouse     rows a second of a load into PostgreSQL beside plain COPY, and a second load

Options of one benchmark go to its own module: `python -m bench.speed --help`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys

BENCHMARKS = (
    *("speed", "command", "kinds", "faults", "misreadings", "mutants", "page_turns", "database"),
    *("scan_peers", "warehouse"),
)


def main() -> None:
    arguments = sys.argv[1:]
    there = [name for name in BENCHMARKS if importlib.util.find_spec(f"bench.{name}")]
    if arguments == ["--list"]:
        print("\n".join(there))
        return
    unknown = [name for name in arguments if name not in there]
    if unknown:
        raise SystemExit(f"No benchmark is called {unknown[0]}; there are {', '.join(there)}.")
    for name in arguments or there:
        print(f"== {name}\n", flush=True)
        sys.argv = [f"bench.{name}"]
        importlib.import_module(f"bench.{name}").main()
        print(flush=True)


if __name__ == "__main__":
    main()
