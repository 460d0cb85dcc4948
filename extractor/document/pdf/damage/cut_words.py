"""Contents of pages that are cut in the middle of a word, lack a part, or have an unclosed string.

The content of a page may be split into several streams, but only between words; where it is split within a number or an
operator, viewers differ: some read on as if nothing were between, pdfium and others read two words, and a figure is
lost or moved. A string that is not closed swallows all that follows, up to where another one ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

EDGE = 48  # bytes at each end of a stream: no word of a page's content that matters is longer

_ELSEWHERE = re.compile(rb"/Contents\s*(?:(\d{1,10})\s+\d{1,5}\s+R\b|\[[^\]]*\bnull\b)")
_ARRAY = re.compile(rb"/Contents\s*\[([\d\sR]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")
_LAST, _FIRST = re.compile(rb"(/?)([^\s\x00()<>\[\]{}/%]*)\Z"), re.compile(rb"[^\s\x00()<>\[\]{}/%]*")
_NUMBER = re.compile(rb"[-+.\d]+")
_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re "
    b"RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)

# Nearly all strings. (None begins at an escaped bracket: else from each of those one that is not closed would be looked
# at to the end of the content.)
_STRING = re.compile(rb"(?s)\((?<!\\\()[^\\()]*+(?:\\.[^\\()]*+)*+\)")
# All of them, and comments, where no bracket is escaped.
_CLOSED = re.compile(rb"\((?:[^()]++|\([^()]*+\))*+\)|%[^\r\n]*")
_ESCAPED = (rb"\\", rb"\(", rb"\)")  # in this order: a bracket behind an escaped backslash is none of these
_DATA, _END_OF_DATA = re.compile(rb"ID(?<=\sID)\s"), re.compile(rb"\sEI\b")  # (found by its letters)
LONGEST = 4096  # bytes of the dictionary of a picture that stands in a content
PAIRS = ((b"(", b")"), (b"<", b">"), (b"[", b"]"))
_ALL_ELSE = bytes(set(range(256)).difference(*(one + other for one, other in PAIRS)))

# With what a font begins (one whose dictionary does not say how long its parts are), and where a profile of colours
# says that it is one. Any brackets stand in them.
_FONTS = (b"\0\1\0\0", b"true", b"ttcf", b"OTTO", b"%!PS", b"\1\0\4")
_PROFILE, _PROFILED = b"acsp", slice(36, 40)

Edges = Mapping[int, tuple[bytes, bytes]]


def ends(content: bytes, framed: bool) -> tuple[bytes, bytes]:
    """The first and the last bytes of a stream; of one that is `framed`, as it stands in the file, without the line end
    before `endstream`."""
    last = content[-EDGE:]
    return content[:EDGE], last.removesuffix(b"\n").removesuffix(b"\r") if framed else last


def cut_words(
    dictionaries: bytes, edges: Edges, streams: Collection[int], unclosed: Mapping[int, int]
) -> Iterator[int]:
    """The numbers of the parts of contents that begin within a word of the part before, or are none of the `streams` of
    the file, or have arrays that no part closes (`unclosed`: how many each opens without closing). `dictionaries` are
    those of the pages, `edges` the first and the last bytes of each stream by its number."""
    alone = set(unclosed)
    for array in _ARRAY.findall(dictionaries):
        numbers = [int(number) for number in _REFERENCE.findall(array)]
        yield from (number for number in numbers if number not in streams)
        if not sum(unclosed.get(number, 0) for number in numbers):
            alone.difference_update(numbers)
        for one, other in pairwise(numbers):
            if one in edges and other in edges and _is_cut(edges[one][1], edges[other][0]):
                yield other
    yield from alone


def are_elsewhere(dictionaries: bytes, streams: Collection[int]) -> bool:
    """Whether the contents of a page may be none of the `streams` of the file, or lack a part: they are missing, or in
    an array that is an object of its own."""
    return any(not number or int(number) not in streams for number in _ELSEWHERE.findall(dictionaries))


def _is_cut(before: bytes, after: bytes) -> bool:
    """Whether a word continues from the end of one stream into the next."""
    found, first = _LAST.search(before), _FIRST.match(after)
    if found is None or first is None or not found[2] or not first[0]:
        return False
    last, head = found[2], first[0]
    is_number = bool(_NUMBER.fullmatch(head))
    if found[1]:  # a name
        return True
    if _NUMBER.fullmatch(last):
        return is_number or head not in _OPERATORS
    return last not in _OPERATORS or last + head in _OPERATORS or not (is_number or head in _OPERATORS)


def left_open(content: bytes) -> tuple[bool, int]:
    """Whether a string in the content of a page or form is not closed, or one is closed that was not opened; and how
    many more arrays it opens than it closes."""
    if _even(content) or b"BT" not in content or content.startswith(_FONTS) or content[_PROFILED] == _PROFILE:
        return False, 0
    inside = _without_pictures(content)
    bare = _STRING.sub(b"", inside)
    if not _even(bare):
        for escaped in _ESCAPED:
            inside = inside.replace(escaped, b"")
        bare = _CLOSED.sub(b"", inside)
    if _even(bare):
        return False, 0
    strings, hexadecimal, arrays = (bare.count(one) - bare.count(other) for one, other in PAIRS)
    return bool(strings or hexadecimal), arrays


def _even(content: bytes) -> bool:
    brackets = content.translate(None, _ALL_ELSE)
    return all(brackets.count(one) == brackets.count(other) for one, other in PAIRS)


def _without_pictures(content: bytes) -> bytes:
    """A content without the data of its inline pictures, which may be any bytes."""
    if b"ID" not in content:
        return content
    kept, at = [], 0
    while found := _DATA.search(content, at):
        begin = content.rfind(b"BI", max(at, found.start() - LONGEST), found.start())
        end = found if begin < 0 else _END_OF_DATA.search(content, found.end() - 1)
        if end is None:
            break
        kept.append(content[at : begin if begin >= 0 else end.end()])
        at = end.end()
    return b"".join([*kept, content[at:]])
