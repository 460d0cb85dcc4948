"""The codebook for people: Markdown to read, CSV to sort and filter."""

from __future__ import annotations

import csv
import io

from extractor.codebook.book import Column, Entry

HEADER = (
    *("table", "column", "type", "title_zh", "title_en", "description", "unit", "key", "references"),
    *("value", "value_en", "value_zh"),
)


def markdown(book: tuple[Entry, ...]) -> str:
    """One chapter a table: its columns, then the meaning of each value of its closed sets."""
    lines = ["# 数据字典 · Codebook", ""]
    for entry in book:
        table = entry.table
        lines += [f"## {table.name} · {table.title}", "", f"{table.description} {entry.zh}", ""]
        key = ", ".join(f"`{name}`" for name in table.key) or "none"
        lines += [f"主键 · Primary key: {key}", ""]
        lines += [f"外键 · Foreign key: ({', '.join(p.columns)}) → {p.table}" for p in table.parents]
        lines += [""] if table.parents else []
        lines += ["| column | type | 中文 | meaning | unit |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(column) for column in entry.columns]
        for column in entry.columns:
            if column.values:
                lines += ["", f"### {table.name}.{column.field.name} · {column.field.title}", ""]
                lines += ["| value | meaning | 含义 |", "| --- | --- | --- |"]
                lines += [f"| `{v.value}` | {_cell(v.en)} | {_cell(v.zh)} |" for v in column.values]
        lines.append("")
    return "\n".join(lines)


def _row(column: Column) -> str:
    field = column.field
    meaning = field.description or column.en
    return f"| `{field.name}` | {field.type} | {_cell(field.title)} | {_cell(meaning)} | {column.unit} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def as_csv(book: tuple[Entry, ...]) -> str:
    """One row a column, then one for each value of its closed set."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEADER)
    for entry in book:
        for column in entry.columns:
            field = column.field
            told = [entry.table.name, field.name, field.type, field.title, column.en, field.description, column.unit]
            told += ["primary" if column.is_key else "", ";".join(column.parents)]
            writer.writerow([*told, "", "", ""])
            writer.writerows([*told, value.value, value.en, value.zh] for value in column.values)
    return made.getvalue()
