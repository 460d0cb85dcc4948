"""A text is cut into terms (切词), so that as little as possible remains, in as few terms as possible.

Punctuation, brackets, blanks and the connecting words 的 和 及 与 或 并 are ignored. A second script beside the Chinese
(Uyghur, Tibetan, Mongolian, English words) says the same again and is passed over; abbreviations (PPP) are not.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex
from msgspec import Struct

from extractor.document.characters import HAN, plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.files import headers, prose_terms, terms
from extractor.lexicon.schemas import TermEntry
from extractor.lexicon.spelt_years import with_years_in_digits

BALANCE = frozenset({"carryover", "surplus"})
PARTS = frozenset({"including", "excluding"})
LONGEST = 80  # characters: a longer text is a sentence, and no title, header or label
_NOTHING = compiled(r"[^\p{Han}A-Za-z0-9%]+|以及|[的和及与或并暨]")
_FORMULA = compiled(
    r"\((?:[^()=]*=)?([^()=]*\+[^()=]*|[^()=]{2,}等)\)|=(.*)$"
    r"|\([\d一二三四五六七八九十]{1,3}[至到~—–-][\d一二三四五六七八九十]{1,3}[项栏行]?\)"
)
_LIST = compiled(r"(?<=.)\(([^()=、]+(?:、[^()=、]+)+)\)")
_LATIN = compiled(r"[A-Za-z]*[a-z]{2}[A-Za-z]*")
_ENDS_YEAR = frozenset("0123456789年度")
_LEFT = 1 << 16  # what a character costs that no word covers; a text has fewer pieces
_YEAR = compiled(r"(20[0-4]\d)(?:年度|年(?!初(?:预算|批复|部门|安排|核定|下达|计划)))?(?!\d)")  # 2023年初预算

SAYS_NOTHING: frozenset[str] = frozenset()
_Facets = dict[str, frozenset[str]]  # by word
_Sizes = dict[str, tuple[int, ...]]  # lengths by first character


class Piece(Struct, frozen=True):
    """A stretch of a text: a term with the facets that it adds, a year, or (neither) what no term covers."""

    text: str
    says: frozenset[str] = SAYS_NOTHING
    year: int | None = None

    @property
    def is_residue(self) -> bool:
        return not self.says and self.year is None


class Words(Struct, frozen=True):
    """A text cut into pieces, in order. `is_remark`: all of it stands in brackets."""

    pieces: tuple[Piece, ...]
    is_remark: bool = False

    @property
    def says(self) -> frozenset[str]:
        """What the pieces say; those after 含 and 不含 only name a part. Including what was left over (含上年结转)
        makes it another amount, though, unless it is a balance anyway (年初结余（含结转）); and a cell that begins with
        含 (事业收入 over 含教育收费) is that part."""
        said: set[str] = set()
        inside = "nothing"
        for place, piece in enumerate(self.pieces):
            if inside == "nothing" or (place == 1 and inside == "including" and not self.is_remark):
                said |= piece.says
                inside = "nothing" if inside == "including" else inside
            elif inside == "including" and piece.says & BALANCE:
                said |= piece.says & BALANCE if said & BALANCE else {"with_a_balance"}
            if piece.says & PARTS:
                inside = "including" if "including" in piece.says else "excluding"
        return frozenset(said)

    @property
    def residue(self) -> tuple[str, ...]:
        """What no term covers, stretch by stretch; a part that an amount includes (含利息) may have any name."""
        named = next((at for at, p in enumerate(self.pieces) if at and "including" in p.says), len(self.pieces))
        return tuple(p.text for p in self.pieces[:named] if p.is_residue)

    @property
    def years(self) -> frozenset[int]:
        return frozenset(p.year for p in self.pieces if p.year is not None)

    @property
    def are_known(self) -> bool:
        """Whether something is said and nothing remains."""
        return bool(self.pieces) and not self.residue


def bare(text: str) -> str:
    """A text without everything that is ignored when it is cut."""
    printed = plain(text)
    if ")" in printed:
        printed = _but_for().sub(_part_left_out, printed)
    printed = _FORMULA.sub(_parts_of_sum, printed)
    if HAN.search(printed):
        printed = _LATIN.sub("", printed)
    return _NOTHING.sub("", printed)


def with_moments_of(text: str, year: int) -> str:
    """A header in a document of `year`, with balances that name the year of their moment in words without a year:
    2022年末结转和结余 and 2023年初结转和结余 are 年初结转和结余 in 2023, and 结转2024年 is 结转下年."""

    def in_words(found: regex.Match[str]) -> str:
        named = int(found["year"])
        if found["start"] is not None:
            return _word_for("year_start") if named == year else found[0]
        if found["end"] is not None and named == year:
            return _word_for("year_end")
        if found["into"] is not None:
            return _word_for("next_year") if named == year + 1 else found[0]
        return _word_for("year_start") if named == year - 1 else found[0]

    return _moment().sub(in_words, plain(text))


@remembered
def _moment() -> regex.Pattern[str]:
    return compiled(headers().moment.expression)


def _part_left_out(bracket: regex.Match[str]) -> str:
    """（教育收费除外） and （除教育收费外） written as 不含教育收费."""
    return f"({_word_for('excluding')}{bracket['part']})"


@remembered
def _but_for() -> regex.Pattern[str]:
    return compiled(headers().but_for.expression)


@remembered
def _word_for(facet: str) -> str:
    """The first word that says a facet."""
    return next(entry.words[0] for entry in terms() if facet in entry.says)


def _parts_of_sum(formula: regex.Match[str]) -> str:
    """The names of parts of an amount, as after 含, in 收入总计（本年收入+年初结转） and 其他收入（利息等）; numbers of
    columns or rows name none (1+2, 1至8)."""
    parts = formula[1] or formula[2] or ""
    return f"{_word_for('including')}{parts}" if HAN.search(parts) else ""


def _parts_listed(bracket: regex.Match[str]) -> str:
    """The names of parts of an amount in 其他收入（利息、租金）; none where the list is known
    (财政拨款（一般公共、基金）)."""
    _, parts, sizes = _dictionary()
    pieces = _best(_NOTHING.sub("", bracket[1]), parts, sizes)
    return f"({_word_for('including')}{bracket[1]})" if any(piece.is_residue for piece in pieces) else bracket[0]


@remembering(16384)
def cut(text: str, of_prose: bool = False) -> Words:
    """The words of a title, a header cell, a row label or a heading, or of a subject `of_prose`, which has words of its
    own; a text longer than `LONGEST` is one residue."""
    remark = text.lstrip().startswith(("(", "（"))
    text = with_years_in_digits(text)
    text = bare(text if of_prose or "、" not in text else _LIST.sub(_parts_listed, plain(text)))
    if len(text) > LONGEST:
        return Words((Piece(text),))
    whole, parts, sizes = _prose_dictionary() if of_prose else _dictionary()
    if text in whole:
        return Words((Piece(text, whole[text]),))
    pieces = _best(text, parts, sizes)
    return Words(tuple(_joined(pieces if of_prose else _in_full(pieces, parts))), remark)


def are_parts_of_a_word(upper: str, lower: str) -> bool:
    """Whether a word begins in one text and ends in the next (一般公共|预算财政拨款)."""
    seam, begin = len(bare(upper)), 0
    for piece in cut(upper + lower).pieces:
        end = begin + len(piece.text)
        if begin < seam < end:
            return not piece.is_residue
        begin = end
    return False


def ends_known(text: str) -> bool:
    """Whether a bare text ends in a word or a year. A text that is known completely does; most sentences do not, which
    saves cutting them."""
    parts, sizes = _endings()
    return any(text[-size:] in parts for size in sizes.get(text[-1:], ())) or text[-1:] in _ENDS_YEAR


@remembered
def _endings() -> tuple[_Facets, _Sizes]:
    """All words, and by their last character their lengths."""
    whole, parts, _ = _dictionary()
    found: dict[str, set[int]] = {}
    for word in (words := whole | parts):
        found.setdefault(word[-1:], set()).add(len(word))
    return words, {end: tuple(sorted(sizes)) for end, sizes in found.items()}


@remembered
def _dictionary() -> tuple[_Facets, _Facets, _Sizes]:
    """Words that stand alone in their cell, words that stand anywhere, and their lengths."""
    whole, parts = _facets(e for e in terms() if e.alone), _facets(e for e in terms() if not e.alone)
    return whole, parts, _sizes(parts)


@remembered
def _prose_dictionary() -> tuple[_Facets, _Facets, _Sizes]:
    whole, parts, _ = _dictionary()
    parts = parts | _facets(prose_terms())
    return whole, parts, _sizes(parts)


def _facets(entries: Iterable[TermEntry]) -> _Facets:
    return {bare(word): frozenset(entry.says) for entry in entries for word in entry.words}


def _sizes(parts: _Facets) -> _Sizes:
    """The lengths of the words that begin with a character, shortest first."""
    found: dict[str, set[int]] = {}
    for word in parts:
        found.setdefault(word[:1], set()).add(len(word))
    return {begin: tuple(sorted(sizes)) for begin, sizes in found.items()}


def _best(text: str, parts: _Facets, sizes: _Sizes) -> list[Piece]:
    """The cut that leaves the fewest characters, then has the fewest pieces, then the longest pieces first."""
    # Of what begins at each place: its cost (1 a piece, and for a character left over more than all pieces cost), and
    # where its first piece ends, what that says, which year it is.
    end = len(text)
    cost = [0] * (end + 1)
    first: list[tuple[int, frozenset[str], int | None]] = [(end, SAYS_NOTHING, None)] * (end + 1)
    for at in range(end - 1, -1, -1):
        least = cost[at + 1] + _LEFT + 1
        piece: tuple[int, frozenset[str], int | None] = (at + 1, SAYS_NOTHING, None)
        for size in sizes.get(text[at], ()):
            if size > end - at:
                break
            says = parts.get(text[at : at + size])
            if says is not None and cost[at + size] < least:
                least, piece = cost[at + size] + 1, (at + size, says, None)
        if text[at] == "2" and (year := _YEAR.match(text, at)) and cost[year.end()] < least:
            least, piece = cost[year.end()] + 1, (year.end(), SAYS_NOTHING, int(year[1]))
        cost[at], first[at] = least, piece
    found, at = [], 0
    while at < end:
        to, says, named = first[at]
        found.append(Piece(text[at:to], says, named))
        at = to
    return found


def _in_full(pieces: list[Piece], parts: dict[str, frozenset[str]]) -> list[Piece]:
    """The pieces, with the first one completed where a word of two parts stands around others (项目任务支出:
    项目支出)."""
    for short in headers().short:
        word, means = short.word, short.means
        behind = means.removeprefix(word)
        if len(pieces) > 2 and pieces[0].text == word and pieces[-1].text == behind and means in parts:
            return [Piece(word, parts[means]), *pieces[1:]]
    return pieces


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """The pieces, with neighbouring residues joined."""
    rest = ""
    for piece in pieces:
        if piece.is_residue:
            rest += piece.text
            continue
        if rest:
            yield Piece(rest)
            rest = ""
        yield piece
    if rest:
        yield Piece(rest)
