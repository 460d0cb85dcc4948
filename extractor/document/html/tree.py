"""The text of a web page → its tree, as a browser builds it, without what a person does not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from extractor.errors import DocumentError
from extractor.problems import Problem

MOST_WORK = 50_000_000  # tags times the depth to which they may be nested: a tree of that size takes seconds
MOST_RULES = 2000  # of a style sheet
_WHITES = ("#fff", "#ffffff", "white", "ffffff")
AROUND = frozenset(("nav", "footer", "aside"))  # what stands around the document
UNSEEN = frozenset((
    "head", "script", "style", "noscript", "template", "select", "textarea", "input", "button", "iframe", "object",
    "embed", "s", "strike", "del", "svg", "math", "canvas", "audio", "video", "map", "datalist", "dialog", "area",
    "rt", "rp",
))  # fmt: skip
# Elements that no other of their kind can stand in: one that is never closed nests nothing.
_CLOSED_BY_THE_NEXT = frozenset((
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "caption",
    "html", "head", "body", "a", "button", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "param", "source", "track", "wbr",
))  # fmt: skip
# Fields of a form that show what was entered; others are buttons, boxes to tick, or hidden.
_ENTERED = frozenset(("text", "number", "tel", "search"))
_TAG = regex.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)")
# Not shown, struck out, or set far off the screen.
_HIDES = regex.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
    r"text-decoration(?:-line)?\s*:[^;]*line-through|(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,})",
    regex.IGNORECASE,
)
_SHOWS = regex.compile(r"(?:^|;)\s*display\s*:\s*(?!none)\w", regex.IGNORECASE)
# White letters, none, or letters that nothing but a search sees; and what paints the ground that letters stand on.
_WHITE = regex.compile(
    r"(?:^|;)\s*(?:color\s*:\s*(?:#fff(?:fff)?|white|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255\b[^)]*\))|"
    r"font-size\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?|opacity\s*:\s*0+(?:\.0+)?)\s*(?:!important\s*)?(?:;|$)",
    regex.IGNORECASE,
)
_PAINTS = regex.compile(
    r"(?:^|;)\s*background(?:-color|-image)?\s*:(?!\s*(?:none|transparent|inherit|#fff(?:fff)?|white)\s*(?:!important\s*)?(?:;|$))",
    regex.IGNORECASE,
)
_COLOURS = regex.compile(r"(?:^|;)\s*(?:color|font-size|opacity)\s*:", regex.IGNORECASE)
_COMMENT = regex.compile(r"/\*.*?(?:\*/|$)|<!--|-->", regex.DOTALL)
_ELSEWHERE = regex.compile(
    r"@media(?=[^{@]*(?:print|width|height))[^{@]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}", regex.IGNORECASE
)
_RULE = regex.compile(r"(?<![^{}@;])(?P<selector>[^{}@;]++)\{(?P<body>[^{}]*+)\}")


class Tree(Struct, frozen=True):
    """A page: its `body`, its `title` (empty where it has none), and which nodes its style sheets hide, paint, or make
    white or tiny."""

    body: LexborNode
    title: str
    hidden: frozenset[int]
    painted: frozenset[int] = frozenset()
    pale: frozenset[int] = frozenset()

    def shows(self, node: LexborNode) -> bool:
        """Whether an element itself is seen (not: what it stands in)."""
        if node.tag in UNSEEN:
            return False
        attributes = node.attributes
        style = attributes.get("style") or ""
        if "hidden" in attributes or _HIDES.search(style):
            return False
        is_pale = node.mem_id in self.pale and not _COLOURS.search(style)
        is_pale = is_pale or (node.tag == "font" and (attributes.get("color") or "").lower() in _WHITES)
        if is_pale or _WHITE.search(style):
            return self._is_painted(node) or self._is_coloured_again(node)
        return node.mem_id not in self.hidden or bool(_SHOWS.search(style))

    def _is_painted(self, node: LexborNode) -> bool:
        """Whether what an element stands on, or may stand on by a style that only a browser knows, has a colour."""
        above: LexborNode | None = node
        while above is not None and above.is_element_node:
            attributes = above.attributes
            ground = (attributes.get("bgcolor") or "").lower()
            if (
                _PAINTS.search(attributes.get("style") or "")
                or ground not in ("", *_WHITES)
                or "background" in attributes
            ):
                return True
            if above.mem_id in self.painted:
                return True
            above = above.parent
        return False

    def _is_coloured_again(self, node: LexborNode) -> bool:
        """Whether something in an element has a colour or a size of its own."""
        return any(
            _COLOURS.search(below.attributes.get("style") or "") or below.tag == "font"
            for below in node.css("[style], font")
            if below.mem_id != node.mem_id
        )


def tree_of(text: str, name: str) -> Tree:
    """The tree of a page; raises `DocumentError` `too_large` for one that is nested beyond all use, `empty`."""
    if _work(text) > MOST_WORK:
        raise DocumentError(Problem.DEEP_NESTING, file=name)
    page = LexborHTMLParser(text)
    if page.body is None:
        raise DocumentError(Problem.NO_TEXT, file=name)
    _write_out_forms(page)
    return Tree(page.body, _title(page), *_styled(page))


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The nodes that stand in a node, elements and texts, from first to last."""
    below = node.first_child
    while below is not None:
        yield below
        below = below.next


def walk(
    root: LexborNode, tree: Tree, is_whole: Callable[[LexborNode], bool] = lambda node: False
) -> Iterator[tuple[LexborNode, bool]]:
    """What is seen below an element in reading order: each text once, each element as it begins (`True`) and as it
    ends. An element that `is_whole` is told and not entered."""
    stack = [(node, True) for node in reversed(list(children(root)))]
    while stack:
        node, begins = stack.pop()
        if node.is_text_node or not begins:
            yield node, begins
        elif node.is_element_node and tree.shows(node):
            yield node, True
            stack.append((node, False))
            if not is_whole(node):
                stack.extend((below, True) for below in reversed(list(children(node))))


def _write_out_forms(page: LexborHTMLParser) -> None:
    """Set what is entered in a field of a form in place of the field, where its cell shows no number else: a table that
    a person filled in, or the program that made the page."""
    fields: dict[int, list[LexborNode]] = {}  # by their cells
    cells: dict[int, LexborNode] = {}
    for field in page.css("td input, th input, td textarea, th textarea"):
        cell = field.parent
        while cell is not None and cell.tag not in ("td", "th"):
            cell = cell.parent
        if cell is not None and _entered(field):
            cells[cell.mem_id] = cell
            fields.setdefault(cell.mem_id, []).append(field)
    for place, cell in cells.items():
        shown = cell.text()
        for field in fields[place]:
            shown = shown.replace(field.text(), "", 1)  # of a <textarea>
        if not any(map(str.isdigit, shown)):
            for field in fields[place]:
                field.replace_with(_entered(field))


def _entered(field: LexborNode) -> str:
    """What a field of a form shows; empty where it is a button, a box to tick, or hidden."""
    attributes, is_long = field.attributes, field.tag == "textarea"
    is_shown = is_long or (attributes.get("type") or "text").lower() in _ENTERED
    if not is_shown or "hidden" in attributes or _HIDES.search(attributes.get("style") or ""):
        return ""
    return (field.text() if is_long else attributes.get("value")) or ""


def _work(text: str) -> int:
    """What building the tree may take: how many tags there are, times how deep they can be nested."""
    open_, deepest, count = 0, 1, 0
    for tag in _TAG.finditer(text):
        count += 1
        if tag["name"].lower() not in _CLOSED_BY_THE_NEXT:
            open_ = max(open_ - 1, 0) if tag["end"] else open_ + 1
            deepest = max(deepest, open_)
    return count * deepest


def _title(page: LexborHTMLParser) -> str:
    """What the page is called: by the meta element of government sites, else by its title."""
    for meta in page.css("meta"):
        if (meta.attributes.get("name") or "").lower() == "articletitle" and (said := meta.attributes.get("content")):
            return said.strip()
    title = page.css_first("title")
    return title.text().strip() if title is not None else ""


def _styled(page: LexborHTMLParser) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The elements that the page's own style sheets hide on a screen, those that they paint, and those that they make
    white or tiny; of several rules for one the last is believed."""
    hidden: set[int] = set()
    painted: set[int] = set()
    pale: set[int] = set()
    for sheet in page.css("style"):
        text = _ELSEWHERE.sub("", _COMMENT.sub("", sheet.text()))
        for number, rule in enumerate(_RULE.finditer(text)):
            hides, shows = _HIDES.search(rule["body"]), _SHOWS.search(rule["body"])
            paints, whitens = _PAINTS.search(rule["body"]), _WHITE.search(rule["body"])
            colours = _COLOURS.search(rule["body"])
            if number > MOST_RULES or not (hides or paints or whitens or (shows and hidden) or (colours and pale)):
                continue
            try:
                found = {node.mem_id for node in page.css(rule["selector"].strip())}
            except (SelectolaxError, ValueError):
                continue  # a selector of a newer standard: a browser passes over what it does not know, too
            painted |= found if paints else set()
            if whitens or colours:
                pale = pale | found if whitens else pale - found
            if hides or shows:
                hidden = hidden | found if hides else hidden - found
    return frozenset(hidden), frozenset(painted), frozenset(pale)
