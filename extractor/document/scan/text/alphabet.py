"""The characters that a disclosure is printed in: those of GB 2312 and ASCII, and the signs of the field."""

from __future__ import annotations

SIGNS = "·•—–…“”‘’〔〕《》【】（）％‰￥¥①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ×√☑☒☐□■△▲≥≤℃㎡"
_FIRST, _LAST = 0xA1, 0xFE  # of either byte of a character in GB 2312
_SCRIPTS = ("ぁ", "ヿ"), ("Α", "ω"), ("Ё", "ё")  # that GB 2312 has besides: 丿 would be read as ノ


def _gb2312() -> frozenset[str]:
    every = bytes(b for high in range(_FIRST, _LAST + 1) for low in range(_FIRST, _LAST + 1) for b in (high, low))
    found = every.decode("gb2312", "ignore")
    return frozenset(c for c in found if not any(first <= c <= last for first, last in _SCRIPTS))


ALPHABET = _gb2312() | frozenset(map(chr, range(0x21, 0x7F))) | frozenset(SIGNS)
