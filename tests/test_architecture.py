"""The one-way flow: what each part of the program may know of the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "extractor").rglob("*.py"))

# ARCHITECTURE.md in one table: a part may import from those that stand before it in the flow, and from no other.
MAY_IMPORT = {
    "document": set(),
    "classification": {"document"},
    "lexicon": {"document"},
    "tables": {"document", "lexicon", "classification"},
    "identity": {"document", "lexicon", "tables"},
    "records": {"document", "lexicon", "classification", "tables", "identity"},
    "prose": {"document", "lexicon", "classification", "tables", "records"},
    "audit": {"document", "lexicon", "classification", "tables", "records"},
    "options": {"document", "identity", "records"},
    "stages": {"document", "lexicon", "tables", "identity", "records", "prose", "audit", "options"},
    "findings": {"document", "lexicon", "classification", "tables", "records", "prose", "stages"},
    "reading": {"document", "identity", "tables", "records", "options", "stages", "findings"},
    "dataset": {"document", "identity", "records", "reading"},
    "disclosure": {"tables", "records", "options", "reading", "dataset"},
    "batch": {
        *("document", "classification", "identity", "records", "options", "stages", "reading", "dataset"),
        "pattern_files",
    },
    "evidence": {"document", "tables", "records", "options", "stages", "dataset", "batch"},
    "review": {"document", "audit", "records", "dataset", "batch", "evidence"},
    "report": {"document", "records", "dataset", "evidence"},
    "codebook": {"lexicon", "records"},
    "pattern_files": {"document", "lexicon", "tables", "identity", "prose", "audit", "options", "codebook"},
    "panel": {"classification", "lexicon", "identity", "records", "dataset", "codebook"},
    "warehouse": {"records", "dataset"},
    "cli": {
        *("document", "lexicon", "tables", "identity", "records", "prose", "audit", "options", "stages", "reading"),
        *("dataset", "batch", "evidence", "review", "report", "panel", "codebook", "warehouse", "pattern_files"),
    },
    "errors": set(),
    "languages": set(),
    "problems": set(),
    "knowledge": set(),
    "kept": set(),
    "rule": set(),
    "__main__": {"cli"},
}
EVERYWHERE = {"errors", "problems", "languages", "knowledge", "kept", "rule", "__version__"}
MOST_LINES = 350  # about 300, and some room: beyond it a file has two subjects


def part(path: Path) -> str:
    """The folder of a module under `extractor/`, or its own name."""
    return path.relative_to(ROOT / "extractor").with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """The parts of the program that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "extractor":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extractor."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("extractor."))


def imported_modules(path: Path) -> Iterator[str]:
    """The modules that a module imports, inside functions too, by their full names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_module_reaches_back() -> None:
    backwards = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in SOURCES
        if path.parent.name != "extractor" or path.stem != "__init__"
        for other in imported(path)
        if other != part(path) and other not in EVERYWHERE | MAY_IMPORT[part(path)]
    }
    assert backwards == set()


def test_the_table_of_imports_is_a_flow() -> None:
    placed: set[str] = set()
    while len(placed) < len(MAY_IMPORT):
        following = {name for name, needs in MAY_IMPORT.items() if name not in placed and needs <= placed}
        assert following, f"{set(MAY_IMPORT) - placed} know each other in a circle"
        placed |= following


def test_no_modules_know_each_other_in_a_circle() -> None:
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in SOURCES}
    needs = {name: {found for found in imported_modules(path) if found in modules} for name, path in modules.items()}
    TopologicalSorter(needs).prepare()  # raises `CycleError`, which names the circle


def test_every_part_is_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    folders = {path.parent.relative_to(ROOT).as_posix() for path in SOURCES} - {"extractor"}
    unnamed = [f for f in sorted(folders) if f"`{f}/`" not in text and f"`{Path(f).name}/`" not in text]
    modules = [path for path in SOURCES if path.stem != "__init__" and part(path) not in ("cli", "batch", "__main__")]
    unnamed += [path.relative_to(ROOT).as_posix() for path in modules if f"`{path.stem}`" not in text]
    assert unnamed == []


def test_files_are_short_enough_to_be_read() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
