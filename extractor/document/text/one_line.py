"""One long line of a crawled page → the lines that it was: its title, its headings, its paragraphs."""

from __future__ import annotations

from extractor.kept import compiled

_LONG = 150  # characters; a shorter line is what it seems
_ORDINAL = (
    r"第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}[.、](?=\p{Han})"
)
# Before a heading, after a blank or the end of a sentence; and where a title ends and what it is the title of begins.
_BREAK = compiled(
    rf"(?<=[。；：\s])(?<!部分\s)(?={_ORDINAL}|目\s?录\s)"
    rf"|(?<=(?:{_ORDINAL})[^。；，：\s\d]{{2,20}}(?:对比|比较|分析|情况|构成|结余|结转|支出|收入|费|经费|设置|职[责能]))\s++"
    r"(?=20\d\d年|本年|本部门|本单位|全年|年末|年初|按)"
    r"|(?<=决算|公开|说明|报告|目录|目 录)\s++(?=20\d\d年|\d{1,2}[.、]|来源|发布|根据|按照|本部门|本单位|现将|目\s?录)"
    r"|(?<=^[^。；，：\s]{4,60}决算(?:公开|说明|报告)?|[^。；，：\s]决算(?:情况)?的?说明)\s++(?=[\p{Han}“\"])"
)


def lines_of(text: str) -> list[str]:
    """The lines that a line of text was, in order; itself where it is short, is a row, or has no headings within."""
    if len(text) <= _LONG or "\t" in text or _is_piped(text):
        return [text]
    return [part for part in _BREAK.split(text) if part.strip()]


def _is_piped(text: str) -> bool:
    """Whether a line is a row of a table with pipes: between two of them, or no field of it as long as a paragraph."""
    fields = text.strip().split("|")
    return len(fields) > 2 and (not (fields[0] or fields[-1]) or all(len(field) <= _LONG for field in fields))
