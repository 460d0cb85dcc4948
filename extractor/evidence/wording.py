"""The words of pages and reports in two languages, and the templates that use them; what a document says is harmless.

The catalogue is `pages` in `locale/`; the English text in a template is the key of its Chinese.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.kept import compiled
from extractor.languages import CATALOGUE, CHINESE, Language, Sentence, chinese

if TYPE_CHECKING:
    from jinja2 import Environment

DOMAIN = "pages"
SHARED = Path(__file__).parent / "static"  # styles that pages and reports share

# What ends up in a terminal or turns the order of a line round: controls, and marks of direction.
_STRANGE = compiled(r"(?![\t\n])[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def harmless(text: str) -> str:
    """A text in which invisible characters are made visible: `⟨U+202E⟩`."""
    return _STRANGE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def preferred(accepted: str | None) -> Language:
    """The language that a browser asks for first (Accept-Language): Chinese or English, English where it asks for
    neither."""
    best = (0.0, Language.ENGLISH)
    for entry in (accepted or "").split(","):
        name, _, quality = entry.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality.strip() else 1.0
        except ValueError:
            continue
        for language in Language:
            if name.strip().lower().split("-")[0] == language and weight > best[0]:
                best = weight, language
    return best[1]


def in_language(sentence: Sentence, language: Language) -> str:
    """A sentence in one of its languages."""
    return chinese(sentence) if language is Language.CHINESE else str(sentence)


def environment(folder: Path, language: Language) -> Environment:
    """Templates of a folder, and of this one, in a language. Raises `ImportError` where Jinja is not installed."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            safe = harmless(value)
            return Markup(safe) if isinstance(value, Markup) else safe
        return "" if value is None else value

    made = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translations = _translations(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    made.globals.update(language=language)
    made.filters.update(number=number, joined=_joined)
    return made


def number(value: Decimal | float | None) -> str:
    """An amount with its printed decimals, digits in groups of three: 1,234,567.80."""
    return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def _joined(words: Iterable[object], between: str = "、") -> str:
    return between.join(map(str, words))


def _translations(language: Language) -> gettext.NullTranslations:
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUE, [CHINESE], fallback=True)
