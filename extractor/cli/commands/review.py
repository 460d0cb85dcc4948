"""`juesuan review`: a dataset in the browser, page by page, to be looked at and corrected by hand."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.speech import give, tell
from extractor.errors import UsageError, counted
from extractor.languages import spoken


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="Port to serve on; 0 takes a free one."
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.option(
    "--units", type=click.Path(path_type=Path, dir_okay=False), help="Your unit register, where convert was given one."
)
@click.option(
    "--patterns",
    type=click.Path(path_type=Path, file_okay=False),
    help="Your folder with patterns, where convert was given one.",
)
def review(data: Path, port: int, no_browser: bool, units: Path | None, patterns: Path | None) -> None:
    """Look at a dataset in the browser, and correct it.

    Shows the documents of DATA, their pages with all that was read on them, and each check with its numbers on the
    page. What is confirmed or corrected by hand is kept in DATA and in corrections.csv, and applied whenever the
    document is read. Serves this machine alone, until Ctrl-C.

    Exit status 0; 2 where there is no dataset or the port is taken.
    """
    try:
        from extractor.review.serve import serve
    except ModuleNotFoundError as error:
        words = "The review needs {name}, which is not installed; run pip install 'juesuan[review]'."
        raise UsageError(spoken(words, name=error.name)) from error
    from extractor.batch.again import Knowledge

    def ready(address: str) -> None:
        give(address)
        if not no_browser:
            import webbrowser

            webbrowser.open(address)
            tell(spoken("Ctrl-C ends it."))

    if serve(data, port, Knowledge(units, patterns), ready):
        from extractor.dataset.exports.export import export_again
        from extractor.dataset.opening import open_to_write

        with open_to_write(data) as database:
            paths = export_again(database)
        tell(spoken("{files} exported again.", files=counted(len(paths), "file")))
