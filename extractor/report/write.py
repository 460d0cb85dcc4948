"""A report: one file of HTML that opens without a network, with all its pictures in it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from extractor import __version__
from extractor.dataset.opening import open_to_query
from extractor.errors import UsageError
from extractor.evidence.drawer import Drawer
from extractor.evidence.sources import Sources
from extractor.evidence.wording import SHARED, environment
from extractor.languages import Language, spoken
from extractor.report.contents import contents

TEMPLATES = Path(__file__).parent / "templates"
NAMES = {Language.CHINESE: "zh-CN", Language.ENGLISH: "en"}


def report(folder: Path, target: Path, language: Language, only: str | None = None) -> None:
    """Writes the report on a dataset, or on one document of it, by its `source_file` or `doc_id`.

    Raises `UsageError` where there is no dataset or document, while a run writes, and where the file cannot be written.
    """
    with open_to_query(folder) as database, Sources() as sources, Drawer() as drawer:
        told = contents(database, drawer, sources, only)
    made = (
        environment(TEMPLATES, language)
        .get_template("report.html")
        .render(
            told=told,
            style=(SHARED / "marks.css").read_text("utf-8") + (TEMPLATES / "report.css").read_text("utf-8"),
            lang=NAMES[language],
            version=__version__,
            made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        )
    )
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_text(made, "utf-8")
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(
            spoken(
                "{target} cannot be written ({reason}); choose another place with -o.",
                target=target,
                reason=error.strerror,
            )
        ) from error
