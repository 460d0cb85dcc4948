"""`juesuan panel`: a researcher's panel out of a folder that `convert` wrote."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.speech import give, tell
from extractor.errors import EmptyPanelError, UsageError, counted
from extractor.identity.model import Coverage, ReportKind
from extractor.languages import spoken

_KINDS = tuple(map(str, ReportKind))
_TABLES = tuple(f"{n:02d}" for n in range(1, 10))


@click.command(context_settings={"show_default": True})
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--table", type=click.Choice(_TABLES), help="Table by its canonical number, 01 to 09.")
@click.option("--measure", help="Measure of the table (total, basic, project, amount …).")
@click.option(
    "--index",
    default="unit,year",
    help="What identifies a row, separated by commas: unit, year, subject_code, item, measure, basis, side; of the "
    "prose unit, year, concept, metric, compared_with.",
)
@click.option(
    "--columns",
    help="What becomes columns, separated by commas: year, subject_code, item, measure, basis, side, as in "
    "measure,basis; of the prose year, concept, metric, compared_with.  [default: subject_code; concept]",
)
@click.option(
    "--level",
    type=click.Choice(("1", "2", "3", "all")),
    help="Subjects of one level: 1 类, 2 款, 3 项; all only with --long.",
)
@click.option("--basis", default="final", help="initial_budget, adjusted_budget or final.")
@click.option("--side", type=click.Choice(("income", "expenditure")), help="One side of tables 01 and 04.")
@click.option("--item", help="One row by its key, such as grand_total.")
@click.option("--subject", help="One subject by its code.")
@click.option(
    "--concept",
    help="Instead of a table, what the prose states of these, separated by commas: operating_expenses, "
    "procurement_total … (`juesuan schema` lists them).",
)
@click.option(
    "--metric", default="amount", help="Of the prose: amount, initial_budget, completion_pct, change_amount …"
)
@click.option(
    "--compared-with", help="Of changes in the prose: last_year, initial_budget, adjusted_budget, average or a year."
)
@click.option("--years", help="Fiscal years: 2023, 2019-2023 or 2019,2021-2023.")
@click.option("--kind", type=click.Choice(_KINDS), help="One kind of report.")
@click.option(
    "--coverage",
    type=click.Choice(tuple(map(str, Coverage))),
    help="Of units that print both: summary 汇总 or own 本级.",
)
@click.option(
    "--units",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Register of units (CSV); its other columns go along.",
)
@click.option("--unit-code", default="unit_code", help="Column of the register with the code (say, 预算单位编码).")
@click.option("--unit-name", default="unit_name", help="Column of the register with the name.")
@click.option("--long", "long_form", is_flag=True, help="Write one row per number instead of one column per subject.")
@click.option("--balanced", is_flag=True, help="Keep only units that have every year.")
@click.option("--only-passed", is_flag=True, help="Keep only numbers that pass all their checks.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .csv, .parquet, .xlsx or .dta (Stata).",
)
def panel(
    out: Path,
    table: str | None,
    measure: str | None,
    index: str,
    columns: str | None,
    level: str | None,
    basis: str,
    side: str | None,
    item: str | None,
    subject: str | None,
    concept: str | None,
    metric: str,
    compared_with: str | None,
    years: str | None,
    kind: str | None,
    coverage: str | None,
    units: Path | None,
    unit_code: str,
    unit_name: str,
    long_form: bool,
    balanced: bool,
    only_passed: bool,
    output: Path,
) -> None:
    """Write a panel of units and years.

    The numbers come from one table of OUT, a folder that convert wrote, or with --concept from its prose. They are
    taken as printed, in 元, and never added up: where a unit has several for a year, choose with --measure, --level,
    --item and the like. A blank cell stays blank, a printed 0.00 stays 0. A panel without a number is not written; then
    the exit status is 1.
    """
    # In the function: pandas takes a second to load, and only this command needs it.
    from extractor.identity import register
    from extractor.panel.build import build
    from extractor.panel.request import Request
    from extractor.panel.request import years as years_of
    from extractor.panel.selection import select
    from extractor.panel.write import SUFFIXES, write

    if not units and (unit_code, unit_name) != (register.CODE, register.NAME):
        raise UsageError(spoken("--unit-code and --unit-name are columns of a register: give it with --units."))
    if output.suffix.lower() not in SUFFIXES:
        raise UsageError(spoken("{path} must end in {suffixes}.", path=output, suffixes=", ".join(SUFFIXES)))
    request = Request(
        table=table,
        measure=measure,
        index=_names(index),
        columns=_names(columns or ""),
        level=int(level) if level and level != "all" else None,
        every_level=level == "all",
        basis=basis,
        side=side,
        item=item,
        subject=subject,
        concepts=_names(concept or ""),
        metric=metric,
        compared_with=compared_with,
        years=years_of(years) if years else None,
        report_kind=kind,
        coverage=coverage,
        long=long_form,
        balanced=balanced,
        only_passed=only_passed,
    )
    try:
        read = register.read_register(units, unit_code, unit_name) if units else None
        made = build(select(out, request, read), request)
    except EmptyPanelError as error:
        for left_out in error.notes:
            tell(left_out)
        raise
    notes = [*made.notes, *write(made, output)]
    c = made.counts
    years = f"{c.years[0]}–{c.years[-1]}" if len(c.years) > 1 else "".join(map(str, c.years))
    tell(
        spoken(
            "{units}, {years} ({range}), {rows}; {cells} with a number ({zeros} of them 0), {blanks} blank; "
            "{failed} failed a check, {unchecked} unchecked.",
            units=counted(c.units, "unit"),
            years=counted(len(c.years), "year"),
            range=years,
            rows=counted(c.rows, "row"),
            cells=counted(c.cells, "cell"),
            zeros=c.zeros,
            blanks=c.blanks,
            failed=c.failed,
            unchecked=c.unchecked,
        )
    )
    for note in notes:
        tell(note)
    give(output)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.replace("，", ",").split(",") if (name := part.strip()))
