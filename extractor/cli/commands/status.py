"""`juesuan status`: what is in a dataset, and how far a run is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.speech import give, show
from extractor.errors import counted
from extractor.languages import COMMANDS, Sentence, joined, spoken, translations

if TYPE_CHECKING:
    from extractor.dataset.book.progress import Progress
    from extractor.dataset.book.status import Status


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the facts for a program.")
def status(data: Path, as_json: bool) -> None:
    """Show what is in a dataset, and how far a run is.

    DATA is a folder that convert wrote, or writes. Exit status 0: all is well, or a run goes on; 1: a run was cut off,
    and the same convert goes on from there; 2: there is no dataset.
    """
    from extractor.dataset.book.status import status as look

    found = look(data)
    if as_json:
        give(json.dumps(found.facts(), ensure_ascii=False, indent=2))
    else:
        _tell(found)
    raise SystemExit(1 if found.cut_off else 0)


def _tell(found: Status) -> None:
    if found.running is not None:
        show(spoken("A run is writing to {folder}: {far}.", folder=found.folder, far=_far(found.running)))
        return
    if found.cut_off is not None:
        far = _far(found.cut_off)
        show(spoken("The last run was cut off: {far}. Run the same convert to go on.", far=far))
    gone = spoken(", {count} of them gone (see juesuan dataset prune)", count=found.gone) if found.gone else ""
    files = counted(found.files, "file")
    show(spoken("{folder} knows {files}{gone}:", folder=found.folder, files=files, gone=gone))
    for state, code, number in found.outcomes:
        show(f"  {number:>8}  {state}{f' ({code})' if code else ''}")
    show(spoken("Rows:"))
    for table, number in (found.rows or {}).items():
        show(f"  {number:>8}  {table}")
    exports = ", ".join(found.exports) or spoken("none")
    stale = spoken(", of an earlier state") if found.stale else ""
    show(spoken("Exports: {exports}{stale}", exports=exports, stale=stale))
    if run := found.last_run:
        show(
            spoken(
                "Last run: started {started}, {end}; {read} read, {skipped} unchanged, {failed} failed",
                started=run["started"],
                end=spoken("ended {time}", time=run["ended"]) if run["ended"] else spoken("not ended"),
                read=run["read"],
                skipped=run["skipped"],
                failed=run["failed"],
            )
        )


def _far(run: Progress) -> Sentence:
    """How far a run is, in words."""
    by = joined(", ", (f"{number} {state}" for state, number in (run.statuses or {}).items()), "、")
    return spoken(
        "{done} of {files}{by}, {doing}; since {started}, last heard {updated}, process {process} on {host}",
        done=run.done,
        files=counted(run.files, "file"),
        by=spoken(" ({statuses})", statuses=by) if by else "",
        doing=Sentence(run.doing, translations(COMMANDS).gettext(run.doing)),
        started=run.started,
        updated=run.updated,
        process=run.process,
        host=run.host,
    )
