"""Every sentence in two languages: none without its Chinese, none that loses a word on the way."""

from __future__ import annotations

import ast
import io
import pickle
from pathlib import Path
from string import Formatter

import pytest
import regex
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from extractor.audit.outcome.sentences import BASES, METRICS
from extractor.errors import LISTS, DocumentError
from extractor.evidence.wording import environment
from extractor.languages import CATALOGUE, DATA, Language, Sentence, chinese, joined, said
from extractor.problems import Problem
from extractor.reading import read_file
from tests.support.readings import CORPUS, ROOT, needs_corpus

FOLDER = CATALOGUE / "zh_CN" / "LC_MESSAGES"
DOMAINS = sorted(path.stem for path in FOLDER.glob("*.po"))
SAYS = {"said", "_tell"}  # what makes a sentence of the template that it is given first


def catalogue(domain: str = DATA) -> Catalog:
    with (FOLDER / f"{domain}.po").open("rb") as file:
        return read_po(file)


def texts_of_pages() -> set[str]:
    """All that the templates of the review and the report say."""
    folders = {path.parent for path in (ROOT / "extractor").rglob("*.html")}
    found = set()
    for folder in folders:
        templates = environment(folder, Language.ENGLISH)
        for path in folder.glob("*.html"):
            for _, _, text in templates.extract_translations(path.read_text("utf-8")):  # type: ignore[attr-defined]
                found.add(text if isinstance(text, str) else text[0])
    return found


def written_in(path: Path, says: set[str] = SAYS) -> set[str]:
    """The templates that a module writes out, as the first arguments of what `says` them."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args)
    named = ((call.args[0], getattr(call.func, "id", getattr(call.func, "attr", None))) for call in calls)
    return {str(first.value) for first, name in named if name in says and isinstance(first, ast.Constant)}


def templates() -> set[str]:
    """All templates: those in calls, and those of the lists from which calls take them."""
    written = set().union(*map(written_in, (ROOT / "extractor").rglob("*.py")))
    listed = {*BASES.values(), *METRICS.values(), *(text for pair in LISTS.values() for text in pair)}
    problems = {text for problem in Problem for text in (problem.wrong, problem.remedy)}
    return written | listed | problems


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_sentence_has_its_chinese_and_nothing_else_is_in_the_catalogue() -> None:
    told = {message.id for message in catalogue() if message.id and message.string}
    with_words = {text for text in templates() if regex.search("[A-Za-z]", regex.sub(r"\{[^}]*\}", "", text))}
    assert with_words - told == set()
    assert told - templates() == set()


def test_every_sentence_of_the_commands_has_its_chinese() -> None:
    told = {str(message.id) for domain in DOMAINS for message in catalogue(domain) if message.id and message.string}
    spoken = set().union(*(written_in(path, {"spoken"}) for path in (ROOT / "extractor").rglob("*.py")))
    assert {text for text in spoken if text not in told and regex.search("[A-Za-z]{2}", text)} == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_translation_loses_or_invents_a_word(domain: str) -> None:
    ours = [m for m in catalogue(domain) if m.id and "click" not in m.auto_comments]
    assert [m.id for m in ours if holes(str(m.id)) != holes(str(m.string))] == []


def test_every_text_of_the_pages_has_its_chinese_with_all_its_words() -> None:
    told = {str(message.id): str(message.string) for message in catalogue("pages") if message.id and message.string}
    said = texts_of_pages()
    assert (said - told.keys(), told.keys() - said) == (set(), set())
    words = regex.compile(r"%\((\w+)\)s")
    assert [text for text, chinese in told.items() if set(words.findall(text)) != set(words.findall(chinese))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "extractor").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_words_of_its_own(path: Path) -> None:
    """Between the tags and in what is shown of attributes there is nothing that nobody translates."""
    bare = regex.sub(r"(?s)\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(style|script)\b.*?</\1>", " ", path.read_text("utf-8"))
    attributes = regex.findall(r'(?:title|placeholder|aria-label|alt)="([^"]*)"', bare)
    between = regex.sub(r"(?s)<[^>]*>|&\w+;", " ", bare)
    assert [word for text in (between, *attributes) for word in regex.findall(r"\p{L}{2,}", text)
            if word not in ("juesuan", "决算", "UTC")] == []  # fmt: skip


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_compiled_is_what_is_written(domain: str) -> None:
    """(`make translations` compiles.)"""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(domain))
    assert compiled.getvalue() == (FOLDER / f"{domain}.mo").read_bytes()


def test_sentences_in_sentences_are_filled_in_with_their_own_chinese() -> None:
    error = DocumentError(Problem.PICTURE_PAGES, pages=said("pages {names}", names=joined(", ", ["3", "4"], "、")))
    assert str(error).startswith("There is no readable text on pages 3, 4; ")
    assert error.sentence.chinese.startswith("第3、4页没有可读文字；")
    back = pickle.loads(pickle.dumps(error))  # as errors come out of a worker
    assert (str(back), back.sentence.chinese) == (str(error), error.sentence.chinese)


@pytest.mark.parametrize("text", ["", "{", "{0}", "%s {x!r}", "第{page}页"])
def test_text_of_documents_is_never_taken_for_a_template(text: str) -> None:
    sentence = said("{path} is not there", path=text)
    assert (sentence, sentence.chinese) == (f"{text} is not there", f"{text}不存在")
    assert chinese(text) == text and chinese(Sentence("a", "甲")) == "甲"


@needs_corpus
def test_what_is_wrong_with_a_document_is_told_in_both_languages() -> None:
    reading = read_file(CORPUS / "doctored_2024.pdf")
    failed = [check for check in reading.checks if check.status == "fail"]
    assert failed and all(check.message_zh and "makes" not in check.message_zh for check in failed)
    assert reading.document.error_zh == "目录或标题中列有，但未找到或未能识别：03表；请用juesuan inspect查看。"
    assert all(one.sentence_zh != one.sentence for one in reading.shortcomings)
