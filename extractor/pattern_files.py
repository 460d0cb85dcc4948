"""All files of patterns/ loaded at once: what is wrong in one of them is said before a run, and not within it."""

from __future__ import annotations

from extractor.audit.identities.rules import rules
from extractor.document.characters import simplified
from extractor.identity.shapes import editions, self_naming
from extractor.knowledge import using
from extractor.lexicon import files as lexicon
from extractor.options import Options
from extractor.prose.patterns.library import library
from extractor.prose.reasons import reason_rules
from extractor.prose.text.outline import outline
from extractor.prose.text.printed_lines import line_rules
from extractor.prose.text.sections import heading_rules
from extractor.prose.text.typed_tables import table_rules
from extractor.tables.sheets.words import schemas

_OF_DOCUMENTS = (
    *(lexicon.check, self_naming, editions, library, rules, schemas.check, simplified),
    *(line_rules, heading_rules, outline, table_rules, reason_rules),
)


def load_patterns(options: Options) -> None:
    """Loads what every document needs. Raises `PatternError` where it cannot be used."""
    with using(options.patterns):
        for load in _OF_DOCUMENTS:
            load()


def check_patterns(options: Options) -> None:
    """Loads all that there is. Raises `PatternError` where something of it cannot be used."""
    from extractor.codebook import book
    from extractor.document.html import article
    from extractor.document.text import one_line

    load_patterns(options)
    with using(options.patterns):
        for load in (article.expressions, one_line.breaks, book.file):
            load()
