"""What a file may make use of: a page is asked for it unless the file plainly has no word of it."""

import pytest

from extractor.document.pdf.damage.uses import EVERYTHING, Uses, used

NOTHING = Uses(layers=False, transparency=False, drawn_letters=False)


@pytest.mark.parametrize(
    ("file", "packed", "expected"),
    [
        (b"<< /GS7 << /BM/Normal/ca 1>> /GS8 << /CA .5 /ca 1.0 /SMask /None >> /cap 3 >>", [], NOTHING),
        (b"<< /ca 0.4 >>", [], Uses(False, True, False)),
        (b"<< /ca 1 0 R >>", [], Uses(False, True, False)),  # whatever stands there
        (b"<< /BM [/Multiply /Normal] >>", [], Uses(False, True, False)),
        (b"<< /SMask 5 0 R >>", [], Uses(False, True, False)),
        (b"<< /OCProperties 4 0 R >>", [], Uses(True, False, False)),
        (b"<< /Type /ObjStm >>", [b"4 0 << /Subtype /Type3 >>"], Uses(False, False, True)),
        (b"<< /Type /ObjStm >>", [], EVERYTHING),  # it was not unpacked
        (b"<< /Subtype /Type#33 >>", [], EVERYTHING),
        (b"<< /BaseFont /ABCDEF+#CB#CE#CC#E5 /Name /Times#20Roman >>", [], NOTHING),
    ],
)
def test_a_page_is_asked_for_what_its_file_may_use(file: bytes, packed: list[bytes], expected: Uses) -> None:
    assert used([file, *packed]) == expected
