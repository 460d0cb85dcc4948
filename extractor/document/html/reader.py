"""The reader of web pages: the document on a page as its lines and tables, each cell with the spans that it claims."""

from __future__ import annotations

from extractor.document.bounds import MAX_TEXT_BYTES
from extractor.document.formats import HEAD, SAVED_PAGE
from extractor.document.html.article import article_of
from extractor.document.html.decoding import text_of_page
from extractor.document.html.flow import Paragraph, flow_of
from extractor.document.html.saved import page_of
from extractor.document.html.tree import tree_of
from extractor.document.html.unread import unread_in
from extractor.document.model import Line, MarkupPage, MarkupTable, TextSource, spans_of
from extractor.errors import DocumentError
from extractor.problems import Problem


class HtmlReader:
    """Reads a web page, or one saved whole, as one page.

    Tables and lines are counted in the order in which a person reads them.
    """

    text_source = TextSource.HTML

    def markup(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        """The document on the page; raises `DocumentError` `too_large`, `not_pdf` or `empty`."""
        if len(data) > MAX_TEXT_BYTES:
            raise DocumentError(Problem.LARGE_TEXT, file=name, size=len(data))
        if SAVED_PAGE.match(data[:HEAD]):
            data = page_of(data, name)
        tree = tree_of(text_of_page(data, name), name)
        article = article_of(flow_of(tree), tree.title)
        items: list[Line | MarkupTable] = []
        number, tables = 1, 1
        for block in article.blocks:
            if isinstance(block, Paragraph):
                items.append(Line(block.text, 1, None, number))
                number += 1
            else:
                items.append(MarkupTable(block.rows, spans_of(block.rows), number, tables))
                number += len(block.rows)
                tables += 1
        if not any(isinstance(item, MarkupTable) or item.text.strip() for item in items):
            raise DocumentError(Problem.NO_TEXT, file=name)
        return (MarkupPage(1, tuple(items), article.attachments, unread=unread_in(tree)),)
