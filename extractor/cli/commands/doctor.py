"""`juesuan doctor`: which engines, extras, models, programs and fonts are here, and what to do without them."""

from __future__ import annotations

import json
import platform

import click

from extractor import __version__
from extractor.cli.speech import give, show, worded


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the facts for a program.")
def doctor(as_json: bool) -> None:
    """Show what of this machine juesuan can use.

    Engines, extras with their models, programs and fonts: those that are here with their version or place, of the
    others how to get them. Exit status 0: all that reads PDFs is here; 1: an engine is missing.
    """
    from extractor.cli.surroundings import Kind, surroundings

    found = surroundings()
    facts = {"juesuan": __version__, "python": platform.python_version(), "system": platform.platform()}
    if as_json:
        give(json.dumps({**facts, "things": [thing.facts() for thing in found]}, ensure_ascii=False, indent=2))
    else:
        show(", ".join(f"{what} {version}" for what, version in facts.items()))
        for thing in found:
            show(f"{'✗' if thing.found is None else '✓'} {worded(thing.name)}: {worded(thing.purpose)}")
            show(f"    {worded(thing.remedy) if thing.found is None else thing.found}")
    raise SystemExit(1 if any(thing.kind is Kind.ENGINE and thing.found is None for thing in found) else 0)
