"""The lexicon tried on its own examples: every entry is found in its example and not in its counter-example."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import regex
from msgspec.structs import asdict

from extractor.document.characters import plain
from extractor.languages import Sentence, spoken
from extractor.lexicon import files
from extractor.lexicon.columns import role_of
from extractor.lexicon.concepts import concept_of
from extractor.lexicon.header_words import stands_beside
from extractor.lexicon.heading_roles import begins_attachment
from extractor.lexicon.heading_roles import role_of as heading_role_of
from extractor.lexicon.headings import NONE, section_of
from extractor.lexicon.labels import bare_label, item_of
from extractor.lexicon.measures import measure_of
from extractor.lexicon.registries import Item, Measure
from extractor.lexicon.schemas import FrameFile, MakerLabel, TermEntry
from extractor.lexicon.titles import title_of
from extractor.lexicon.words import bare, cut
from extractor.rule import Rule


def failures() -> Iterator[Sentence]:
    """A sentence for each example that is not met, and for each key of a registry without an entry."""
    yield from _of_terms()
    yield from _of_concepts()
    yield from _of_registries()
    yield from _of_expressions()


def count() -> int:
    """How many entries have examples."""
    words = (files.terms(), files.prose_terms())
    named = (files.measures().measures, files.items().items, files.tables().tables)
    headings = (files.sections().sections, files.heading_roles().roles)
    return sum(map(len, (*words, *named, *headings, files.concepts().concepts)))


def _said(met: bool, wanted: bool, where: str, text: str, what: Sentence) -> Iterator[Sentence]:
    if wanted and not met:
        yield spoken("{where}: “{text}” is not {what}.", where=where, text=text, what=what)
    elif met and not wanted:
        yield spoken("{where}: “{text}” is {what}.", where=where, text=text, what=what)


def _of_terms() -> Iterator[Sentence]:
    yield from _of_words("terms.yaml", files.terms(), of_prose=False)
    yield from _of_words("prose_terms.yaml", files.prose_terms(), of_prose=True)


def _of_words(file: str, entries: tuple[TermEntry, ...], of_prose: bool) -> Iterator[Sentence]:
    seen: dict[tuple[str, bool], str] = {}
    for entry in entries:
        words = {bare(word) for word in entry.words}
        where = f"{file}, {' '.join(entry.says)} ({entry.words[0]})"
        for word in sorted(words):
            if (word, entry.alone) in seen:
                first = seen[word, entry.alone]
                yield spoken("{where}: “{word}” is a word of {first} already.", where=where, word=word, first=first)
            seen[word, entry.alone] = where
        for text, wanted in ((entry.example, True), (entry.counterexample, False)):
            found = cut(text, of_prose)
            met = not found.residue and any(p.text in words and p.says == set(entry.says) for p in found.pieces)
            yield from _said(met, wanted, where, text, spoken("cut so that one of the words is found"))


def _of_concepts() -> Iterator[Sentence]:
    for entry in files.concepts().concepts:
        unit = {"money": "万元", "count": next(iter(entry.units), "个"), "score": "分"}[entry.of]
        metric = {"money": "amount"}.get(entry.of, entry.of)
        first = entry.forms[0]
        section = next(iter(first.within or first.sections), None)
        for text, wanted in ((entry.example, True), (entry.counterexample, False)):
            met = bool(text) and concept_of(text, metric, unit, section) == entry.concept
            yield from _said(
                met, wanted, "concepts.yaml", text, spoken("a subject of {concept}", concept=entry.concept)
            )


def _of_registries() -> Iterator[Sentence]:
    for measure in files.measures().measures:
        where = f"measures.yaml, {measure.measure}"
        for (table, path), wanted in ((measure.example, True), (measure.counterexample, False)):
            met = table in measure.tables and measure_of(table, *path.split("/")) is measure.measure
            yield from _said(
                met, wanted, where, path, spoken("{measure} in table {table}", measure=measure.measure, table=table)
            )
    for item in files.items().items:
        where = f"items.yaml, {item.item}"
        for (rows, label), wanted in ((item.example, True), (item.counterexample, False)):
            found = item_of(rows, bare_label(label))
            met = found is not None and found.item is item.item
            yield from _said(met, wanted, where, label, spoken("{item} of {rows}", item=item.item, rows=rows))
    for entry in files.tables().tables:
        for title, wanted in ((entry.example, True), (entry.counterexample, False)):
            named = title_of(title)
            met = named is not None and named.table == entry.table
            yield from _said(met, wanted, "tables.yaml", title, spoken("a title of table {table}", table=entry.table))
    for section in files.sections().sections:
        for heading, wanted in ((section.example, True), (section.counterexample, False)):
            met = (section_of(heading) or NONE) == section.section
            yield from _said(
                met,
                wanted,
                "sections.yaml",
                heading,
                spoken("a heading of the section {section}", section=section.section),
            )
    for kind in files.heading_roles().roles:
        for heading, wanted in ((kind.example, True), (kind.counterexample, False)):
            said = heading_role_of(heading) or ("attachment" if begins_attachment(heading) else None)
            told = spoken("a heading of the section {section}", section=kind.role)
            yield from _said(said == kind.role, wanted, "heading_roles.yaml", heading, told)
    for role in files.headers().roles:
        for path, wanted in ((role.example, True), (role.counterexample, False)):
            met = role_of(*path.split("/")) is role.role
            yield from _said(met, wanted, "headers.yaml", path, spoken("a column with the role {role}", role=role.role))
    for short in files.headers().short:
        for path, wanted in ((short.example, True), (short.counterexample, False)):
            told = spoken("a header beside which “{word}” is “{means}”", word=short.word, means=short.means)
            yield from _said(stands_beside(short.beside, path.split("/")), wanted, "headers.yaml", path, told)
    for missing in set(Measure) - {m.measure for m in files.measures().measures}:
        yield spoken("{file} has no entry of {key}.", file="measures.yaml", key=missing)
    for lost in set(Item) - {i.item for i in files.items().items}:
        yield spoken("{file} has no entry of {key}.", file="items.yaml", key=lost)


def _of_maker(label: MakerLabel) -> Iterator[Rule]:
    """An entry for each example with each counter-example."""
    for example, other in product(label.examples, label.counterexamples):
        yield Rule(example, other, example, pattern=label.expression)


def _shown(frame: FrameFile) -> Iterator[Rule]:
    return (entry for entry in asdict(frame).values() if isinstance(entry, Rule))


def _of_expressions() -> Iterator[Sentence]:
    titles, headers, rows, frame = files.titles(), files.headers(), files.rows(), files.frame()
    whole = (titles.unknown, headers.column_number)
    headings = (*files.heading_roles().ordinals, files.heading_roles().attached)
    at_begin = (*titles.filled(titles.before), *rows.ordinals, rows.of_which, *headings)
    of_frames = (*frame.number.filled(), *frame.unit.filled(), *_of_maker(frame.maker), *_shown(frame))
    anywhere = (
        titles.contents.line,
        headers.currency_unit,
        headers.numbered,
        headers.but_for,
        headers.moment,
        *of_frames,
    )
    for entries, form in (
        (whole, "^(?:{})$"),
        (at_begin, "^(?:{})"),
        (titles.filled(titles.after), "(?:{})$"),
        (anywhere, "{}"),
    ):
        for entry in entries:
            expression = regex.compile(form.format(entry.expression))
            shown = (*product(entry.examples, (True,)), *product(entry.counterexamples, (False,)))
            for text, wanted in shown:
                found = expression.search(plain(text)) or expression.search(text)
                where = spoken("the expression of {what}", what=entry.what)
                yield from _said(found is not None, wanted, where, text, spoken("matched"))
