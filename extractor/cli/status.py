"""`juesuan status`: what is in a dataset, and how far a run is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.errors import counted

if TYPE_CHECKING:
    from extractor.dataset.progress import Progress
    from extractor.dataset.status import Status


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the facts for a program.")
def status(data: Path, as_json: bool) -> None:
    """Show what is in a dataset, and how far a run is.

    DATA is a folder that convert wrote, or writes. Exit status 0: all is well, or a run goes on; 1: a run was cut off,
    and the same convert goes on from there; 2: there is no dataset.
    """
    from extractor.dataset.status import status as look

    found = look(data)
    if as_json:
        click.echo(json.dumps(found.facts(), ensure_ascii=False, indent=2))
    else:
        _tell(found)
    raise SystemExit(1 if found.cut_off else 0)


def _tell(found: Status) -> None:
    if found.running is not None:
        click.echo(f"A run is writing to {found.folder}: {_far(found.running)}.")
        return
    if found.cut_off is not None:
        click.echo(f"The last run was cut off: {_far(found.cut_off)}. Run the same convert to go on.")
    gone = f", {found.gone} of them gone (see juesuan dataset prune)" if found.gone else ""
    click.echo(f"{found.folder} knows {counted(found.files, 'file')}{gone}:")
    for state, code, number in found.outcomes:
        click.echo(f"  {number:>8}  {state}{f' ({code})' if code else ''}")
    click.echo("Rows:")
    for table, number in (found.rows or {}).items():
        click.echo(f"  {number:>8}  {table}")
    stale = ", of an earlier state" if found.stale else ""
    click.echo(f"Exports: {', '.join(found.exports) or 'none'}{stale}")
    if run := found.last_run:
        end = f"ended {run['ended']}" if run["ended"] else "not ended"
        click.echo(
            f"Last run: started {run['started']}, {end}; {run['read']} read, {run['skipped']} unchanged, "
            f"{run['failed']} failed"
        )


def _far(run: Progress) -> str:
    """How far a run is, in words."""
    by = ", ".join(f"{number} {state}" for state, number in (run.statuses or {}).items())
    said = f"{run.done} of {counted(run.files, 'file')}{f' ({by})' if by else ''}, {run.doing}"
    return f"{said}; since {run.started}, last heard {run.updated}, process {run.process} on {run.host}"
